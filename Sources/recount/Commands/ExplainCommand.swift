import ArgumentParser
import RecountJSON
import RecountReplay
import SystemPackage

/// `recount explain`: one record in sentences.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say why one record of a journal says what it says, gate by gate and limit by limit.",
        discussion: "Example: recount explain journal 812"
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Argument(help: "The record's sequence, from 1.")
    var sequence: UInt64

    @OptionGroup
    var options: ReadingOptions

    @Flag(help: "Print the explanation as JSON.")
    var json = false

    func run() throws {
        let explanation: Explanation
        let access = try options.access
        do throws(ExplanationError) {
            explanation = try Explanation(ofRecord: sequence, inJournalAt: FilePath(journal), access: access)
        } catch {
            switch error {
            case .journal(let cause): throw Failure(cause)
            case .noSuchRecord: throw Failure(.wrongInput, "\(journal): \(error)")
            }
        }
        try Output.write(json ? Self.json(explanation) : Array(Self.text(explanation).utf8))
    }

    private static func text(_ explanation: Explanation) -> String {
        let lines = [explanation.summary] + explanation.details.map { "  " + $0 }
        return lines.map(\.printable).joined(separator: "\n") + "\n"
    }

    private static func json(_ explanation: Explanation) -> [UInt8] {
        var writer = JSONWriter(.pretty)
        writer.beginObject()
        writer.key("sequence")
        writer.value(explanation.sequence)
        writer.key("summary")
        writer.value(explanation.summary)
        writer.key("details")
        writer.beginArray()
        for detail in explanation.details { writer.value(detail) }
        writer.endArray()
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }
}
