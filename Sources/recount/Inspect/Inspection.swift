import ArgumentParser
import RecountJSON
import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// How records are printed.
enum InspectionForm: String, EnumerableFlag {
    /// JSON lines.
    case json
    /// A line for people.
    case text

    static func help(for value: Self) -> ArgumentHelp? {
        switch value {
        case .json: "Print JSON lines."
        case .text: "Print a line for people, without the fields that are zero."
        }
    }
}

/// Goes through a journal and prints the records of a range.
struct Inspection {
    private static let bufferByteCount = 1 << 16
    /// Of longer lists a line for people shows the beginning.
    private static let longestListInText = 8

    private let range: ClosedRange<UInt64>
    private let form: InspectionForm
    private var fields = JSONFieldWriter(JSONWriter(.compact))
    private var output: [UInt8] = []

    init(range: ClosedRange<UInt64>, form: InspectionForm) {
        self.range = range
        self.form = form
    }

    mutating func run(_ path: FilePath, _ access: JournalAccess) throws(Failure) {
        let reader = try Self.reporting { () throws(JournalError) in try JournalReader(at: path, access: access) }
        do throws(Failure) {
            try print(reader)
        } catch {
            // What stands before damage is what a damaged journal is inspected for.
            try flush()
            throw error
        }
        try flush()
        if let note = reader.tail?.note { try Output.writeError(Array("recount: \(path): \(note)\n".utf8)) }
        guard reader.head.sequence >= range.lowerBound || range.lowerBound == 1 else {
            throw Failure(
                .wrongInput, "\(path): --from \(range.lowerBound): the journal ends at record \(reader.head.sequence)")
        }
    }

    private mutating func print(_ reader: JournalReader) throws(Failure) {
        while let batch = try Self.reporting({ () throws(JournalError) in try reader.nextBatch() }) {
            for position in 0..<batch.count where range.contains(batch.firstSequence + UInt64(position)) {
                try print(batch[position], in: batch.segment)
            }
            if batch.firstSequence + UInt64(batch.count) > range.upperBound { break }
        }
    }

    private static func reporting<Result>(_ body: () throws(JournalError) -> Result) throws(Failure) -> Result {
        do throws(JournalError) { return try body() } catch { throw Failure(error) }
    }

    private mutating func print(_ record: JournalRecord, in segment: String) throws(Failure) {
        do throws(DecodingError) {
            let body = try RecordBody(decoding: record.body)
            let command = body.origin == .command ? try Command(decoding: body.command) : nil
            let decision = try Decision(decoding: body.decision)
            switch form {
            case .json: writeJSON(record, body, command, decision)
            case .text: writeText(body, command, decision)
            }
        } catch {
            throw Failure(
                .auditFailed,
                "\(segment), byte \(record.fileOffset): record \(record.sequence): \(error.code.explanation)")
        }
        if output.count >= Self.bufferByteCount { try flush() }
    }

    private mutating func writeJSON(
        _ record: JournalRecord, _ body: RecordBody, _ command: Command?, _ decision: Decision
    ) {
        fields.writer.beginObject()
        fields.unsigned("sequence", body.sequence)
        fields.unsigned("effective_time_ms", body.time.rawValue)
        fields.label("origin", body.origin.name)
        if let command {
            fields.beginGroup("command")
            command.visit(&fields)
            fields.endGroup()
        } else {
            fields.absent("command")
        }
        fields.beginGroup("decision")
        decision.visit(&fields)
        fields.endGroup()
        fields.digest("stamp", record.stamp)
        fields.writer.endObject()
        fields.writer.endLine()
        output += fields.writer.bytes
        fields.writer.removeAll()
    }

    private mutating func writeText(_ body: RecordBody, _ command: Command?, _ decision: Decision) {
        var asked = FieldCollector(longestList: Self.longestListInText)
        command?.visit(&asked)
        var answered = FieldCollector(longestList: Self.longestListInText)
        decision.visit(&answered)
        let question = command == nil ? "consequence" : Self.text(asked.fields)
        let line = "\(body.sequence)  \(body.time.utcText)  \(question) → \(Self.text(answered.fields))"
        output += Array("\(line.printable)\n".utf8)
    }

    /// The kind, then every field that is neither zero nor false.
    private static func text(_ fields: [NamedField]) -> String {
        let shown = fields.dropFirst().filter { $0.value != "false" && !$0.value.allSatisfy { $0 == "0" } }
        return ([fields[0].value] + shown.map { "\($0.path)=\($0.value)" }).joined(separator: " ")
    }

    private mutating func flush() throws(Failure) {
        try Output.write(output)
        output.removeAll(keepingCapacity: true)
    }
}
