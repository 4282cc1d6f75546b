import ArgumentParser
import RecountJSON
import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// `recount verify`: a whole journal, replayed.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Replay a journal and compare every stamp and decision, and add up budgets and leases.",
        discussion: """
            Exit status 0 if the journal is valid, 1 if not, 3 if it cannot be read. Keep the head that is \
            printed: given with --expect, it shows later that nothing was cut off. So does a checkpoint that the \
            journal's owner signed (recount checkpoint): the journal must begin with its records. The conservation \
            report at the end has every tenant and account with what it got, spent and has. Journals of \
            calybris-core have a command of their own, recount verify calybris; a directory of that name is \
            ./calybris here.

            Example: recount verify journal

            Example: recount verify journal --checkpoint monday.checkpoint \\
              --public-key ledger.pub
            """,
        aliases: ["replay"]
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(help: "A head, sequence:chain, that the journal must have passed.")
    var expect: String?

    @Flag(help: "Begin after the newest good snapshot; what it holds is then taken as it is.")
    var fromSnapshot = false

    @OptionGroup
    var options: ReadingOptions

    @Option(help: "A checkpoint whose records the journal must begin with.")
    var checkpoint: String?

    @OptionGroup
    var trusted: TrustedKeys

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        guard (checkpoint == nil) == trusted.publicKeys.isEmpty else {
            throw ValidationError("--checkpoint and --public-key belong together")
        }
    }

    func run() throws {
        let expected = try expectedHead
        let checkpoint = try checkpoint.map { path throws(Failure) in try CheckpointFile(path, trusted).checkpoint }
        let path = FilePath(journal)
        let access = try options.access
        var progress = ProgressBar("verify")
        let report: VerificationReport
        do throws(JournalError) {
            report = try Verification.run(
                at: path, access: access, from: fromSnapshot ? .newestSnapshot : .genesis, expectedHead: expected,
                checkpoint: checkpoint
            ) {
                progress.update($0.readByteCount, of: $0.byteCount)
            }
        } catch {
            progress.finish()
            throw Failure(error)
        }
        progress.finish()
        try checkStart(of: report, checkpoint)
        try Output.write(json ? Self.json(report, checkpoint) : Array(text(report, checkpoint).utf8))
        if let finding = report.finding { throw Failure(.auditFailed, "\(journal): not valid: \(finding.text)") }
    }

    /// Whether what was asked for could be looked at from where the replay began.
    private func checkStart(of report: VerificationReport, _ checkpoint: Checkpoint?) throws(Failure) {
        guard fromSnapshot else { return }
        guard let snapshot = report.snapshot else {
            throw Failure(.inputOutput, "\(journal): no good snapshot to begin with; leave --from-snapshot out")
        }
        guard let checkpoint, checkpoint.head.size < snapshot.head.sequence else { return }
        throw .wrongInput(
            "--checkpoint",
            "it is of \(checkpoint.head.size) records, and the snapshot of \(snapshot.head.sequence); leave "
                + "--from-snapshot out")
    }

    private var expectedHead: JournalHead? {
        get throws(Failure) {
            guard let expect else { return nil }
            guard let head = JournalHead(text: expect) else {
                throw Failure(.wrongInput, "--expect \(expect): must be sequence:chain, as verify prints it")
            }
            return head
        }
    }

    private func text(_ report: VerificationReport, _ checkpoint: Checkpoint?) -> String {
        let verdict = report.isValid ? "valid" : "NOT VALID"
        var lines = [
            "\(journal): \(verdict)",
            "\(report.recordCount.grouped) records replayed, \(report.consequenceCount.grouped) of them consequences",
        ]
        if let snapshot = report.snapshot {
            lines.append(
                "begun after the snapshot of record \(snapshot.head.sequence.grouped), which is taken as it is")
        }
        if let finding = report.finding { lines.append("first finding: \(finding.text)") }
        if let checkpoint, !report.isFindingAboutCheckpoint {
            lines.append(CheckpointReport(checkpoint, report.checkpoint).text)
        }
        if let note = report.tail?.note { lines.append(note) }
        lines += ["", ConservationReport(summary: report.conservation).text, "head \(report.head.text)", ""]
        return lines.joined(separator: "\n")
    }

    private static func json(_ report: VerificationReport, _ checkpoint: Checkpoint?) -> [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.writer.key("valid")
        fields.writer.value(report.isValid)
        fields.unsigned("records", report.recordCount)
        fields.unsigned("consequences", report.consequenceCount)
        fields.text("head", report.head.text)
        if let snapshot = report.snapshot {
            fields.unsigned("snapshot", snapshot.head.sequence)
        } else {
            fields.absent("snapshot")
        }
        if let checkpoint {
            CheckpointReport(checkpoint, report.checkpoint).write(to: &fields)
        } else {
            fields.absent("checkpoint")
        }
        write(report.finding, to: &fields)
        if let note = report.tail?.note {
            fields.text("incomplete_tail", note)
        } else {
            fields.absent("incomplete_tail")
        }
        ConservationReport(summary: report.conservation).write(to: &fields)
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }

    private static func write(_ finding: VerificationFinding?, to fields: inout JSONFieldWriter) {
        guard let finding else { return fields.absent("finding") }
        fields.beginGroup("finding")
        fields.text("text", finding.text)
        if let sequence = finding.sequence { fields.unsigned("sequence", sequence) } else { fields.absent("sequence") }
        if let location = finding.location {
            fields.text("segment", location.segment)
            fields.unsigned("offset", location.offset)
        }
        switch finding {
        case .decision(let difference):
            if let command = difference.command {
                fields.label("command", command.name)
            } else {
                fields.absent("command")
            }
            fields.text("field", difference.field)
            fields.text("expected", difference.expected)
            fields.text("found", difference.found)
        case .journal(.corrupt(let corruption)):
            fields.text("expected", corruption.expected)
            fields.text("found", corruption.found)
        case .snapshot(_, let violation):
            fields.text("field", violation.property.rawValue)
            fields.text("expected", violation.expected)
            fields.text("found", violation.found)
        case .journal, .conservation, .locks, .head, .checkpoint: break
        }
        fields.endGroup()
    }
}

extension VerificationReport {
    /// Whether the finding already says how the journal stands to the checkpoint.
    fileprivate var isFindingAboutCheckpoint: Bool {
        if case .checkpoint = finding { true } else { false }
    }
}
