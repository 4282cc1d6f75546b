import ArgumentParser
import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// `recount statement`: what a tenant had, got, spent and has, for the tenant to check.
struct StatementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statement",
        abstract: "Show a tenant its own accounts between two seals, with the proof that the journal says so.",
        discussion: """
            docs/statements.md says what a statement proves, and what it does not.

            Example: recount statement check statement.json \\
              --checkpoint sealed.checkpoint --public-key ledger.pub
            """,
        subcommands: [IssueStatementCommand.self, CheckStatementCommand.self]
    )
}

/// `recount statement issue`: a statement made from the journal.
struct IssueStatementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue",
        abstract: "Make a statement of a tenant under a checkpoint.",
        discussion: """
            Replays the journal up to the second seal, from the newest good snapshot before the first one, and \
            compares it with the checkpoint. Nothing of any other tenant goes into the statement.

            Example: recount checkpoint journal --signing-key ledger.key \\
              --output sealed.checkpoint

            Example: recount statement issue journal --tenant 1 \\
              --checkpoint sealed.checkpoint --public-key ledger.pub \\
              --output statement.json
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(help: "The tenant's id.")
    var tenant: UInt64

    @Option(help: "A checkpoint that has the seals' records.")
    var checkpoint: String

    @OptionGroup
    var trusted: TrustedKeys

    @Option(help: "The record of the first seal; without it, the statement begins with the journal.")
    var from: UInt64?

    @Option(help: "The record of the second seal; without it, the last one under the checkpoint.")
    var to: UInt64?

    @Option(help: "An earlier checkpoint, since which the journal is to be shown to have only grown.")
    var earlierCheckpoint: String?

    @OptionGroup
    var options: ReadingOptions

    @Option(help: "Where the statement goes; without it, to standard output.")
    var output: String?

    func validate() throws {
        try trusted.demandOne()
        if let from, let to, from >= to { throw ValidationError("--from must be a seal before that of --to") }
    }

    func run() throws {
        let keys = try trusted.keys
        let checkpoint = try CheckpointFile(checkpoint, keys: keys).checkpoint
        let earlier = try earlierCheckpoint.map { path throws(Failure) in
            try CheckpointFile(path, keys: keys).checkpoint
        }
        let access = try options.access
        let statement: Statement
        do throws(StatementIssueError) {
            let request = try StatementRequest(
                tenant: TenantID(tenant), checkpoint: checkpoint, opening: from, closing: to, earlier: earlier)
            statement = try issue(request, access)
        } catch {
            throw failure(error)
        }
        let json = statement.json
        if let output { try Output.write(json, to: output) } else { try Output.write(json) }
    }

    private func issue(
        _ request: StatementRequest, _ access: JournalAccess
    ) throws(StatementIssueError) -> Statement {
        var progress = ProgressBar("statement")
        defer { progress.finish() }
        return try StatementIssuer.issue(request, at: FilePath(journal), access: access) {
            progress.update($0.readByteCount, of: $0.byteCount)
        }
    }

    private func failure(_ error: StatementIssueError) -> Failure {
        if case .journal(let error) = error { return Failure(error) }
        return Failure(
            error.isAuditFailure ? .auditFailed : .wrongInput, "\(journal): \(error); no statement was made")
    }
}

/// `recount statement check`: a statement, a checkpoint and a public key, without the journal.
struct CheckStatementCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a statement against a checkpoint that one has, without the journal.",
        discussion: """
            Exit status 0 if everything holds, 1 if something does not or a checkpoint is signed by nobody that is \
            trusted, 2 if a file is no statement or checkpoint at all.

            Example: recount statement check statement.json \\
              --checkpoint sealed.checkpoint --public-key ledger.pub
            """
    )

    @Argument(help: "The statement (JSON); - is standard input.")
    var file: String

    @Option(help: "The checkpoint that the statement is under.")
    var checkpoint: String

    @OptionGroup
    var trusted: TrustedKeys

    @Option(help: "An earlier checkpoint that one has, since which the journal must have only grown.")
    var earlierCheckpoint: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws { try trusted.demandOne() }

    func run() throws {
        let keys = try trusted.keys
        let checkpoint = try CheckpointFile(checkpoint, keys: keys).checkpoint
        let earlier = try earlierCheckpoint.map { path throws(Failure) in
            try CheckpointFile(path, keys: keys).checkpoint
        }
        let statement = try read()
        let check: StatementCheck
        do throws(StatementFinding) {
            check = try StatementCheck(statement, under: checkpoint, since: earlier)
        } catch {
            if json { try Output.write(StatementReport.json(statement, finding: error)) }
            throw Failure(.auditFailed, "\(file): does not hold: \(error)")
        }
        let report = StatementReport(statement, check, since: earlier)
        try Output.write(json ? report.json : Array(report.text.utf8))
    }

    private func read() throws(Failure) -> Statement {
        let bytes = try InputFile.bytes(of: file)
        do throws(StatementError) {
            return try Statement(parsing: bytes)
        } catch {
            if error.isOtherFile { throw .wrongInput(file, error) }
            throw Failure(.auditFailed, "\(file): does not hold: \(error)")
        }
    }
}
