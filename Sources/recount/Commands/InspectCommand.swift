import ArgumentParser
import SystemPackage

/// `recount inspect`: the records of a journal, a line each.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Print the records of a journal as JSON lines, or as lines for people.",
        discussion: """
            The stamps and the chain are checked, the decisions are not executed again: that is what verify is for.

            Example: recount inspect journal --from 800 --to 820 --text
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(help: "The first record.")
    var from: UInt64 = 1

    @Option(help: "The last record; without it, up to the end.")
    var to: UInt64?

    @OptionGroup
    var options: ReadingOptions

    @Flag
    var form = InspectionForm.json

    func validate() throws {
        guard from >= 1, (to ?? .max) >= from else { throw ValidationError("--from must be 1 to --to") }
    }

    func run() throws {
        var inspection = Inspection(range: from...(to ?? .max), form: form)
        try inspection.run(FilePath(journal), options.access)
    }
}
