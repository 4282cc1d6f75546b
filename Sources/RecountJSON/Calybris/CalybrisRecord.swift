/// What calybris-core journals of a decision: `data` of a line.
public struct CalybrisRecord: Equatable, Sendable {
    /// What it says about itself.
    public let audit: CalybrisAudit
    /// The request.
    public let input: CalybrisInput
    /// The decision.
    public let decision: CalybrisDecision

    private static let fieldNames: [StaticString] = ["audit", "input", "decision", "metadata"]

    /// Reads the record of an entry. Its metadata is the host's own and passed over. O(bytes).
    ///
    /// - Throws: the first thing that is not as calybris writes it; offsets count from the start of the line.
    public init(of entry: CalybrisEntry) throws(CalybrisRecordError) {
        var reader = CalybrisObjectReader(entry.recordBytes, path: ["data"], baseOffset: entry.recordOffset)
        var audit = CalybrisAudit()
        var input = CalybrisInput()
        var decision = CalybrisDecision()
        try reader.object(Self.fieldNames) { reader, fields throws(CalybrisRecordError) in
            audit = try reader.field(of: &fields) { reader throws(CalybrisRecordError) in
                try CalybrisAudit(from: &reader)
            }
            try reader.field(of: &fields) { reader throws(CalybrisRecordError) in try reader.readFields(of: &input) }
            try reader.field(of: &fields) { reader throws(CalybrisRecordError) in
                try reader.readFields(of: &decision)
            }
            try reader.field(of: &fields) { reader throws(CalybrisRecordError) in try reader.anything() }
        }
        try reader.finish()
        self.audit = audit
        self.input = input
        self.decision = decision
    }
}
