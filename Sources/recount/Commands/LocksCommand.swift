import ArgumentParser
import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// `recount locks`: who holds and who waits, at one moment of a journal.
struct LocksCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "locks",
        abstract: "Show who holds which lock and who waits for it, now or after any record.",
        discussion: """
            The journal is replayed up to the record, and every decision on the way compared.

            Example: recount locks journal --at 12
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(parsing: .unconditional, help: "The last record that counts; without it, the journal's last.")
    var at: UInt64?

    @Option(parsing: .unconditional, help: "Only this tenant's.")
    var tenant: UInt64?

    @OptionGroup
    var options: ReadingOptions

    @Flag(help: "Print the result as JSON.")
    var json = false

    func run() throws {
        let report = try replayed()
        if let note = report.tail?.note { try Output.writeError(Array("recount: \(journal): \(note)\n".utf8)) }
        let locks = LocksReport(report)
        try Output.write(json ? locks.json : Array(locks.text.utf8))
    }

    private func replayed() throws(Failure) -> LockReport {
        let access = try options.access
        var progress = ProgressBar("locks")
        defer { progress.finish() }
        do throws(ExplanationError) {
            return try LockReport(
                ofTenant: tenant.map { TenantID($0) }, afterRecord: at, inJournalAt: FilePath(journal), access: access
            ) { progress.update($0.readByteCount, of: $0.byteCount) }
        } catch {
            switch error {
            case .journal(let cause): throw Failure(cause)
            case .noSuchRecord: throw Failure(.wrongInput, "\(journal): --at: \(error)")
            }
        }
    }
}
