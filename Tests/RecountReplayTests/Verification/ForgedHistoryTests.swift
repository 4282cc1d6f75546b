import RecountJournal
import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

/// A history that somebody changed, and where verification must find that it does not follow.
struct ForgedHistory: CustomTestStringConvertible, Sendable {
    enum Outcome: Sendable {
        case field(String, expected: String, found: String)
        case divergence(JournalDivergence.Kind)
    }

    let name: String
    let sequence: UInt64
    let outcome: Outcome
    let change: @Sendable (inout [ForgedRecord]) -> Void

    init(
        _ name: String, at sequence: UInt64, _ outcome: Outcome,
        _ change: @escaping @Sendable (inout [ForgedRecord]) -> Void
    ) {
        self.name = name
        self.sequence = sequence
        self.outcome = outcome
        self.change = change
    }

    var testDescription: String { name }

    private static let wrongAcceptance = Outcome.field("decision", expected: "refused", found: "accepted")
    private static let wrongRefusal = Outcome.field("decision", expected: "accepted", found: "refused")

    static let all: [ForgedHistory] = [
        ForgedHistory("a consequence dropped", at: 10, .divergence(.missingConsequence(due: Milliseconds(2_000)))) {
            $0.remove(at: 9)
        },
        ForgedHistory(
            "a consequence that nothing asked for", at: 11,
            .divergence(.unexpectedConsequence(time: Milliseconds(2_000)))
        ) { $0.insert($0[9], at: 10) },
        ForgedHistory(
            "a consequence taken before its time", at: 10,
            .divergence(.time(expected: Milliseconds(2_000), found: Milliseconds(1_015)))
        ) { $0.swapAt(8, 9) },
        ForgedHistory("two records swapped: the child before its parent", at: 3, wrongAcceptance) {
            $0.swapAt(2, 3)
        },
        ForgedHistory("a funding dropped", at: 7, wrongAcceptance) { $0.remove(at: 4) },
        ForgedHistory("a reservation put in twice", at: 9, .field("decision", expected: "duplicate", found: "accepted"))
        { $0.insert($0[7], at: 8) },
        ForgedHistory("fewer tokens reserved, so the next would fit", at: 9, wrongRefusal) {
            // Amounts come after header, id, count and one account; tokens are the second.
            $0[7].command[66 + 16 + 4 + 8 + 8] = 100
        },
        ForgedHistory(
            "another value of a request", at: 7,
            .field("utility_microcents", expected: "90030", found: "89800")
        ) {
            // The value follows the header, two numbers and eight quantities; 256 more.
            $0[6].command[66 + 8 + 64 + 1] += 1
        },
        ForgedHistory(
            "a later effective time", at: 8,
            .divergence(.time(expected: Milliseconds(1_010), found: Milliseconds(1_011)))
        ) { $0[7].time += 1 },
        ForgedHistory(
            "an earlier effective time", at: 11,
            .divergence(.time(expected: Milliseconds(2_515), found: Milliseconds(2_000)))
        ) { $0[10].time = 2_000 },
        ForgedHistory(
            "a command of no kind", at: 5, .divergence(.undecodableCommand(DecodingError(.unknownKind, at: 0)))
        ) { $0[4].command[0] = 0 },
        ForgedHistory(
            "a command of another tenant", at: 5, .field("decision", expected: "refused", found: "accepted")
        ) { $0[4].command[2] = 2 },
    ]
}

@Suite("Histories that were changed, with sound stamps, checksums and chain")
struct ForgedHistoryTests {
    @Test("are found at the first record that does not follow", arguments: ForgedHistory.all)
    func changed(_ forgery: ForgedHistory) throws {
        let report = try Self.verify { forgery.change(&$0) }
        switch (forgery.outcome, report.finding) {
        case (.field(let field, let expected, let found), .decision(let divergence)):
            #expect(divergence.sequence == forgery.sequence)
            #expect(divergence.field == field)
            #expect(divergence.expected == expected)
            #expect(divergence.found == found)
        case (.divergence(let kind), .journal(.divergence(let divergence))):
            #expect(divergence.sequence == forgery.sequence)
            #expect(divergence.kind == kind)
            #expect(divergence.location.offset > 512)
        default: Issue.record("found \(String(describing: report.finding))")
        }
        #expect(report.recordCount == forgery.sequence - 1)
    }

    @Test("a gap in the sequence is damage")
    func gap() throws {
        var forged = ForgedJournal(try SampleJournals.mixed().finish())
        forged.records.remove(at: 9)
        let directory = try TemporaryDirectory.holding(forged.bytes)
        guard case .journal(.corrupt(let corruption)) = try Verification.run(at: directory.journal).finding else {
            Issue.record("the gap is not found")
            return
        }
        #expect(corruption.part == .sequence)
        #expect(corruption.expected == "10")
        #expect(corruption.found == "11")
    }

    @Test("a body that is none is damage", arguments: [0, 3, 255] as [UInt8])
    func origin(_ origin: UInt8) throws {
        let report = try Self.verify { $0[2].origin = origin }
        guard case .journal(.corrupt(let corruption)) = report.finding else {
            Issue.record("origin \(origin) is not found")
            return
        }
        #expect(corruption.part == .body)
        #expect(report.recordCount == 2)
    }

    @Test("another history that follows from its commands is valid, and only a head tells it apart")
    func otherHistory() throws {
        let script = try SampleJournals.mixed()
        let bytes = try script.finish()
        var forged = ForgedJournal(bytes)
        // The request id of the first command: recorded, and of no effect.
        forged.batches[0][0].command[18] ^= 1
        let directory = try TemporaryDirectory.holding(forged.bytes)
        let report = try Verification.run(at: directory.journal)
        #expect(report.isValid)
        #expect(report.recordCount == 14)
        let expecting = try Verification.run(at: directory.journal, expectedHead: script.journal.head)
        #expect(expecting.finding == .head(expected: script.journal.head, found: report.head))
    }

    private static func verify(_ change: (inout [ForgedRecord]) -> Void) throws -> VerificationReport {
        var forged = ForgedJournal(try SampleJournals.mixed().finish())
        var records = forged.records
        change(&records)
        forged.records = records
        forged.renumber()
        let directory = try TemporaryDirectory.holding(forged.bytes)
        return try Verification.run(at: directory.journal)
    }
}
