import ArgumentParser
import RecountVectors

/// `recount vectors`: the golden vectors of the format.
struct VectorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vectors",
        abstract: "Check and make test vectors: what any implementation must answer, byte by byte.",
        discussion: "Example: recount vectors check Vectors/budgets.json",
        subcommands: [Corners.self]
    )

    /// `recount vectors corners`.
    struct Corners: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "corners",
            abstract: "Print the cases of an area that were made by hand.",
            discussion: "Example: recount vectors corners --area budgets"
        )

        @Option(help: "The area.")
        var area: VectorArea

        func run() throws {
            try Output.write(VectorCatalog.corners(area).json)
        }
    }
}

extension VectorArea: ExpressibleByArgument {}
