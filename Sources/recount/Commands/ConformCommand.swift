import ArgumentParser
import RecountVectors
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// `recount conform`: any implementation, held to the vectors.
struct ConformCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conform",
        abstract: "Hold any implementation to the vectors, level by level.",
        discussion: """
            The implementation is a program that answers requests on its standard input and output; \
            docs/conformance.md has the bytes.

            Example: recount conform -- python3 Vectors/check.py --serve
            """,
        subcommands: [Drive.self, Serve.self],
        defaultSubcommand: Drive.self
    )

    /// `recount conform serve`.
    struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve",
            abstract: "Answer the protocol with this build's kernel, as an example and for tests.",
            discussion: "Example: recount conform -- recount conform serve"
        )

        func run() throws {
            var server = ConformanceServer(name: "recount")
            while let request = try MessageStream.next() { try MessageStream.send(server.answer(request)) }
        }
    }

    /// `recount conform`.
    struct Drive: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drive",
            abstract: "Start a program and hold it to the vectors; this is what conform does by itself.",
            discussion: """
                Exit status 0 if everything that the program supports is as expected, 1 if something is not, \
                3 if the program cannot be started.

                Example: recount conform --level digests --level decoding -- ./port --serve
                """
        )

        @Option(help: "Only this level; may be repeated.")
        var level: [VectorArea] = []

        @Option(help: "The directory of the vectors.")
        var vectors = "Vectors"

        @Option(help: "How many seconds the program may take for one answer.")
        var timeout: UInt32 = 20

        @Flag(help: "Print the result as JSON.")
        var json = false

        @Argument(parsing: .postTerminator, help: "After --, the program and its arguments.")
        var command: [String] = []

        func validate() throws {
            if command.isEmpty { throw ValidationError("name the program after --") }
            guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout must be from 1 to 86400") }
        }

        func run() throws {
            let files = try VectorDirectory(path: vectors).files(of: level.isEmpty ? VectorArea.allCases : level)
            let run = try ConformanceRun(command: command, timeoutSeconds: timeout, files: files)
            try Output.write(json ? run.json : Array(run.text.utf8))
            if run.failedCount > 0 {
                throw Failure(.auditFailed, "conform: \(run.failedCount) of the levels failed")
            }
        }
    }
}
