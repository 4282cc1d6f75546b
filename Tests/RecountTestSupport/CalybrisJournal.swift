import RecountJSON

/// A journal in the layout of calybris-core 0.3.10. The requests, decisions and digests are those that the crate
/// gave; only the lines and the chain around them are written here.
public struct CalybrisJournal: Sendable {
    /// Computes the hash of an entry from the one before it and the bytes of its record.
    public typealias Hash = @Sendable (_ previous: String, _ record: [UInt8]) -> String

    /// The records in their order, each what a line has as `data`.
    public var records: [JSONValue]
    private let hash: Hash

    /// Makes a journal of cases.
    public init(_ cases: [CalybrisCase], hash: @escaping Hash) {
        records = cases.map(Self.record)
        self.hash = hash
    }

    /// The lines without their line feeds, chained anew.
    public var lines: [JSONValue] {
        var previous = "genesis"
        return records.enumerated().map { index, record in
            let line = Self.line(index + 1, previous, hash(previous, record.compactBytes), record)
            if case .string(let text) = line.value(at: ["entry_hash"]) { previous = text }
            return line
        }
    }

    /// The bytes of the file.
    public var bytes: [UInt8] { Self.bytes(of: lines) }

    /// The bytes of a file of such lines.
    public static func bytes(of lines: [JSONValue]) -> [UInt8] {
        lines.flatMap { $0.compactBytes + [UInt8(ascii: "\n")] }
    }

    private static func record(of sample: CalybrisCase) -> JSONValue {
        let digests = ["policy_digest", "input_digest", "decision_digest"].map { key in
            JSONMember(key: key + "_hex", value: sample.document.value(at: [key]))
        }
        let audit = digests + [JSONMember(key: "replay_valid", value: .boolean(true))]
        let metadata = [JSONMember(key: "case", value: .string(sample.name))]
        return .object([
            JSONMember(key: "audit", value: .object(audit)),
            JSONMember(key: "input", value: sample.document.value(at: ["input"])),
            JSONMember(key: "decision", value: sample.document.value(at: ["decision"])),
            JSONMember(key: "metadata", value: .object(metadata)),
        ])
    }

    private static func line(_ sequence: Int, _ previous: String, _ hash: String, _ record: JSONValue) -> JSONValue {
        .object([
            JSONMember(key: "sequence", value: .number(JSONNumber(sequence))),
            JSONMember(key: "previous_hash", value: .string(previous)),
            JSONMember(key: "entry_hash", value: .string(hash)),
            JSONMember(key: "data", value: record),
        ])
    }
}
