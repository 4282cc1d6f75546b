import ArgumentParser
import RecountJournal
import SystemPackage

/// `recount snapshot`: a segment ends, and the state stands beside the next one.
struct SnapshotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Write a snapshot of a journal's state, so that opening replays only what follows it.",
        discussion: """
            The journal is opened for writing, its last segment ends, and the state after its last record is written \
            beside the next one. The last two snapshots are kept.

            Example: recount snapshot journal
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @OptionGroup
    var keys: KeyOptions

    func run() throws {
        let writer = try OpenedJournal(journal, keys.access, rotation: RotationPolicy(snapshots: .everySegment))
        guard writer.journal.head.sequence > 0 else {
            throw .wrongInput(journal, "it has no record yet, so there is nothing to take a snapshot of") as Failure
        }
        try writer.finish { journal throws(JournalError) in try journal.rotate() }
        try Output.write("\(journal): snapshot after record \(writer.journal.head.sequence.grouped)\n")
    }
}
