import ArgumentParser
import RecountJournal
import SystemPackage

/// `recount rekey`: the next segment is chained with another key.
struct RekeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rekey",
        abstract: "End the last segment of a keyed journal and begin the next one with a new key.",
        discussion: """
            Give the keys that the journal has so far, and the new one last. Reading the journal takes all of them from \
            then on. A journal without keys cannot get any, and one with keys cannot lose them.

            Example: recount keygen --journal next.key &&
              recount rekey audited --key-file chain.key --key-file next.key
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @OptionGroup
    var keys: KeyOptions

    func validate() throws {
        guard keys.files.count + keys.descriptors.count >= 2 else {
            throw ValidationError("rekey needs the present key and a new one: --key-file twice, or --key-fd")
        }
    }

    func run() throws {
        let writer = try OpenedJournal(journal, keys.access, rotation: RotationPolicy())
        try writer.finish { journal throws(JournalError) in try journal.rotate() }
        try Output.write(
            "\(journal): records from \((writer.journal.head.sequence + 1).grouped) on are chained with the new key\n")
    }
}
