import RecountSimulation

/// What a sweep prints.
struct SweepText {
    private let sweep: SimulationSweep

    init(_ sweep: SimulationSweep) {
        self.sweep = sweep
    }

    var text: String {
        let report = sweep.report
        var lines = [
            "journals \(sweep.seedCount), crashes \(report.crashCount): power losses \(report.powerLossCount), "
                + "killed processes \(report.killCount); \(report.stopCount) of them in the middle of a call",
            "openings checked \(report.openingCount), torn tails cut \(report.recoveryCount), "
                + "segments \(report.segmentCount), snapshots \(report.snapshotCount), "
                + "archived \(report.archivingCount) times",
            "acknowledged records found again \(report.acknowledgedRecordCount), "
                + "readers in the middle of writing \(report.interludeCount)",
            "on disks that lie or rot: refusals \(report.refusalCount), "
                + "losses exposed by the remembered head \(report.exposedLossCount)",
        ]
        let faults = DiskFault.allCases.map { "\($0.rawValue) \(report.faults.counts[$0] ?? 0)" }
        lines.append("faults: " + faults.joined(separator: ", "))
        return lines.joined(separator: "\n") + "\n"
    }
}
