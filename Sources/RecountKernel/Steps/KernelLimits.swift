/// How large the kernel's tables are and how far time may move: fixed when a journal is made.
public struct KernelLimits: Equatable, Sendable, BitwiseCopyable {
    /// The most that any table holds.
    public static let maximumCount: UInt32 = 0x1000_0000

    /// Tenants.
    public let tenants: UInt32
    /// Accounts of all tenants, closed ones included.
    public let accounts: UInt32
    /// Reservations of all tenants, finished ones included until they are forgotten.
    public let reservations: UInt32
    /// Remembered ids of transfers of all tenants.
    public let transfers: UInt32
    /// Policies that can be installed.
    public let policies: UInt32
    /// Models of all policies together.
    public let models: UInt32
    /// Leases and waiting requests of all tenants.
    public let locks: UInt32
    /// Fragments of one assembly, at most `Fragment.maximumCount`.
    public let fragments: UInt32
    /// How far ahead of the kernel's time a command may be.
    public let maximumAdvance: Milliseconds
    /// How long finished reservations and transfers are remembered.
    public let retention: Milliseconds
    /// How long a lease may last.
    public let maximumLease: Milliseconds
    /// How long a request for a lock may wait.
    public let maximumWait: Milliseconds

    /// The size of the largest decision in bytes: `admitted` with eight leases and an entry for each fragment.
    /// docs/format.md: a kind, 160 bytes before the leases, 36 for each, 92 before the entries, 14 for each.
    public var maximumDecisionByteCount: Int {
        // Bound: at most 2^15 fragments, so under 2^19.
        541 &+ fragments.offset &* 14
    }

    /// Makes limits; without those of locks and fragments, for routing and budgets alone.
    ///
    /// - Returns: nil if a table has no place or more than `maximumCount`, an assembly no fragment or
    ///   more than `Fragment.maximumCount`, or a time is above `Milliseconds.maximum`.
    public init?(
        tenants: UInt32, accounts: UInt32, reservations: UInt32, transfers: UInt32, policies: UInt32, models: UInt32,
        maximumAdvance: Milliseconds, retention: Milliseconds, locks: UInt32 = 1, fragments: UInt32 = 1,
        maximumLease: Milliseconds = .zero, maximumWait: Milliseconds = .zero
    ) {
        self.tenants = tenants
        self.accounts = accounts
        self.reservations = reservations
        self.transfers = transfers
        self.policies = policies
        self.models = models
        self.locks = locks
        self.fragments = fragments
        self.maximumAdvance = maximumAdvance
        self.retention = retention
        self.maximumLease = maximumLease
        self.maximumWait = maximumWait
        let counts: InlineArray<7, UInt32> = [tenants, accounts, reservations, transfers, policies, models, locks]
        for index in 0..<7 {
            guard counts[index] > 0, counts[index] <= Self.maximumCount else { return nil }
        }
        guard fragments > 0, fragments <= Fragment.maximumCount else { return nil }
        let times: InlineArray<4, Milliseconds> = [maximumAdvance, retention, maximumLease, maximumWait]
        for index in 0..<4 {
            guard times[index] <= .maximum else { return nil }
        }
    }
}

extension KernelLimits {
    /// Number of bytes of the canonical form.
    public static let encodedByteCount = 64

    /// Reads the canonical form (docs/format.md, "Segment", bytes 48 to 111).
    ///
    /// - Throws: if the bytes are fewer or more, or `outOfRange` at 0 for limits that cannot be made.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        self = try reader.limits()
        try reader.end()
    }

    /// Writes the canonical form.
    ///
    /// - Throws: if `output` is too small.
    public func encode(into output: UnsafeMutableRawBufferPointer) throws(EncodingError) {
        guard output.count >= Self.encodedByteCount else {
            throw EncodingError(neededByteCount: Self.encodedByteCount, offeredByteCount: output.count)
        }
        var writer = ByteWriter(output)
        writer.limits(self)
    }
}

extension ByteWriter {
    mutating func limits(_ limits: KernelLimits) {
        integer(limits.maximumAdvance.rawValue)
        integer(limits.retention.rawValue)
        integer(limits.tenants)
        integer(limits.accounts)
        integer(limits.reservations)
        integer(limits.transfers)
        integer(limits.policies)
        integer(limits.models)
        integer(limits.locks)
        integer(limits.fragments)
        integer(limits.maximumLease.rawValue)
        integer(limits.maximumWait.rawValue)
    }
}

extension ByteReader {
    mutating func limits() throws(DecodingError) -> KernelLimits {
        let start = position
        let maximumAdvance = Milliseconds(try integer(UInt64.self))
        let retention = Milliseconds(try integer(UInt64.self))
        var counts = InlineArray<8, UInt32>(repeating: 0)
        for index in 0..<8 { counts[index] = try integer(UInt32.self) }
        let maximumLease = Milliseconds(try integer(UInt64.self))
        let maximumWait = Milliseconds(try integer(UInt64.self))
        let limits = KernelLimits(
            tenants: counts[0], accounts: counts[1], reservations: counts[2], transfers: counts[3], policies: counts[4],
            models: counts[5], maximumAdvance: maximumAdvance, retention: retention, locks: counts[6],
            fragments: counts[7], maximumLease: maximumLease, maximumWait: maximumWait)
        guard let limits else { throw DecodingError(.outOfRange, at: start) }
        return limits
    }
}
