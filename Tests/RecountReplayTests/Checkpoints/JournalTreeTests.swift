import RecountDigest
import RecountJournal
import RecountKernel
import RecountReplay
import Testing

/// A journal on the disk and its checkpoints.
@Suite("Journal trees")
struct JournalTreeTests {
    private static func origin() throws -> NoteKeyName { try #require(NoteKeyName("example.com/ledger")) }

    @Test("the leaves are the stamps in their order, and the tree has as many as the last record's sequence")
    func leaves() throws {
        let script = try SampleJournals.mixed()
        try script.flush()
        var stamps: [Digest] = []
        var sequences: [UInt64] = []
        let tree = try JournalTree(
            ofJournalAt: script.path,
            forEach: { record, leaf in
                sequences.append(record.sequence)
                stamps.append(record.stamp)
                #expect(leaf == TreeHash(ofStamp: record.stamp))
            })
        #expect(sequences == Array(1...14))
        #expect(tree.head.size == 14)
        #expect(tree.tail == .clean)
        var frontier = TreeFrontier()
        for stamp in stamps { frontier.append(stamp) }
        #expect(tree.frontier == frontier)
        for last in 0...14 {
            var earlier = TreeFrontier()
            for stamp in stamps[..<last] { earlier.append(stamp) }
            #expect(try JournalTree(ofJournalAt: script.path, upTo: UInt64(last)).frontier == earlier)
        }
    }

    @Test("a journal without records has the empty tree")
    func emptyJournal() throws {
        let script = try JournalScript()
        let tree = try JournalTree(ofJournalAt: script.path)
        #expect(tree.head == TreeHead(size: 0, root: .emptyTree))
        try tree.makeDurable()
    }

    @Test("what was read can be made durable while the journal is open, not once it is gone")
    func durability() throws {
        let script = try SampleJournals.mixed()
        try script.flush()
        let tree = try JournalTree(ofJournalAt: script.path)
        try tree.makeDurable()
        let copy = try TemporaryDirectory.holding(try script.directory.readSegment())
        let read = try JournalTree(ofJournalAt: copy.journal)
        try copy.removeSegment()
        #expect(throws: JournalError.self) { try read.makeDurable() }
    }

    @Test("a journal contains the checkpoint of each of its lengths, and every later journal does")
    func everyLength() throws {
        let script = try SampleJournals.mixed()
        try script.flush()
        for size in 0...14 {
            let head = try JournalTree(ofJournalAt: script.path, upTo: UInt64(size)).head
            let checkpoint = Checkpoint(origin: try Self.origin(), head: head)
            let report = try Verification.run(at: script.path, checkpoint: checkpoint)
            #expect(report.checkpoint == .contained)
            #expect(report.isValid)
        }
        #expect(try Verification.run(at: script.path).checkpoint == nil)
    }

    @Test("a tail that was cut between batches is found with the checkpoint")
    func shortenedTail() throws {
        let script = try SampleJournals.mixed()
        let bytes = try script.finish()
        let checkpoint = Checkpoint(origin: try Self.origin(), head: try JournalTree(ofJournalAt: script.path).head)
        var forged = ForgedJournal(bytes)
        forged.batches.removeLast()
        let directory = try TemporaryDirectory.holding(forged.bytes)
        #expect(try Verification.run(at: directory.journal).isValid)
        let report = try Verification.run(at: directory.journal, checkpoint: checkpoint)
        #expect(report.checkpoint == .shortened(lastRecord: 7))
        #expect(report.finding == .checkpoint(checkpoint, .shortened(lastRecord: 7)))
    }

    @Test("a history that is valid in itself but another is found with the checkpoint")
    func otherHistory() throws {
        let script = try SampleJournals.mixed()
        try script.flush()
        let fork = try SampleJournals.mixed()
        try fork.run(.tick, after: 7)
        try fork.flush()
        try script.run(.tick, after: 6)
        try script.run(.tick, after: 6)
        try script.flush()
        let (tree, forkTree) = (try JournalTree(ofJournalAt: script.path), try JournalTree(ofJournalAt: fork.path))
        let checkpoint = Checkpoint(origin: try Self.origin(), head: forkTree.head)
        let report = try Verification.run(at: script.path, checkpoint: checkpoint)
        let root = try JournalTree(ofJournalAt: script.path, upTo: 15).head.root
        #expect(report.checkpoint == .otherHistory(root: root))
        #expect(report.finding == .checkpoint(checkpoint, .otherHistory(root: root)))
        let common = Checkpoint(
            origin: try Self.origin(), head: try JournalTree(ofJournalAt: fork.path, upTo: 14).head)
        #expect(try Verification.run(at: script.path, checkpoint: common).isValid)
        #expect(tree.head.size == 16)
    }

    @Test("damage behind a checkpoint leaves it contained, damage before it leaves it open")
    func damage() throws {
        let script = try SampleJournals.mixed()
        let bytes = try script.finish()
        var forged = ForgedJournal(bytes)
        forged.batches.removeLast()
        let directory = try TemporaryDirectory.holding(bytes)
        try directory.write(bytes[forged.bytes.count + 100] ^ 1, at: forged.bytes.count + 100)
        for (size, standing) in [(7, CheckpointStanding.contained), (8, nil)] as [(UInt64, CheckpointStanding?)] {
            let head = try JournalTree(ofJournalAt: script.path, upTo: size).head
            let checkpoint = Checkpoint(origin: try Self.origin(), head: head)
            let report = try Verification.run(at: directory.journal, checkpoint: checkpoint)
            #expect(report.checkpoint == standing)
            guard case .journal(.corrupt)? = report.finding else {
                Issue.record("damage is the finding, not \(String(describing: report.finding))")
                return
            }
        }
        #expect(throws: JournalError.self) { try JournalTree(ofJournalAt: directory.journal) }
    }

    @Test("a comparison goes on from the frontier of a prefix, unless the checkpoint is shorter")
    func comparisonAfterPrefix() throws {
        for size in 0...20 {
            for prefix in 0...20 {
                let comparison = CheckpointComparison(TreeLeaves.head(size), after: TreeLeaves.frontier(prefix))
                #expect((comparison == nil) == (prefix > size))
                guard var comparison else { continue }
                for position in prefix..<20 {
                    let standing: CheckpointStanding =
                        position < size ? .shortened(lastRecord: UInt64(position)) : .contained
                    #expect(comparison.standing == standing)
                    comparison.append(TreeLeaves.stamps[position])
                }
                #expect(comparison.standing == .contained)
            }
        }
    }
}
