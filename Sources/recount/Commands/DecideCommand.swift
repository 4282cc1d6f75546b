import ArgumentParser

/// `recount decide`: routing requests in, decisions out, a line each.
struct DecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide routing requests: JSON lines on standard input, one decision a line on standard output.",
        discussion: """
            The fields of requests and decisions are in docs/requests.md. A line that is no request gives \
            {"line": …, "error": …} in its place; the exit status is 2 then.

            Example: echo '{"requested_model": "gpt-4o", "value_microcents": 2000000}' | \\
              recount decide --policy docs/data/policy.json
            """
    )

    @Option(help: "The policy file.")
    var policy: String

    /// So many answers are printed at once, while the next ones are decided.
    private static let batchCount = 256

    func run() throws {
        let policy = try LoadedPolicy(path: policy)
        let decider = try Decider(policy: policy)
        let printer = DecisionPrinter(names: policy.names)
        var reader = try LineReader(path: "-")
        var answers: [Answer] = []
        do throws(Failure) {
            while let outcome = try reader.next({ line throws(Failure) in decider.decide(line) }) {
                answers.append(Answer(line: reader.lineNumber, outcome: outcome))
                let mayWait = !reader.hasLineAtHand
                guard mayWait || answers.count == Self.batchCount else { continue }
                try printer.print(answers)
                answers.removeAll()
                // Whoever asks and waits has the answers before more is read.
                if mayWait { try printer.finish() }
            }
        } catch {
            // The lines before the one that cannot be read have their answers.
            try printer.print(answers)
            try printer.finish()
            throw error
        }
        try printer.print(answers)
        let errorCount = try printer.finish()
        guard errorCount == 0 else {
            throw Failure(.wrongInput, "standard input: \(errorCount) lines are no requests; see their \"error\"")
        }
    }
}
