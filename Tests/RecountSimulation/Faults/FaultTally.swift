/// How often each fault struck.
package struct FaultTally: Sendable {
    package private(set) var counts: [DiskFault: Int] = [:]

    package init() {}

    mutating func count(_ fault: DiskFault) { counts[fault, default: 0] += 1 }

    /// Adds another tally.
    package mutating func add(_ other: FaultTally) { counts.merge(other.counts, uniquingKeysWith: +) }
}
