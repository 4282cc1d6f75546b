/// What a record of calybris says about itself.
public struct CalybrisAudit: Equatable, Sendable {
    /// What versions after 0.3.10 write before the digests.
    public struct Preamble: Equatable, Sendable {
        /// Which fields the audit has.
        public fileprivate(set) var schemaVersion = ""
        /// What its digests are.
        public fileprivate(set) var digestAlgorithm = ""
        /// The policy's revision, as in the decision.
        public fileprivate(set) var policyEpoch: UInt64 = 0
        /// The catalog's revision, as in the decision.
        public fileprivate(set) var catalogEpoch: UInt64 = 0

        /// The schema whose fields are known here.
        public static let schemaVersion = "calybris.audit.v1"
        /// The algorithm of its digests.
        public static let digestAlgorithm = "sha256"
    }

    /// What stands before the digests; nil in journals of version 0.3.10.
    public private(set) var preamble: Preamble?
    /// Lowercase hexadecimal SHA-256 of the policy's layout.
    public private(set) var policyDigest = ""
    /// Lowercase hexadecimal SHA-256 of the request's layout.
    public private(set) var inputDigest = ""
    /// Lowercase hexadecimal SHA-256 of the decision's layout.
    public private(set) var decisionDigest = ""
    /// Whether calybris itself came to the same decision when it wrote the record.
    public private(set) var isReplayValid = false

    private static let preambleNames: [StaticString] = [
        "schema_version", "digest_algorithm", "proof_version", "policy_epoch", "catalog_epoch", "created_by",
    ]
    private static let digestNames: [StaticString] = [
        "policy_digest_hex", "input_digest_hex", "decision_digest_hex", "replay_valid",
    ]
    private static let preambleAndDigestNames = preambleNames + digestNames

    init() {}

    init(from reader: inout CalybrisObjectReader) throws(CalybrisRecordError) {
        let hasPreamble = reader.startsObject(with: Self.preambleNames[0])
        var audit = CalybrisAudit()
        try reader.object(hasPreamble ? Self.preambleAndDigestNames : Self.digestNames) {
            reader, fields throws(CalybrisRecordError) in
            if hasPreamble { audit.preamble = try Preamble(from: &reader, &fields) }
            audit.policyDigest = try reader.string(of: &fields)
            audit.inputDigest = try reader.string(of: &fields)
            audit.decisionDigest = try reader.string(of: &fields)
            audit.isReplayValid = try reader.field(of: &fields) { reader throws(CalybrisRecordError) in
                try reader.boolean()
            }
        }
        self = audit
    }
}

extension CalybrisAudit.Preamble {
    fileprivate init(
        from reader: inout CalybrisObjectReader, _ fields: inout CalybrisObjectReader.Fields
    ) throws(CalybrisRecordError) {
        schemaVersion = try reader.string(of: &fields)
        digestAlgorithm = try reader.string(of: &fields)
        // The proof format's number and the program's name say nothing that could be checked.
        _ = try reader.integer(of: &fields)
        policyEpoch = try reader.integer(of: &fields)
        catalogEpoch = try reader.integer(of: &fields)
        _ = try reader.string(of: &fields)
    }
}

extension CalybrisObjectReader {
    fileprivate mutating func string(of fields: inout Fields) throws(CalybrisRecordError) -> String {
        try field(of: &fields) { reader throws(CalybrisRecordError) in try reader.string() }
    }

    fileprivate mutating func integer(of fields: inout Fields) throws(CalybrisRecordError) -> UInt64 {
        try field(of: &fields) { reader throws(CalybrisRecordError) in try reader.integer() }
    }
}
