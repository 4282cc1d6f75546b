import ArgumentParser
import RecountJournal
import SystemPackage

/// `recount archive`: the beginning of a journal moves elsewhere.
struct ArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Move the segments before a journal's oldest good snapshot to another directory.",
        discussion: """
            Each segment is copied, the copy read back and made durable, and where it went recorded, before it is \
            removed: cut off at any moment, the command can be given again. It may run while the journal is written. \
            To replay from the first record afterwards, give the directory as --archive.

            Example: recount archive audited --to audited-archive --key-file chain.key
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(help: "The directory that gets the segments; made if it is not there.")
    var to: String

    @Option(
        name: .customLong("from"), parsing: .unconditional,
        help: "Only a snapshot of this record or a later one counts, so that more may be moved.")
    var sequence: UInt64 = 1

    @OptionGroup
    var keys: KeyOptions

    func validate() throws {
        guard !to.isEmpty else { throw ValidationError("--to must name a directory") }
    }

    func run() throws {
        let report: ArchiveReport
        let access = try keys.access
        do throws(JournalError) {
            report = try JournalArchive.move(
                from: FilePath(journal), access: access, to: FilePath(to), from: sequence)
        } catch {
            throw Failure(error)
        }
        let what =
            report.segments.isEmpty
            ? "nothing to move: no segment stands before"
            : "\(report.segments.count) segments of \(report.byteCount.grouped) bytes moved to \(to); it begins with"
        try Output.write("\(journal): \(what) the snapshot after record \(report.snapshot.head.sequence.grouped)\n")
    }
}
