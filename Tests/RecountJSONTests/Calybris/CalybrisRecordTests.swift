import RecountJSON
import RecountTestSupport
import Testing

@Suite("Lines of journals of calybris-core")
struct CalybrisRecordTests {
    private let line: JSONValue

    init() throws {
        let sample = try #require(CalybrisCase.sample().first)
        line = CalybrisJournal([sample]) { _, _ in "hash" }.lines[0]
    }

    /// The objects of a line and their fields in their order.
    private static let objects: [(path: [String], fields: [String])] = [
        ([], ["sequence", "previous_hash", "entry_hash", "data"]),
        (["data"], ["audit", "input", "decision", "metadata"]),
        (
            ["data", "audit"], ["policy_digest_hex", "input_digest_hex", "decision_digest_hex", "replay_valid"]
        ),
        (["data", "input"], CalybrisInput.fieldNames.map(\.description)),
        (["data", "decision"], CalybrisDecision.fieldNames.map(\.description)),
    ]

    /// Reads a line as an audit does: the entry, then its record.
    private static func error(of line: JSONValue) -> CalybrisRecordError? { error(of: line.compactBytes) }

    private static func error(of line: [UInt8]) -> CalybrisRecordError? {
        line.withUnsafeBytes { bytes in
            do throws(CalybrisRecordError) {
                _ = try CalybrisRecord(of: try CalybrisEntry(parsing: bytes))
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("the fields of all cases, exactly")
    func fields() throws {
        for sample in try CalybrisCase.sample() {
            let bytes = CalybrisJournal([sample]) { _, _ in "hash" }.lines[0].compactBytes
            try bytes.withUnsafeBytes { bytes in
                let entry = try CalybrisEntry(parsing: bytes)
                #expect(entry.sequence == 1 && entry.previousHash == "genesis" && entry.entryHash == "hash")
                let record = try CalybrisRecord(of: entry)
                for (key, texts) in [("input", record.input.fieldTexts), ("decision", record.decision.fieldTexts)] {
                    guard case .object(let members) = sample.document.value(at: [key]) else { return }
                    #expect(texts.map(\.name) == members.map(\.key))
                    for (text, member) in zip(texts, members) {
                        switch member.value {
                        case .number(let number): #expect(text.value == number.text, "\(sample.name)")
                        default: #expect(.string(text.value) == member.value, "\(sample.name)")
                        }
                    }
                }
                #expect(record.decision.action.rawValue == sample.actionCode)
                #expect(record.decision.reason.rawValue == sample.reasonCode)
                #expect(record.audit.policyDigest == sample.policyDigest && record.audit.isReplayValid)
                #expect(record.audit.preamble == nil)
            }
        }
    }

    @Test("a record is the exact bytes of its object")
    func recordBytes() throws {
        let text = #" { "sequence":1, "previous_hash":"a\u0062","entry_hash":"c" ,"data": {"x" : [1, "}"]} } "#
        try Array(text.utf8).withUnsafeBytes { bytes in
            let entry = try CalybrisEntry(parsing: bytes)
            #expect(entry.previousHash == "ab")
            #expect(String(decoding: entry.recordBytes, as: UTF8.self) == #"{"x" : [1, "}"]}"#)
            #expect(bytes[entry.recordOffset] == UInt8(ascii: "{"))
        }
    }

    @Test("a field that is missing is named, with what stands in its place")
    func missing() {
        for (path, fields) in Self.objects {
            for (index, field) in fields.enumerated() {
                let without = line.editingMembers(at: path) { $0.remove(at: index) }
                let error = Self.error(of: without)
                #expect(error?.path == (path + [field]).joined(separator: "."))
                let next = index + 1 < fields.count ? fields[index + 1] : nil
                #expect(error?.problem == .missingField(found: next))
            }
        }
    }

    @Test("a field that is there twice, has another name, or is one too many is named")
    func surplus() {
        for (path, fields) in Self.objects {
            for (index, field) in fields.enumerated() {
                let twice = line.editingMembers(at: path) { $0.insert($0[index], at: index + 1) }
                #expect(Self.error(of: twice)?.path == (path + [field]).joined(separator: "."))
                #expect(Self.error(of: twice)?.problem == .duplicateField)
                let later = line.editingMembers(at: path) { $0.append($0[index]) }
                #expect(Self.error(of: later)?.problem == .duplicateField)
                let renamed = line.editingMembers(at: path) { $0[index].key += "s" }
                #expect(Self.error(of: renamed)?.path == (path + [field + "s"]).joined(separator: "."))
                #expect(Self.error(of: renamed)?.problem == .unknownField)
            }
            let surplus = line.editingMembers(at: path) { $0.append(JSONMember(key: "new", value: .null)) }
            #expect(Self.error(of: surplus)?.path == (path + ["new"]).joined(separator: "."))
            #expect(Self.error(of: surplus)?.problem == .unknownField)
        }
    }

    @Test("two fields in each other's place are no record")
    func order() {
        for (path, fields) in Self.objects {
            for index in 1..<fields.count {
                let swapped = line.editingMembers(at: path) { $0.swapAt(index - 1, index) }
                #expect(Self.error(of: swapped)?.path == (path + [fields[index - 1]]).joined(separator: "."))
                #expect(Self.error(of: swapped)?.problem == .missingField(found: fields[index]))
            }
        }
    }

    @Test("integers beyond their width, and names that no enumeration has, are named")
    func ranges() {
        let widths: [(String, String)] = [
            ("input.request_sequence", "18446744073709551616"), ("input.requested_model_id", "4294967296"),
            ("input.business_value_microunits", "9223372036854775808"),
            ("input.business_value_microunits", "-9223372036854775809"), ("input.risk_bps", "65536"),
            ("input.allowed_provider_mask", "-1"), ("input.input_tokens", "1.5"),
            ("decision.selected_model_index", "65536"), ("decision.expected_utility_microunits", "1e19"),
        ]
        for (path, text) in widths {
            let keys = ["data"] + path.split(separator: ".").map(String.init)
            guard let number = JSONNumber(text: text) else { return }
            let error = Self.error(of: line.replacing(keys, with: .number(number)))
            #expect(error?.path == "data." + path, "\(text)")
            guard case .json(.notAnInteger) = error?.problem else {
                Issue.record("\(path) \(text): \(String(describing: error))")
                continue
            }
        }
        for key in ["action", "reason"] {
            let error = Self.error(of: line.replacing(["data", "decision", key], with: .string("reject")))
            #expect(error?.path == "data.decision.\(key)")
            #expect(error?.problem == .unknownVariant("reject"))
        }
    }

    @Test("a line that is cut off anywhere is no record")
    func prefixes() {
        let bytes = line.compactBytes
        for count in 0..<bytes.count {
            let error = Self.error(of: Array(bytes[..<count]))
            #expect(error?.isUnexpectedEnd == true, "\(count) bytes: \(String(describing: error))")
        }
        #expect(Self.error(of: bytes) == nil)
        #expect(Self.error(of: bytes + Array("x".utf8))?.problem == .json(.trailingBytes))
    }

    @Test("the preamble of later versions is read whole or not at all")
    func preamble() throws {
        let members: [(String, JSONValue)] = [
            ("schema_version", .string("calybris.audit.v1")), ("digest_algorithm", .string("sha256")),
            ("proof_version", .number(JSONNumber(1))), ("policy_epoch", .number(JSONNumber(7))),
            ("catalog_epoch", .number(JSONNumber(11))), ("created_by", .string("calybris")),
        ]
        let later = line.editingMembers(at: ["data", "audit"]) { audit in
            audit.insert(contentsOf: members.map { JSONMember(key: $0.0, value: $0.1) }, at: 0)
        }
        #expect(Self.error(of: later) == nil)
        try later.compactBytes.withUnsafeBytes { bytes in
            let preamble = try CalybrisRecord(of: try CalybrisEntry(parsing: bytes)).audit.preamble
            #expect(preamble?.policyEpoch == 7 && preamble?.catalogEpoch == 11)
        }
        for index in 1..<members.count {
            let without = later.editingMembers(at: ["data", "audit"]) { $0.remove(at: index) }
            #expect(Self.error(of: without)?.path == "data.audit." + members[index].0)
        }
        let withoutFirst = later.editingMembers(at: ["data", "audit"]) { $0.remove(at: 0) }
        #expect(Self.error(of: withoutFirst)?.problem == .unknownField)
    }
}
