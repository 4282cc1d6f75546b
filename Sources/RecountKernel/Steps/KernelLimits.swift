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
    /// How far ahead of the kernel's time a command may be.
    public let maximumAdvance: Milliseconds
    /// How long finished reservations and transfers are remembered.
    public let retention: Milliseconds

    /// Makes limits.
    ///
    /// - Returns: nil if a table has no place or more than `maximumCount`, or a time is above
    ///   `Milliseconds.maximum`.
    public init?(
        tenants: UInt32, accounts: UInt32, reservations: UInt32, transfers: UInt32, policies: UInt32, models: UInt32,
        maximumAdvance: Milliseconds, retention: Milliseconds
    ) {
        self.tenants = tenants
        self.accounts = accounts
        self.reservations = reservations
        self.transfers = transfers
        self.policies = policies
        self.models = models
        self.maximumAdvance = maximumAdvance
        self.retention = retention
        let counts: InlineArray<6, UInt32> = [tenants, accounts, reservations, transfers, policies, models]
        for index in 0..<6 {
            guard counts[index] > 0, counts[index] <= Self.maximumCount else { return nil }
        }
        guard maximumAdvance <= .maximum, retention <= .maximum else { return nil }
    }
}
