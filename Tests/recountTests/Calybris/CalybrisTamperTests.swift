import RecountDigest
import RecountJSON
import RecountTestSupport
import Testing

@testable import recount

/// Journals of calybris that somebody changed: what is found, and where.
@Suite struct CalybrisTamperTests {
    private let run: CalybrisAuditRun
    private let lines: [JSONValue]

    init() throws {
        run = try .ofSomeCases()
        lines = run.journal().lines
    }

    private static let inputFields = CalybrisInput.fieldNames.map { ["data", "input", $0.description] }
    private static let decisionFields = CalybrisDecision.fieldNames.map { ["data", "decision", $0.description] }

    /// Another value; of the enumerations, another of their names.
    private static func change(_ value: JSONValue, _ field: String) -> JSONValue {
        switch field {
        case "action": .string(value == .string("Reject") ? "Substitute" : "Reject")
        case "reason": .string(value == .string("RiskHardLimit") ? "QualityConstraint" : "RiskHardLimit")
        default: value.changed
        }
    }

    private func changing(_ path: [String], inLine index: Int) -> [JSONValue] {
        var lines = lines
        lines[index] = lines[index].replacing(path, with: Self.change(lines[index].value(at: path), path.last ?? ""))
        return lines
    }

    @Test("an untouched journal is valid")
    func untouched() throws {
        let report = try run.verify(lines)
        #expect(report.isValid && report.differences.isEmpty && report.note == nil)
        #expect(report.recordCount == 6 && report[.decision].checkedCount == 6)
        #expect(report.executedCount == 2 && report.substitutedCount == 2 && report.rejectedCount == 2)
    }

    @Test("a changed number or hash of the chain is named where it is")
    func chainFields() throws {
        for index in lines.indices {
            let line = index + 1
            let isLast = line == lines.count
            let sequence = try run.verify(changing(["sequence"], inLine: index))
            #expect(sequence.places == ["\(line) sequence"] + (isLast ? [] : ["\(line + 1) sequence"]))
            let previous = try run.verify(changing(["previous_hash"], inLine: index))
            #expect(previous.places == ["\(line) previous_hash", "\(line) entry_hash"])
            let entry = try run.verify(changing(["entry_hash"], inLine: index))
            #expect(entry.places == ["\(line) entry_hash"] + (isLast ? [] : ["\(line + 1) previous_hash"]))
        }
    }

    @Test("a changed field of the audit is named, and the entry's hash with it")
    func auditFields() throws {
        for index in lines.indices {
            for field in ["policy_digest_hex", "input_digest_hex", "decision_digest_hex", "replay_valid"] {
                let report = try run.verify(changing(["data", "audit", field], inLine: index))
                #expect(report.places == ["\(index + 1) entry_hash", "\(index + 1) data.audit.\(field)"])
            }
        }
    }

    @Test("a changed field of the request shows in the entry's hash and the request's digest")
    func inputFields() throws {
        for index in lines.indices {
            for path in Self.inputFields {
                let report = try run.verify(changing(path, inLine: index))
                let expected = ["\(index + 1) entry_hash", "\(index + 1) data.audit.input_digest_hex"]
                // Some also change the decision.
                #expect(report.places.starts(with: expected), "\(path)")
            }
        }
    }

    @Test("a changed field of the decision is named itself")
    func decisionFields() throws {
        for index in lines.indices {
            for path in Self.decisionFields {
                let report = try run.verify(changing(path, inLine: index))
                let fields = ["entry_hash", "data.audit.decision_digest_hex", path.joined(separator: ".")]
                #expect(report.places == fields.map { "\(index + 1) \($0)" }, "\(path)")
                let difference = try #require(report.differences.last)
                let original = lines[index].value(at: path)
                let expected = if case .number(let number) = original { number.text } else { text(original) }
                #expect(difference.expected == expected && difference.found != expected)
            }
        }
    }

    private func text(_ value: JSONValue) -> String {
        if case .string(let text) = value { text } else { "" }
    }

    @Test("changed metadata show in the entry's hash alone")
    func metadata() throws {
        let report = try run.verify(changing(["data", "metadata", "case"], inLine: 2))
        #expect(report.places == ["3 entry_hash"])
    }

    /// Everything that can be computed without the key is right: only the second decision tells.
    @Test("a decision changed with its digest and the chain over it is found by deciding again")
    func forgedDecisions() throws {
        for index in lines.indices {
            for path in Self.decisionFields {
                var journal = run.journal()
                let field = Array(path.dropFirst())
                let value = Self.change(journal.records[index].value(at: field), field.last ?? "")
                journal.records[index] = Self.redigesting(
                    journal.records[index].replacing(field, with: value))
                let report = try run.verify(journal.bytes)
                #expect(report.places == ["\(index + 1) \(path.joined(separator: "."))"])
                #expect(report[.chain].differingCount == 0 && report[.decisionDigest].differingCount == 0)
                #expect(report[.decision].differingCount == 1)
            }
        }
    }

    /// The record with the decision's digest that fits it.
    private static func redigesting(_ record: JSONValue) -> JSONValue {
        let line = JSONValue.object([
            JSONMember(key: "sequence", value: .number(JSONNumber(1))),
            JSONMember(key: "previous_hash", value: .string("")), JSONMember(key: "entry_hash", value: .string("")),
            JSONMember(key: "data", value: record),
        ])
        let digest = line.compactBytes.withUnsafeBytes { bytes -> String in
            guard let entry = try? CalybrisEntry(parsing: bytes), let read = try? CalybrisRecord(of: entry) else {
                return ""
            }
            return read.decision.layout.withUnsafeBytes { SHA256Digest.hexadecimal(of: $0) }
        }
        return record.replacing(["audit", "decision_digest_hex"], with: .string(digest))
    }

    @Test("records that changed places, are gone, or stand twice break the chain")
    func order() throws {
        for index in 1..<lines.count {
            var swapped = lines
            swapped.swapAt(index - 1, index)
            let places = try run.verify(swapped).places
            #expect(places.contains("\(index) sequence") && places.contains("\(index + 1) previous_hash"))
            var twice = lines
            twice.insert(lines[index], at: index)
            let second = ["\(index + 2) sequence", "\(index + 2) previous_hash"]
            #expect(try run.verify(twice).places == second)
        }
        for index in 0..<lines.count - 1 {
            var shorter = lines
            shorter.remove(at: index)
            #expect(try run.verify(shorter).places == ["\(index + 1) sequence", "\(index + 1) previous_hash"])
        }
    }

    @Test("records that changed places under a new chain are as valid: the order is what the chain says")
    func reorderedAndRechained() throws {
        var journal = run.journal()
        journal.records.reverse()
        #expect(try run.verify(journal.bytes).isValid)
        let head = try #require(try run.verify(lines).head).text
        #expect(try run.verify(journal.bytes, expect: head).places == ["6 head"])
    }

    @Test("a line that is no record does not hide what follows")
    func brokenLine() throws {
        var bytes = lines.map(\.compactBytes)
        bytes[1] = Array("{\"sequence\":2,".utf8)
        bytes[4] = Array("not JSON".utf8)
        let report = try run.verify(Array(bytes.joined(separator: [UInt8(ascii: "\n")])))
        #expect(report.places == ["2 line", "5 line"])
        #expect(report[.form].checkedCount == 6 && report[.form].differingCount == 2)
        #expect(report[.decision].checkedCount == 4)
    }

    @Test("a record of a form of its own does not break the chain")
    func unknownField() throws {
        var journal = run.journal()
        journal.records[3] = journal.records[3].editingMembers(at: ["input"]) {
            $0.append(JSONMember(key: "note", value: .null))
        }
        let report = try run.verify(journal.bytes)
        #expect(report.places == ["4 data.input.note"])
        #expect(report[.chain] == CalybrisVerification.Tally(checkedCount: 6, differingCount: 0))
    }
}
