import ArgumentParser
import RecountContext
import RecountJSON
import RecountKernel

/// `recount assemble`: what of a context file fits into a window.
struct AssembleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assemble",
        abstract: "Assemble a context window: what of a file's fragments fits, and the text of it.",
        discussion: """
            The text goes to standard output as it is, a line about what was kept to standard error. The file's keys \
            and the rules are in docs/context.md. Tokens are estimates unless the file counts them. The exit status is 4 if the \
            required fragments do not fit; with --json the refusal then goes to standard output.

            Example: recount assemble docs/examples/context.json --limit 900 --explain
            """
    )

    @Argument(help: "The context file (JSON); - is standard input.")
    var file: String

    @Option(parsing: .unconditional, help: "The most tokens of window and output together, in the place of the file's.")
    var limit: UInt64?

    @Option(parsing: .unconditional, help: "Tokens kept for the output, in the place of the file's.")
    var outputTokens: UInt64?

    @Option(
        help: """
            How tokens are estimated, in the place of the file's: english, code, multilingual, bytes, or tokens per \
            bytes such as 2/7.
            """)
    var tokens: EstimateArgument?

    @Flag
    var form = AssemblyForm.text

    func validate() throws {
        for (option, value) in [("--limit", limit), ("--output-tokens", outputTokens)] {
            guard value ?? 0 <= Tokens.maximum.rawValue else {
                throw ValidationError("\(option) must be at most \(Tokens.maximum.rawValue)")
            }
        }
    }

    func run() throws {
        let overrides = ContextFile.Overrides(
            tokenLimit: limit.map { Tokens($0) }, outputTokens: outputTokens.map { Tokens($0) },
            estimate: tokens?.estimate)
        let context = try LoadedContext(path: file, overrides: overrides)
        try context.assemble { (answer) throws(Failure) in
            switch answer {
            case .assembled(let window): try print(window, of: context)
            case .refused(let refusal):
                if form == .json { try Output.write(AssemblyJSON.bytes(of: refusal, context: context.prepared)) }
                throw context.failure(refusal)
            }
        }
    }

    private func print(_ window: Window, of context: LoadedContext) throws(Failure) {
        let text = try context.render(window)
        switch form {
        case .text: try AssembledText(window: window, text: text, context: context.prepared).print()
        case .explain: try Output.write(AssemblyTable(window: window, context: context.prepared).text)
        case .json: try Output.write(AssemblyJSON.bytes(of: window, text: text, context: context.prepared))
        }
    }
}

/// How an assembly is printed.
enum AssemblyForm: String, EnumerableFlag {
    case text
    case explain
    case json

    static func help(for value: AssemblyForm) -> ArgumentHelp? {
        switch value {
        case .text: "The window's text (the default)."
        case .explain: "A table of all fragments: what became of each, and why."
        case .json: "The decision and the text as one JSON object."
        }
    }
}

/// A profile's name, or a ratio.
struct EstimateArgument: ExpressibleByArgument {
    let estimate: TokenEstimate

    init?(argument: String) {
        if let profile = TokenProfile(rawValue: argument) {
            estimate = profile.estimate
            return
        }
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let numerator = UInt32(parts[0]), let denominator = UInt32(parts[1]),
            let ratio = TokenEstimate(numerator: numerator, denominator: denominator)
        else { return nil }
        estimate = ratio
    }
}
