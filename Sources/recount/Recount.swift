import ArgumentParser
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// The command line of Recount.
@main
struct Recount: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recount",
        abstract: "Decide, journal and recount what LLM gateways spend.",
        discussion: """
            Exit status: 0 fine, 1 the audit failed, 2 wrong usage or invalid input, 3 cannot read or write.

            Example: recount run --policy policy.json --trace trace.csv --journal journal && recount verify journal
            """,
        version: "0.1.0",
        subcommands: [
            RunCommand.self, VerifyCommand.self, ExplainCommand.self, InspectCommand.self, DecideCommand.self,
            CatalogCommand.self,
        ]
    )

    static func main() {
        // A reader that goes away is an error of writing, not a reason to die without a word.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            end(with: "recount: \(failure)\n", failure.status.rawValue)
        } catch {
            let isRequest = exitCode(for: error).isSuccess
            if isRequest {
                print(fullMessage(for: error))
                Self.exit(withStatus: 0)
            }
            end(with: "recount: \(message(for: error)); see recount --help\n", Failure.Status.wrongInput.rawValue)
        }
    }

    private static func end(with line: String, _ status: Int32) -> Never {
        _ = try? FileDescriptor.standardError.writeAll(Array(line.utf8))
        exit(withStatus: status)
    }

    /// Ends the process. `ParsableCommand` has an `exit` of its own.
    private static func exit(withStatus status: Int32) -> Never {
        Glibc.exit(status)
    }
}
