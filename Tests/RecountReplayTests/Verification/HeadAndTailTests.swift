import RecountJournal
import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Heads and tails")
struct HeadAndTailTests {
    @Test("a head that was passed anywhere is accepted: before the first record, in the middle, at the end")
    func passedHeads() throws {
        let script = try JournalScript()
        var heads = [script.journal.head]
        for bodies in [[.openTenant(), .open(1)], [.fund(1, 1, 4)], [.charge(1, [1], 9)]] as [[CommandBody]] {
            try script.run(bodies)
            try script.flush()
            heads.append(script.journal.head)
        }
        #expect(heads.map(\.sequence) == [0, 2, 3, 4])
        for head in heads {
            let report = try Verification.run(at: script.path, expectedHead: head)
            #expect(report.isValid)
            #expect(report.head == heads[3])
        }
    }

    @Test("a head that was never passed is a finding with both heads")
    func foreignHeads() throws {
        let script = try SampleJournals.mixed()
        try script.flush()
        let head = script.journal.head
        let wrong = [
            JournalHead(sequence: head.sequence, chain: .zero), JournalHead(sequence: 5, chain: head.chain),
            JournalHead(sequence: 13, chain: head.chain), JournalHead(sequence: 15, chain: head.chain),
        ]
        for expected in wrong {
            let report = try Verification.run(at: script.path, expectedHead: expected)
            #expect(report.finding == .head(expected: expected, found: head))
            #expect(!report.isValid)
            #expect(report.recordCount == 14)
        }
    }

    @Test("a tail that was cut between batches is found with the head that was seen before, and only with it")
    func shortenedTail() throws {
        let script = try SampleJournals.mixed()
        let bytes = try script.finish()
        let head = script.journal.head
        var forged = ForgedJournal(bytes)
        forged.batches.removeLast()
        let directory = try TemporaryDirectory.holding(forged.bytes)
        #expect(Array(bytes[..<forged.bytes.count]) == forged.bytes)
        let report = try Verification.run(at: directory.journal)
        #expect(report.isValid)
        #expect(report.recordCount == 7)
        let expecting = try Verification.run(at: directory.journal, expectedHead: head)
        #expect(expecting.finding == .head(expected: head, found: report.head))
    }

    @Test("a journal cut at any byte is valid up to its last whole batch, and what is left over is reported")
    func everyCut() throws {
        let script = try SampleJournals.mixed()
        let bytes = try script.finish()
        let head = script.journal.head
        let boundaries = Self.boundaries(of: bytes)
        let directory = try TemporaryDirectory.holding(bytes)
        for cut in 512..<bytes.count {
            try directory.writeSegment(Array(bytes[..<cut]))
            let report = try Verification.run(at: directory.journal)
            let place = boundaries.lastIndex { $0 <= cut } ?? 0
            #expect(report.isValid, "cut at \(cut)")
            #expect(report.head.sequence == [0, 4, 7][place], "cut at \(cut)")
            #expect(report.tail == Self.tail(from: boundaries[place], to: cut), "cut at \(cut)")
            let expecting = try Verification.run(at: directory.journal, expectedHead: head)
            #expect(expecting.finding == .head(expected: head, found: report.head), "cut at \(cut)")
        }
    }

    @Test("a journal cut within its header holds nothing and is refused as unfinished")
    func cutHeader() throws {
        let bytes = try SampleJournals.mixed().finish()
        let directory = try TemporaryDirectory.holding(bytes)
        for cut in 0..<512 {
            try directory.writeSegment(Array(bytes[..<cut]))
            let location = JournalLocation(segment: "00000000000000000001.journal", offset: 0)
            #expect(throws: JournalError.unfinishedCreation(location, byteCount: UInt64(cut)), "cut at \(cut)") {
                try Verification.run(at: directory.journal)
            }
        }
    }

    private static func boundaries(of segment: [UInt8]) -> [Int] {
        var forged = ForgedJournal(segment)
        var boundaries: [Int] = []
        while !forged.batches.isEmpty {
            forged.batches.removeLast()
            boundaries.insert(forged.bytes.count, at: 0)
        }
        return boundaries
    }

    private static func tail(from start: Int, to cut: Int) -> JournalTail {
        if start == cut { return .clean }
        let location = JournalLocation(segment: "00000000000000000001.journal", offset: UInt64(start))
        return .incomplete(location, byteCount: UInt64(cut - start))
    }
}
