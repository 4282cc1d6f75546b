/// Where a process that uses a simulated disk ends.
package struct StopPoint: Equatable, Sendable {
    /// On which side of a call.
    package enum Moment: CaseIterable, Sendable {
        /// The call has done nothing.
        case before
        /// The call has done all that it does, but its caller does not learn of it.
        case after
    }

    /// The number of the call since the disk was made, from 1.
    let call: Int
    let moment: Moment
}

/// How a process ended.
package enum ProcessEnd: Equatable, Sendable {
    /// It was killed: whatever it wrote is in the cache.
    case kill
    /// The power failed: what nobody synced has arrived or not, as the seed has it.
    case powerLoss(seed: UInt64)
}
