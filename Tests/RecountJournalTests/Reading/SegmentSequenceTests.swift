import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Segments in order")
struct SegmentSequenceTests {
    private let directory = TemporaryDirectory()
    private var path: FilePath { directory.journal }

    /// Writes a journal of two segments, the second with a header that may be altered.
    private func install(
        name: UInt64? = nil,
        header: (UInt64, Digest) -> JournalHeader = { sequence, chain in
            Forgery.header(firstSequence: sequence, previousChain: chain)
        }
    ) throws {
        let sample = try SampleJournal(batches: [6, 4])
        let bodies = try Forgery.bodies(of: sample)
        var first = SegmentBuilder(Forgery.header(), after: nil)
        first.append(Array(bodies[..<6]))
        var second = SegmentBuilder(header(7, first.chain), after: first.chain)
        second.append(Array(bodies[6...]))
        try SampleJournal.install(first.bytes, at: path)
        try Bytes.write(second.bytes, to: path.appending(SequenceName(.segment, name ?? 7).description))
    }

    private func corruption() throws -> JournalCorruption? {
        #expect(throws: JournalError.self) { try Journal.open(at: path, sync: .never) }
        do {
            _ = try ReadingResult(path)
        } catch JournalError.corrupt(let corruption) {
            return corruption
        }
        return nil
    }

    @Test("are read one after the other and continued in the last")
    func continuation() throws {
        try install()
        let result = try ReadingResult(path)
        #expect(result.batchCount == 2)
        #expect(result.tail == .clean)
        let journal = try Journal.open(at: path, sync: .everyRecord)
        #expect(journal.head == result.head)
        _ = try journal.submit(Workload(seed: 1).command(.tick, tenant: .none))
        try journal.close()
        let reader = try JournalReader(at: path)
        var last: JournalBatch?
        while let batch = try reader.nextBatch() { last = batch }
        #expect(last?.segment == "00000000000000000007.journal")
        #expect(reader.head == journal.head)
    }

    @Test("must name the sequence that they begin with")
    func names() throws {
        try install(name: 8)
        #expect(try corruption()?.part == .sequence)
    }

    @Test("must continue the sequence")
    func sequence() throws {
        try install(name: 9) { _, chain in Forgery.header(firstSequence: 9, previousChain: chain) }
        let corruption = try #require(try corruption())
        #expect(corruption.part == .sequence)
        #expect(corruption.expected == "7")
        #expect(corruption.found == "9")
    }

    @Test("must continue the chain, the identity and the settings")
    func chainAndIdentity() throws {
        try install { sequence, _ in Forgery.header(firstSequence: sequence, previousChain: .zero) }
        #expect(try corruption()?.part == .chain)
        let other = JournalIdentity(
            journalID: .zero, hashSeed: JournalIdentity.fixed.hashSeed, saltSecret: JournalIdentity.fixed.saltSecret)
        try install { Forgery.header(firstSequence: $0, previousChain: $1, identity: other) }
        #expect(try corruption()?.part == .header)
        try install { Forgery.header(firstSequence: $0, previousChain: $1, settings: .small(retention: 1)) }
        #expect(try corruption()?.part == .header)
    }

    @Test("a first segment that is missing, and one cut before another, are refused")
    func missing() throws {
        try install()
        let second = try Bytes.read(path.appending("00000000000000000007.journal"))
        let first = try Bytes.read(path.firstSegment)
        try Bytes.write(first.dropLast(), to: path.firstSegment)
        #expect(try corruption()?.part == .length)
        let alone = directory.path.appending("alone")
        _ = try JournalDirectory.create(alone, in: SystemFileSystem())
        try Bytes.write(second, to: alone.appending("00000000000000000007.journal"))
        #expect(throws: JournalError.self) { try JournalReader(at: alone) }
    }
}
