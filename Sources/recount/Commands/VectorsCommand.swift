import ArgumentParser
import RecountVectors

/// `recount vectors`: the golden vectors of the format.
struct VectorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vectors",
        abstract: "Check and make test vectors: what any implementation must answer, byte by byte.",
        discussion: "Example: recount vectors check Vectors/budgets.json",
        subcommands: [Check.self, Generate.self, Corners.self, Registry.self]
    )

    /// `recount vectors check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Compare every answer in files of vectors with this build's kernel.",
            discussion: """
                Exit status 0 if all agree, 1 if one does not: the first field that differs is named. Files that hold \
                no vectors (schema.json, registry.json) are passed over, so that Vectors/*.json works.

                Example: recount vectors check Vectors/*.json
                """
        )

        @Argument(help: "The files.")
        var files: [String]

        func run() throws {
            var failureCount = 0
            for path in files where !LoadedVectors.isCompanion(path) {
                let vectors = try LoadedVectors(path: path)
                let report = try checked(vectors.file, path)
                let line =
                    report.divergence.map { "\(path): NOT AS EXPECTED: \($0)" }
                    ?? "\(path): \(report.passedCount.grouped) cases as expected"
                try Output.write(line.printable + "\n")
                if report.divergence != nil { failureCount += 1 }
            }
            if failureCount > 0 { throw Failure(.auditFailed, "vectors: \(failureCount) of the files differ") }
        }

        private func checked(_ file: VectorFile, _ path: String) throws(Failure) -> VectorReport {
            do throws(CheckFailure) {
                return try file.checked()
            } catch {
                throw Failure(.inputOutput, "\(path): \(error)")
            }
        }
    }

    /// `recount vectors generate`.
    struct Generate: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "generate",
            abstract: "Print cases drawn from a seed, the same bytes each time.",
            discussion: "Example: recount vectors generate --seed 1 --area budgets --count 400"
        )

        @Option(help: "What is drawn from.")
        var seed: UInt64

        @Option(help: "The area.")
        var area: VectorArea = .budgets

        @Option(help: "How many commands, or for digests and journal cases.")
        var count: UInt64 = 300

        func validate() throws {
            guard (1...100_000).contains(count) else { throw ValidationError("--count must be from 1 to 100000") }
        }

        func run() throws {
            try Output.write(VectorCatalog.generated(area, VectorGenerator(seed: seed, count: count)).json)
        }
    }

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

    /// `recount vectors registry`.
    struct Registry: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "registry",
            abstract: "Print every number, name, field and width of the format as JSON.",
            discussion: "Example: recount vectors registry"
        )

        func run() throws {
            try Output.write(FormatRegistry.json)
        }
    }
}

extension VectorArea: ExpressibleByArgument {}
