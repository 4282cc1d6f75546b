import ArgumentParser
import RecountJSON
import RecountJournal
import RecountKernel
import SystemPackage

/// `recount seal`: a record that commits to the whole state.
struct SealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Append a record that commits to the whole state: what statements of tenants open.",
        discussion: """
            The seal has the time of the journal's last record, unless --time gives a later one; what falls due by then \
            is recorded first.

            Example: recount seal journal
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(parsing: .unconditional, help: "The seal's time in milliseconds.")
    var time: UInt64?

    @OptionGroup
    var keys: KeyOptions

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() throws {
        let writer = try OpenedJournal(journal, keys.access, rotation: RotationPolicy())
        let time = time.map { Milliseconds($0) } ?? writer.journal.kernel.time
        let command = Command(header: CommandHeader(tenant: .none, time: time), body: .seal)
        let step = try writer.journal.report { () throws(JournalError) in try writer.journal.submit(command) }
        guard case .sealed(let root) = step.decision else {
            throw .wrongInput(
                "--time \(time.rawValue)", "further ahead of the journal's time than it may be; the refusal is recorded"
            )
                as Failure
        }
        try writer.finish()
        try Output.write(json ? report(step, root) : Array(text(step, root).utf8))
    }

    private func text(_ step: Step, _ root: Digest) -> String {
        "\(journal): sealed by record \(step.sequence.grouped), state root \(root.hexadecimal)\n"
    }

    private func report(_ step: Step, _ root: Digest) -> [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.unsigned("sequence", step.sequence)
        fields.unsigned("time", step.time.rawValue)
        fields.text("state_root", root.hexadecimal)
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }
}
