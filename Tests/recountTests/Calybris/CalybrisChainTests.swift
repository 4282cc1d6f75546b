import RecountDigest
import RecountJSON
import RecountTestSupport
import Testing

@testable import recount

/// Keys, ends and heads of calybris' journals.
@Suite struct CalybrisChainTests {
    private let run: CalybrisAuditRun
    private static let keyed = SHA256Chain(key: CalybrisAuditRun.key)

    init() throws { run = try .ofSomeCases() }

    @Test("a keyed journal is valid with its key alone, and what is wrong never shows the right code")
    func keys() throws {
        let bytes = run.journal(Self.keyed).bytes
        #expect(try run.verify(bytes, Self.keyed).isValid)
        for key in [Array("another".utf8), CalybrisAuditRun.key + [0x0a], Array(CalybrisAuditRun.key.dropLast())] {
            let report = try run.verify(bytes, SHA256Chain(key: key))
            #expect(report.places == (1...6).map { "\($0) entry_hash" })
            #expect(report.differences.allSatisfy { $0.expected == "the code of the line under the key" })
            #expect(report.note?.contains("the key") == true)
        }
        let withoutKey = try run.verify(bytes)
        #expect(withoutKey.places == (1...6).map { "\($0) entry_hash" })
        #expect(withoutKey.note?.contains("--key-file") == true)
        let withNeedlessKey = try run.verify(run.journal().bytes, Self.keyed)
        #expect(withNeedlessKey.places == (1...6).map { "\($0) entry_hash" })
    }

    @Test("without the key nobody chains a changed record anew")
    func forgedUnderKey() throws {
        var lines = run.journal(Self.keyed).lines
        var forged = run.journal()
        forged.records[5] = forged.records[5].replacing(["metadata", "case"], with: .string("another"))
        lines[5] = forged.lines[5].replacing(["previous_hash"], with: lines[4].value(at: ["entry_hash"]))
        let report = try run.verify(CalybrisJournal.bytes(of: lines), Self.keyed)
        #expect(report.places == ["6 entry_hash"] && report.note == nil)
    }

    @Test("a last line that is cut off is named, wherever")
    func cutOff() throws {
        let bytes = run.journal().bytes
        let lastLine = (bytes.dropLast().lastIndex(of: UInt8(ascii: "\n")) ?? 0) + 1
        for end in stride(from: lastLine + 1, to: bytes.count - 1, by: 13) {
            let report = try run.verify(Array(bytes[..<end]))
            #expect(report.places == ["6 line"])
            #expect(report.differences.first?.found == "cut off after \(end - lastLine) bytes")
        }
        // Without its line feed the last record is whole.
        #expect(try run.verify(Array(bytes.dropLast())).isValid)
    }

    @Test("whole lines that were cut off are found by the head alone")
    func shortened() throws {
        let lines = run.journal().lines
        let head = try #require(try run.verify(lines).head)
        #expect(head.sequence == 6)
        for count in 1..<lines.count {
            let bytes = CalybrisJournal.bytes(of: Array(lines[..<count]))
            #expect(try run.verify(bytes).isValid)
            let report = try run.verify(bytes, expect: head.text)
            #expect(report.places == ["\(count) head"])
            let earlier = try #require(try run.verify(bytes).head).text
            #expect(try run.verify(CalybrisJournal.bytes(of: lines), expect: earlier).isValid)
        }
    }

    @Test("an empty file is no journal")
    func empty() throws {
        for bytes in [[], Array("\n\n".utf8)] {
            let report = try run.verify(bytes)
            #expect(report.places == ["1 line"] && !report.isValid)
            #expect(report.head == nil)
        }
    }

    @Test("after the last number that there is comes none")
    func lastSequence() throws {
        var lines = Array(run.journal().lines[..<2])
        lines[0] = lines[0].replacing(["sequence"], with: .number(JSONNumber(UInt64.max)))
        let report = try run.verify(CalybrisJournal.bytes(of: lines))
        #expect(report.places == ["1 sequence", "2 sequence"])
        #expect(report.differences.last?.expected == "none after 2^64 - 1")
    }

    @Test("so many differences are kept, all are counted")
    func keptDifferences() throws {
        let policies = try run.policyPaths.map { try CalybrisPolicyFile(path: $0) }
        var verifier = try CalybrisVerifier(
            policies: policies, chain: SHA256Chain(), expectedHead: nil, keepingDifferences: 3)
        for number in 1...500 { Array("no".utf8).withUnsafeBytes { verifier.check($0, number: number) } }
        let report = verifier.finish()
        #expect(report.differences.count == 3 && report.differenceCount == 500)
    }
}
