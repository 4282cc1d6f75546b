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
            Exit status: 0 fine, 1 the audit failed, 2 wrong usage or invalid input, 3 cannot read or write, \
            4 a context window cannot hold what it must.

            Example: recount run --policy docs/data/policy.json --journal journal \\
              --trace docs/data/azure_llm_2023_code_excerpt.csv
            """,
        version: "0.1.0",
        subcommands: [
            RunCommand.self, VerifyCommand.self, VerifyCalybrisCommand.self, ExplainCommand.self,
            SealCommand.self, SnapshotCommand.self, ArchiveCommand.self, RekeyCommand.self,
            InspectCommand.self, LocksCommand.self, DecideCommand.self, AssembleCommand.self, CatalogCommand.self,
            KeygenCommand.self, CheckpointCommand.self, ProofCommand.self, StatementCommand.self, VectorsCommand.self,
            ConformCommand.self, BenchCommand.self,
        ]
    )

    static func main() {
        // A reader that goes away is an error of writing, not a reason to die without a word.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot(joiningWords(of: Array(CommandLine.arguments.dropFirst())))
            try command.run()
        } catch let failure as Failure {
            end(with: failure)
        } catch {
            let isRequest = exitCode(for: error).isSuccess
            if isRequest { end(withText: fullMessage(for: error)) }
            end(with: Failure(.wrongInput, "\(reason(of: error)); see \(helpCommand(for: error))"))
        }
    }

    /// Puts the parser's name of `verify calybris` for its two words, also behind `help`; see there.
    private static func joiningWords(of arguments: [String]) -> [String] {
        let words = VerifyCalybrisCommand.words
        let start = arguments.first == "help" ? 1 : 0
        guard arguments.dropFirst(start).starts(with: words) else { return arguments }
        return arguments.prefix(start) + [VerifyCalybrisCommand.name] + arguments.dropFirst(start + words.count)
    }

    /// What is wrong with the arguments. A negative number looks like an option to the library, which then says
    /// that something else is missing.
    private static func reason(of error: Error) -> String {
        let message = message(for: error)
        let number = CommandLine.arguments.dropFirst().first { $0.wholeMatch(of: #/-[0-9]+/#) != nil }
        return number.map { "\(message); \($0) is below 0, and no number here may be" } ?? message
    }

    /// What shows the help of the command that an error is about, as the library's long message has it.
    private static func helpCommand(for error: Error) -> Substring {
        fullMessage(for: error).firstMatch(of: #/See '(recount[^']* --help)'/#)?.1 ?? "recount --help"
    }

    /// Ends with help or the version.
    private static func end(withText text: String) -> Never {
        do throws(Failure) {
            try Output.write(text + "\n")
        } catch {
            end(with: error)
        }
        exit(withStatus: 0)
    }

    private static func end(with failure: Failure) -> Never {
        let erasure = Output.errorIsTerminal ? ProgressBar.erasure : ""
        _ = try? FileDescriptor.standardError.writeAll(Array("\(erasure)recount: \(failure)\n".utf8))
        exit(withStatus: failure.status.rawValue)
    }

    /// Ends the process. `ParsableCommand` has an `exit` of its own.
    private static func exit(withStatus status: Int32) -> Never {
        Glibc.exit(status)
    }
}
