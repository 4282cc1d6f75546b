/// A 64-bit identifier of one kind of thing, chosen by the host.
public struct Identifier64<Kind>: Equatable, Comparable, Sendable, BitwiseCopyable {
    /// The identifier's number.
    public var rawValue: UInt64

    /// Makes an identifier of its number.
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Orders by number.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The kind of `TenantID`.
public enum TenantKind: UInt8, Sendable { case tenant = 0 }
/// The kind of `AccountID`.
public enum AccountKind: UInt8, Sendable { case account = 0 }

/// An isolation boundary. 0 belongs to the kernel itself: only commands that concern no tenant carry it.
public typealias TenantID = Identifier64<TenantKind>

/// A node of a tenant's budget tree, unique within its tenant; every number is allowed.
public typealias AccountID = Identifier64<AccountKind>

extension TenantID {
    /// The tenant of commands that concern no tenant: `tick`, `installPolicy`.
    public static var none: TenantID { TenantID(0) }
}

/// A 128-bit identifier of a reservation, a transfer, a request, an actor: a UUID fits.
public struct Identifier128: Equatable, Comparable, Sendable, BitwiseCopyable {
    /// The upper 64 bits.
    public var high: UInt64
    /// The lower 64 bits.
    public var low: UInt64

    /// Makes an identifier of its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Makes a small identifier.
    public init(_ low: UInt64) {
        self.init(high: 0, low: low)
    }

    /// All bits zero, a valid identifier like any other.
    public static var zero: Identifier128 { Identifier128(0) }

    /// Orders as a 128-bit number.
    public static func < (left: Self, right: Self) -> Bool {
        left.high != right.high ? left.high < right.high : left.low < right.low
    }
}

/// A 32-bit identifier of one kind of thing, chosen by the host.
public struct Identifier32<Kind>: Equatable, Comparable, Sendable, BitwiseCopyable {
    /// The identifier's number.
    public var rawValue: UInt32

    /// Makes an identifier of its number.
    public init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Orders by number.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The kind of `SectionID`.
public enum SectionKind: UInt8, Sendable { case section = 0 }
/// The kind of `GroupID`.
public enum GroupKind: UInt8, Sendable { case group = 0 }
/// The kind of `FragmentID`.
public enum FragmentKind: UInt8, Sendable { case fragment = 0 }

/// A section of a window, unique within its request; every number is allowed.
public typealias SectionID = Identifier32<SectionKind>

/// Fragments that are taken together or not at all; 0 for none.
public typealias GroupID = Identifier32<GroupKind>

/// A fragment of context, unique within its request; every number is allowed.
public typealias FragmentID = Identifier64<FragmentKind>

extension GroupID {
    /// The group of fragments that stand alone.
    public static var none: GroupID { GroupID(0) }
}

/// A candidate of a catalog, unique within its policy; every number is allowed.
public struct ModelID: Equatable, Comparable, Sendable, BitwiseCopyable {
    /// The identifier's number.
    public var rawValue: UInt32

    /// Makes an identifier of its number.
    public init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Orders by number.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The number of an installed policy: 1 for the first that a journal installs, then 2, and so on.
public struct PolicyNumber: Equatable, Sendable, BitwiseCopyable {
    /// The number, from 1.
    public var rawValue: UInt32

    /// Makes a policy number.
    public init(_ rawValue: UInt32) {
        self.rawValue = rawValue
    }
}
