/// What became of one fragment.
public struct WindowEntry: Equatable, Sendable, BitwiseCopyable {
    /// What is in the window of it.
    public enum Outcome: UInt8, Sendable, BitwiseCopyable {
        /// All of it.
        case included = 1
        /// Its first tokens, up to a cut point.
        case truncated = 2
        /// Nothing.
        case excluded = 3
    }

    /// Which limit kept the rest out.
    public enum Reason: UInt8, Sendable, BitwiseCopyable {
        /// None: it is whole.
        case none = 0
        /// Its section's cap, or in a group a member's.
        case sectionCap = 1
        /// The window's tokens.
        case total = 2
        /// The walk had stopped before it.
        case afterCutoff = 3
    }

    /// The fragment.
    public var fragment: FragmentID
    /// What is in the window of it.
    public var outcome: Outcome
    /// Why not all of it.
    public var reason: Reason
    /// How many of its tokens are in the window.
    public var keptTokens: UInt32

    /// Makes an entry.
    public init(fragment: FragmentID, outcome: Outcome, reason: Reason, keptTokens: UInt32) {
        self.fragment = fragment
        self.outcome = outcome
        self.reason = reason
        self.keptTokens = keptTokens
    }
}

/// The included fragments at the start of a window that are stable and whole: what a prompt cache can serve.
public struct StablePrefix: Equatable, Sendable, BitwiseCopyable {
    /// How many fragments.
    public var count: UInt32
    /// Their tokens, with the separators between them.
    public var tokens: Tokens
    /// Digest in the domain `recount.window` of their content digests and tokens.
    public var digest: Digest
}

/// The answer to an assembly request: an entry for each fragment, in render order.
///
/// It borrows its entries from the kernel until the kernel's next step, or from the bytes it was
/// decoded from. Layout: docs/format.md, "Window".
public struct Window: Sendable {
    /// Number of bytes before the entries, their count included.
    static let headerByteCount = 92
    /// Number of bytes of each entry.
    static let entryByteCount = 14

    // Sound: the owner promises not to change them while this value is used.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    /// All tokens of the window, separators included.
    public let usedTokens: Tokens
    /// How many fragments are in it, whole or truncated.
    public let includedCount: UInt32
    /// What stands at its start and stays the same.
    public let stablePrefix: StablePrefix
    /// Digest in the domain `recount.window` of the content digests and kept tokens of what is in it.
    public let digest: Digest
    /// The number of entries: one for each fragment of the request.
    public let entryCount: UInt32

    /// The entry at a position below `entryCount`, in render order. O(1).
    public subscript(position: UInt32) -> WindowEntry {
        precondition(position < entryCount)
        // Bound: below the number of bytes, which were checked to hold all entries.
        let start = Self.headerByteCount &+ position.offset &* Self.entryByteCount
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        do {
            return try reader.windowEntry()
        } catch {
            preconditionFailure()
        }
    }

    /// How many bytes a window of so many entries has.
    static func byteCount(entries: UInt32) -> Int {
        // Bound: at most 2^15 entries.
        headerByteCount &+ entries.offset &* entryByteCount
    }
}

extension ByteWriter {
    mutating func windowHeader(_ window: Window) {
        integer(window.usedTokens.rawValue)
        integer(window.includedCount)
        integer(window.stablePrefix.count)
        integer(window.stablePrefix.tokens.rawValue)
        digest(window.stablePrefix.digest)
        digest(window.digest)
        integer(window.entryCount)
    }

    @inline(__always)
    mutating func windowEntry(_ entry: WindowEntry) {
        let place = space(Window.entryByteCount)
        place.storeBytes(of: entry.fragment.rawValue.littleEndian, as: UInt64.self)
        place.storeBytes(of: entry.outcome.rawValue, toByteOffset: 8, as: UInt8.self)
        place.storeBytes(of: entry.reason.rawValue, toByteOffset: 9, as: UInt8.self)
        place.storeBytes(of: entry.keptTokens.littleEndian, toByteOffset: 10, as: UInt32.self)
    }
}

extension Window: Equatable {
    /// Whether both have equal bytes. O(entries).
    public static func == (left: Self, right: Self) -> Bool { left.bytes.hasEqualBytes(right.bytes) }
}

extension UnsafeRawBufferPointer {
    /// Whether both hold equal bytes. O(count).
    func hasEqualBytes(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        var offset = 0
        // Bound: offsets are at most the count.
        while count &- offset >= 8 {
            let word = loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard word == other.loadUnaligned(fromByteOffset: offset, as: UInt64.self) else { return false }
            offset &+= 8
        }
        while offset < count {
            guard self[offset] == other[offset] else { return false }
            offset &+= 1
        }
        return true
    }
}

extension Window {
    /// Checks bytes to be exactly one window.
    ///
    /// - Parameter bytes: the window and nothing else. Errors give offsets from its start.
    init(validating bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        try self.init(bytes, &reader)
        for _ in 0..<entryCount { _ = try reader.windowEntry() }
        try reader.end()
    }

    /// Takes bytes that are known to be exactly one window. O(1).
    init(valid bytes: UnsafeRawBufferPointer) {
        var reader = ByteReader(bytes)
        do {
            try self.init(bytes, &reader)
        } catch {
            preconditionFailure()
        }
    }

    /// Reads what stands before the entries.
    private init(_ bytes: UnsafeRawBufferPointer, _ reader: inout ByteReader) throws(DecodingError) {
        usedTokens = Tokens(try reader.integer(upTo: Tokens.maximum.rawValue))
        includedCount = try reader.integer(UInt32.self)
        let count = try reader.integer(UInt32.self)
        let tokens = Tokens(try reader.integer(upTo: Tokens.maximum.rawValue))
        stablePrefix = StablePrefix(count: count, tokens: tokens, digest: try reader.digest())
        digest = try reader.digest()
        entryCount = UInt32(truncatingIfNeeded: try reader.count(upTo: Fragment.maximumCount))
        self.bytes = bytes
    }
}

extension ByteReader {
    fileprivate mutating func windowEntry() throws(DecodingError) -> WindowEntry {
        let fragment = FragmentID(try integer(UInt64.self))
        let outcomeOffset = position
        guard let outcome = WindowEntry.Outcome(rawValue: try byte()) else {
            throw DecodingError(.unknownTag, at: outcomeOffset)
        }
        let reasonOffset = position
        guard let reason = WindowEntry.Reason(rawValue: try byte()) else {
            throw DecodingError(.unknownTag, at: reasonOffset)
        }
        return WindowEntry(
            fragment: fragment, outcome: outcome, reason: reason, keptTokens: try integer(UInt32.self))
    }
}
