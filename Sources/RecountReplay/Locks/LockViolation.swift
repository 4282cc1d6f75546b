import RecountKernel

/// A property of locks that does not hold after a step.
public struct LockViolation: Error, Equatable, Sendable {
    /// The properties.
    public enum Property: String, Sendable {
        /// A resource that is held exclusively has no other holder (L1).
        case exclusion = "L1"
        /// A lease that is given has the sequence of its record as its fencing token, so that the
        /// tokens of a resource strictly increase; until it ends or is upgraded it keeps it (L2).
        case fencing = "L2"
        /// A lease ends when the records say, and no later (L4).
        case expiry = "L4"
        /// It takes as many releases to end a lease as it was asked for.
        case holdCount = "hold count"
    }

    /// The property.
    public let property: Property
    /// The tenant.
    public let tenant: TenantID
    /// The resource.
    public let resource: LockResource
    /// The agent whose lease violates it.
    public let agent: LockAgent
    /// The token, time or number that the records before give; for L1 how many other holders there may be.
    public let expected: UInt64
    /// What the record says.
    public let found: UInt64
}
