import RecountKernel
import RecountTestSupport
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Torn tails")
struct TornTailTests {
    private let directory = TemporaryDirectory()
    private var path: FilePath { directory.journal }
    private let segment = "00000000000000000001.journal"

    /// Opens what is installed and demands the state at a boundary; then appends and opens again.
    private func expectRecovery(of sample: SampleJournal, to index: Int, _ comment: String) throws {
        let byteCount = try Bytes.read(path.firstSegment).count
        let boundary = sample.boundaries[index]
        let expected =
            byteCount == boundary
            ? nil
            : JournalRecovery(
                .cutTail, at: JournalLocation(segment: segment, offset: UInt64(boundary)),
                byteCount: UInt64(byteCount - boundary))
        let journal = try Journal.open(at: path, sync: .everyRecord)
        #expect(journal.recovery == expected, "\(comment)")
        #expect(journal.acknowledgedSequence == sample.sequences[index], "\(comment)")
        #expect(KernelSummary(journal.kernel) == sample.summaries[index], "\(comment)")
        _ = try journal.submit(Workload(seed: 0).command(.tick, tenant: .none))
        let summary = KernelSummary(journal.kernel)
        try journal.close()
        let reopened = try Journal.open(at: path, sync: .never)
        #expect(reopened.recovery == nil, "\(comment)")
        #expect(KernelSummary(reopened.kernel) == summary, "\(comment)")
        #expect(reopened.head == journal.head, "\(comment)")
    }

    /// Whether opening is refused, with the segment untouched.
    private func expectRefusal(_ comment: String) throws {
        let before = try Bytes.read(path.firstSegment)
        #expect(throws: JournalError.self, "\(comment)") { try Journal.open(at: path, sync: .never) }
        #expect(try Bytes.read(path.firstSegment) == before, "\(comment)")
    }

    @Test("cut at every length, a journal is reopened at its last whole batch")
    func everyLength() throws {
        let sample = try SampleJournal(batches: [6, 2, 1])
        for length in 0..<sample.bytes.count {
            try SampleJournal.install(sample.bytes.prefix(length), at: path)
            if length < JournalHeader.byteCount {
                try expectRefusal("cut at \(length)")
                continue
            }
            let index = sample.boundaryIndex(at: length)
            let result = try ReadingResult(path)
            #expect(result.head.sequence == sample.sequences[index], "cut at \(length)")
            #expect((result.tail == .clean) == sample.boundaries.contains(length), "cut at \(length)")
            try expectRecovery(of: sample, to: index, "cut at \(length)")
        }
    }

    @Test("with any of its sectors unwritten, the last batch is cut")
    func unwrittenSectors() throws {
        let sample = try SampleJournal(batches: [6, 9])
        let range = sample.boundaries[1]..<sample.boundaries[2]
        let sectors = Array(range.lowerBound / 512...(range.upperBound - 1) / 512)
        #expect(sectors.count >= 4)
        for mask in 1..<(1 << sectors.count) {
            var bytes = sample.bytes
            for (position, sector) in sectors.enumerated() where mask & 1 << position != 0 {
                for offset in range.clamped(to: sector * 512..<(sector + 1) * 512) { bytes[offset] = 0 }
            }
            try SampleJournal.install(bytes, at: path)
            #expect(throws: JournalError.self, "sectors \(mask)") { try ReadingResult(path) }
            try expectRecovery(of: sample, to: 1, "sectors \(mask)")
        }
    }

    @Test("with only the last few bytes of its chain value in an unwritten sector, the last batch is cut")
    func unwrittenEndOfChain() throws {
        var byteCounts: Set<Int> = []
        for seed in 0..<2_000 as Range<UInt64> where byteCounts.count < 3 {
            let sample = try SampleJournal(batches: [6, 3 + Int(seed % 9)], seed: seed)
            let end = sample.boundaries[2]
            let count = end % 512
            guard 1..<8 ~= count, byteCounts.insert(count).inserted else { continue }
            let torn = sample.bytes[..<(end - count)] + Array(repeating: 0, count: count)
            try SampleJournal.install(torn, at: path)
            try expectRecovery(of: sample, to: 1, "seed \(seed), \(count) bytes")
            var damaged = torn
            damaged[end - count - 1] ^= 1
            try SampleJournal.install(damaged, at: path)
            try expectRefusal("seed \(seed), another byte of the chain value is wrong as well")
        }
        #expect(byteCounts.count == 3)
    }

    @Test("unwritten from any byte to its end, the last batch is cut or refused, never kept")
    func unwrittenEnd() throws {
        let sample = try SampleJournal(batches: [6, 3])
        let range = sample.boundaries[1]..<sample.boundaries[2]
        var refusedCount = 0
        for start in range where sample.bytes[start...].contains(where: { $0 != 0 }) {
            let kept = sample.bytes[..<start]
            try SampleJournal.install(kept + Array(repeating: 0, count: range.upperBound - start), at: path)
            if let journal = try? Journal.open(at: path, sync: .never) {
                #expect(journal.acknowledgedSequence == sample.sequences[1], "zero from \(start)")
            } else {
                refusedCount += 1
                #expect(start % 512 != 0, "zero from \(start): a disk leaves such a tail")
            }
        }
        #expect(refusedCount > 0, "a tail that no disk leaves is no torn tail")
    }

    @Test("zeros behind the last batch are cut, whatever their number", arguments: [1, 39, 40, 41, 512, 513, 70_000])
    func zeros(count: Int) throws {
        let sample = try SampleJournal(batches: [6, 3])
        try SampleJournal.install(sample.bytes + Array(repeating: 0, count: count), at: path)
        try expectRecovery(of: sample, to: 2, "\(count) zeros")
    }

    @Test("garbage behind the last batch is refused, whatever its length")
    func garbage() throws {
        let sample = try SampleJournal(batches: [6, 3])
        var generator = SplitMix64(state: 5)
        for count in [1, 7, 8, 39, 40, 41, 600, 5_000] {
            let garbage = (0..<count).map { _ in UInt8(generator.uniform(1...255)) }
            try SampleJournal.install(sample.bytes + garbage, at: path)
            try expectRefusal("\(count) bytes of garbage")
            #expect(throws: JournalError.self) { try ReadingResult(path) }
        }
    }

    @Test("nothing is cut before a sound frame")
    func soundFrameBehind() throws {
        let sample = try SampleJournal(batches: [6, 5, 4])
        for range in [sample.boundaries[1]..<sample.boundaries[2], sample.boundaries[1]..<sample.boundaries[1] + 40] {
            var bytes = sample.bytes
            for offset in range { bytes[offset] = 0 }
            try SampleJournal.install(bytes, at: path)
            try expectRefusal("zero in \(range), then a batch")
        }
        let headerLength = 40
        let incomplete = sample.bytes[..<(sample.boundaries[1] + headerLength)]
        try SampleJournal.install(incomplete + sample.bytes[sample.boundaries[2]...], at: path)
        try expectRefusal("a frame header, then a shorter batch")
        #expect(throws: JournalError.self) { try ReadingResult(path) }
    }

    @Test("what a record contains never passes for a frame, even another journal's own bytes")
    func embeddedFrame() throws {
        let sample = try SampleJournal(batches: [6, 1])
        let other = JournalIdentity(
            journalID: .zero, hashSeed: HashSeed(first: 0, second: 0), saltSecret: JournalIdentity.fixed.saltSecret)
        var builder = SegmentBuilder(
            JournalHeader(settings: .small(), identity: other, firstSequence: 1, previousChain: .zero), after: nil)
        builder.append([Array(repeating: 1, count: 30)])
        let foreignFrame = builder.bytes[512...]
        let start = sample.boundaries[1] + 40
        try SampleJournal.install(sample.bytes[..<start] + foreignFrame, at: path)
        try expectRecovery(of: sample, to: 1, "a frame of another journal in an incomplete batch")
    }

    @Test(
        "a last segment with no whole header is removed, and the one before goes on",
        arguments: [0, 9, 511, 512, 900])
    func removedSegment(byteCount: Int) throws {
        let sample = try SampleJournal(batches: [6, 3])
        try SampleJournal.install(sample.bytes, at: path)
        let name = SequenceName(.segment, sample.sequences[2] + 1).description
        try Bytes.write(Array(repeating: 0, count: byteCount), to: path.appending(name))
        let location = JournalLocation(segment: name, offset: 0)
        #expect(try ReadingResult(path).tail == .incomplete(location, byteCount: UInt64(byteCount)))
        let journal = try Journal.open(at: path, sync: .everyRecord)
        #expect(
            journal.recovery == JournalRecovery(.removedSegment, at: location, byteCount: UInt64(byteCount)))
        try journal.close()
        #expect(try JournalDirectory(path, in: SystemFileSystem()).names() == [segment])
        try expectRecovery(of: sample, to: 2, "after the removal")
    }
}
