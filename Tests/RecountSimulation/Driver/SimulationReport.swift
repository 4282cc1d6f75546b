/// What simulations went through and found right.
package struct SimulationReport: Sendable {
    /// Processes that ended in the middle of a call.
    package internal(set) var stopCount = 0
    /// Power losses.
    package internal(set) var powerLossCount = 0
    /// Processes that were killed, or gave up after an error.
    package internal(set) var killCount = 0
    /// Journals that were opened again.
    package internal(set) var openingCount = 0
    /// Openings that took away a torn tail.
    package internal(set) var recoveryCount = 0
    /// Acknowledged records that an opening had to find, and found.
    package internal(set) var acknowledgedRecordCount = 0
    /// Times that somebody else read the journal in the middle of a writer's work.
    package internal(set) var interludeCount = 0
    /// Damaged journals that were refused.
    package internal(set) var refusalCount = 0
    /// Journals that lost acknowledged records, because the disk lied or rotted, and that the remembered head
    /// exposed.
    package internal(set) var exposedLossCount = 0
    /// Segments that were there at openings.
    package internal(set) var segmentCount = 0
    /// Snapshots that were there at openings.
    package internal(set) var snapshotCount = 0
    /// Times that segments were archived.
    package internal(set) var archivingCount = 0
    /// Faults that struck.
    package internal(set) var faults = FaultTally()

    package init() {}

    /// Crashes: power losses and killed processes.
    package var crashCount: Int { powerLossCount + killCount }

    /// Adds another report.
    package mutating func add(_ other: SimulationReport) {
        stopCount += other.stopCount
        powerLossCount += other.powerLossCount
        killCount += other.killCount
        openingCount += other.openingCount
        recoveryCount += other.recoveryCount
        acknowledgedRecordCount += other.acknowledgedRecordCount
        interludeCount += other.interludeCount
        refusalCount += other.refusalCount
        exposedLossCount += other.exposedLossCount
        segmentCount += other.segmentCount
        snapshotCount += other.snapshotCount
        archivingCount += other.archivingCount
        faults.add(other.faults)
    }
}
