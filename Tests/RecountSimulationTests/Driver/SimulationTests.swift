import RecountSimulation
import Testing

@Suite("Journals on simulated disks")
struct SimulationTests {
    @Test("nothing acknowledged is lost, nothing else is there, whatever the disk does", .timeLimit(.minutes(5)))
    func seeds() async {
        let sweep = await SimulationSweep.run(1..<49)
        #expect(sweep.failure == nil)
        let report = sweep.report
        #expect(sweep.seedCount == 48)
        #expect(report.powerLossCount > 100 && report.killCount > 100 && report.stopCount > 100)
        #expect(report.recoveryCount > 0 && report.snapshotCount > 0 && report.archivingCount > 0)
        #expect(report.acknowledgedRecordCount > 1_000 && report.interludeCount > 0)
        #expect(report.refusalCount + report.exposedLossCount > 0)
        // A rename fails too rarely to be seen in so few lives.
        for fault in DiskFault.allCases where fault != .renameError {
            #expect(report.faults.counts[fault] ?? 0 > 0, "\(fault.rawValue)")
        }
    }

    @Test("a seed always means the same life", arguments: SimulationPlan.Conditions.allCases)
    func repeatability(conditions: SimulationPlan.Conditions) throws {
        let seeds = 1...100 as ClosedRange<UInt64>
        let seed = try #require(seeds.first { SimulationPlan(seed: $0).conditions == conditions })
        var lives: [[String]] = [[], []]
        for life in lives.indices { _ = try Simulation(seed: seed).run { lives[life].append($0) } }
        #expect(lives[0] == lives[1])
        #expect(lives[0].count > 10)
    }

    @Test("a mistake that is planted is found", arguments: PlantedBug.allCases)
    func plantedBugs(bug: PlantedBug) async {
        let sweep = await SimulationSweep.run(1..<2_000, on: bug.tellingConditions, planting: bug)
        #expect(sweep.failure != nil)
    }
}

extension PlantedBug {
    /// The disks that it can be found on.
    fileprivate var tellingConditions: [SimulationPlan.Conditions] {
        switch self {
        case .retriedSync, .skippedRewrite: [.failing]
        default: [.crashing, .failing, .rotting]
        }
    }
}
