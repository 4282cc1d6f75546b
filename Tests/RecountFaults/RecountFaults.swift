import ArgumentParser
import RecountSimulation

/// Lets journals crash on simulated disks, and checks what is left of them.
@main
struct RecountFaults: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recount-faults",
        abstract: "Lets journals crash on simulated disks, and checks what is left (docs/simulation.md).")

    @Option(help: "How many seeds, each a journal that crashes several times.")
    var seeds: UInt64 = 2_000

    @Option(help: "The first seed.")
    var from: UInt64 = 1

    @Option(help: ArgumentHelp("A mistake that journals make, to see it found.", valueName: "bug"))
    var plant: PlantedBug?

    @Flag(help: "Print every call on the disk of the first seed, and do nothing else.")
    var trace = false

    func validate() throws {
        guard from.addingReportingOverflow(seeds).overflow == false else {
            throw ValidationError("There are no \(seeds) seeds from \(from) on.")
        }
    }

    func run() async throws {
        if trace {
            print(try Simulation(seed: from, planting: plant).run { print($0) })
            return
        }
        let sweep = await SimulationSweep.run(from..<from + seeds, planting: plant)
        print(SweepText(sweep).text, terminator: "")
        if let failure = sweep.failure {
            print("FAILED: \(failure)\nrepeat with: ./dev faults --from \(failure.seed) --seeds 1")
            throw ExitCode.failure
        }
    }
}

extension PlantedBug: ExpressibleByArgument {}
