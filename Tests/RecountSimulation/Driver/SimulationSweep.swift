/// Many simulations, as many at once as there are processors.
package struct SimulationSweep: Sendable {
    /// What all of them went through.
    package private(set) var report = SimulationReport()
    /// How many there were.
    package private(set) var seedCount = 0
    /// The failure of the lowest seed that failed; nil if none did.
    package private(set) var failure: SimulationFailure?

    /// So many are begun together; the sweep ends with the first of these groups in which one fails.
    private static let groupCount = 16

    /// Runs the simulations of a range of seeds up to a failure.
    ///
    /// - Parameters:
    ///   - conditions: those of the disks; other seeds are passed over.
    ///   - bug: a mistake that every journal makes.
    package static func run(
        _ seeds: Range<UInt64>, on conditions: [SimulationPlan.Conditions] = SimulationPlan.Conditions.allCases,
        planting bug: PlantedBug? = nil
    ) async -> SimulationSweep {
        var sweep = SimulationSweep()
        var group: [UInt64] = []
        for seed in seeds where conditions.contains(SimulationPlan(seed: seed).conditions) {
            group.append(seed)
            if group.count < groupCount { continue }
            await sweep.runGroup(group, bug)
            if sweep.failure != nil { return sweep }
            group = []
        }
        await sweep.runGroup(group, bug)
        return sweep
    }

    private mutating func runGroup(_ seeds: [UInt64], _ bug: PlantedBug?) async {
        let results = await withTaskGroup(of: Result<SimulationReport, SimulationFailure>.self) { group in
            for seed in seeds { group.addTask { Self.result(of: seed, bug) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        for result in results {
            seedCount += 1
            switch result {
            case .success(let report): self.report.add(report)
            case .failure(let failure): if failure.seed < self.failure?.seed ?? .max { self.failure = failure }
            }
        }
    }

    private static func result(of seed: UInt64, _ bug: PlantedBug?) -> Result<SimulationReport, SimulationFailure> {
        Result { () throws(SimulationFailure) in try Simulation(seed: seed, planting: bug).run() }
    }
}
