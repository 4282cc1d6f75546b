import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Rotation and snapshots")
struct SnapshotTests {
    private let run = JournalRun()

    @Test("segments end at the size, the last two snapshots are kept, and opening begins with the newest")
    func rotation() throws {
        let written = try run.write(120)
        let segments = try run.names(".journal")
        let snapshots = try run.names(".snapshot")
        #expect(segments.count > 4)
        #expect(snapshots.count == 2)
        for name in segments.dropLast() {
            #expect(try Bytes.read(run.path.appending(name)).count >= 4_096)
        }
        for name in snapshots {
            let next = try #require(SequenceName(name)).sequence + 1
            #expect(segments.contains(SequenceName(.segment, next).description))
        }
        let start = try JournalReplay(at: run.path, from: .newestSnapshot)
        #expect(start.snapshot?.head.sequence == SequenceName(snapshots[1])?.sequence)
        let reopened = try Journal.open(at: run.path, sync: .records(4), rotation: JournalRun.small)
        #expect(reopened.head == written.head)
        #expect(KernelSummary(reopened.kernel) == written.summary)
        #expect(reopened.kernel.stateDigest() == written.digest)
        #expect(reopened.refusedSnapshots.isEmpty)
    }

    @Test("a journal with snapshots goes on as one without: the same records, chain and state")
    func sameHistory() throws {
        let plain = JournalRun()
        try plain.write(60, rotation: RotationPolicy(segmentByteCount: 4_096))
        try run.write(60)
        for _ in 0..<4 {
            let rotation = RotationPolicy(segmentByteCount: 4_096)
            let expected = try plain.extend(Journal.open(at: plain.path, sync: .records(4), rotation: rotation), by: 25)
            let found = try run.extend(
                Journal.open(at: run.path, sync: .records(4), rotation: JournalRun.small), by: 25)
            #expect(found.head == expected.head)
            #expect(found.digest == expected.digest)
        }
        #expect(try plain.names(".journal") == run.names(".journal"))
        #expect(try plain.names(".snapshot").isEmpty)
    }

    @Test("every byte of a snapshot that is flipped is found, and the one before is used")
    func damage() throws {
        let written = try run.write(120)
        let newest = try #require(run.names(".snapshot").last)
        let whole = try Bytes.read(run.path.appending(newest))
        for offset in stride(from: 0, to: whole.count, by: 7) {
            try run.flip(newest, at: offset)
            let start = try JournalReplay(at: run.path, from: .newestSnapshot)
            #expect(start.refusals.map(\.name) == [newest], "byte \(offset)")
            try run.flip(newest, at: offset)
        }
        try run.flip(newest, at: whole.count / 2)
        let reopened = try Journal.open(at: run.path, sync: .records(4))
        #expect(reopened.refusedSnapshots.map(\.name) == [newest])
        #expect(reopened.kernel.stateDigest() == written.digest)
        #expect(reopened.head == written.head)
    }

    @Test("a snapshot of any other length is refused")
    func length() throws {
        try run.write(120)
        let newest = try #require(run.names(".snapshot").last)
        let whole = try Bytes.read(run.path.appending(newest))
        for count in [0, 1, 511, 512, 600, whole.count - 1, whole.count + 1] {
            let bytes = count <= whole.count ? Array(whole[..<count]) : whole + [0]
            try Bytes.write(bytes, to: run.path.appending(newest))
            #expect(try JournalReplay(at: run.path, from: .newestSnapshot).refusals.map(\.name) == [newest])
        }
    }

    @Test("with all snapshots damaged, the journal is replayed from its beginning")
    func allDamaged() throws {
        let written = try run.write(120)
        for name in try run.names(".snapshot") { try run.flip(name, at: 600) }
        let reopened = try Journal.open(at: run.path, sync: .records(4))
        #expect(reopened.refusedSnapshots.count == 2)
        #expect(reopened.kernel.stateDigest() == written.digest)
    }

    @Test("a snapshot of another journal, or of another place of this one, is refused")
    func foreign() throws {
        let other = JournalRun()
        other.workload = Workload(seed: 6)
        try other.write(120)
        try run.write(120)
        let newest = try #require(run.names(".snapshot").last)
        let own = try Bytes.read(run.path.appending(newest))
        let foreign = try #require(other.names(".snapshot").first { $0 != newest })
        try Bytes.write(Bytes.read(other.path.appending(foreign)), to: run.path.appending(newest))
        #expect(try JournalReplay(at: run.path, from: .newestSnapshot).refusals.map(\.name) == [newest])
        try run.remove(newest)
        let moved = SequenceName(.snapshot, try #require(SequenceName(newest)).sequence - 1).description
        try Bytes.write(own, to: run.path.appending(moved))
        #expect(try JournalReplay(at: run.path, from: .newestSnapshot).refusals.map(\.name) == [moved])
    }

    @Test("a journal that ends before one of its snapshots has lost records, and says so")
    func shortened() throws {
        try run.write(120)
        let newest = try #require(run.names(".snapshot").last)
        for name in try run.names(".journal").reversed() where name > newest.replacingSuffix() {
            try run.remove(name)
        }
        for _ in 0..<2 {
            guard
                case .shortened(newest, _)? = #expect(
                    throws: JournalError.self,
                    performing: {
                        try Journal.open(at: run.path, sync: .records(4))
                    })
            else {
                Issue.record("the journal opens")
                return
            }
            // Then without the records before the snapshot as well.
            try run.remove(#require(run.names(".journal").last))
        }
    }

    @Test("rotating by hand ends a segment with records, and leaves one without as it is")
    func byHand() throws {
        let journal = try Journal.create(
            at: run.path, settings: .small(), sync: .records(4), rotation: RotationPolicy(snapshots: .everySegment))
        try journal.rotate()
        #expect(try run.names("").count == 1, "nothing to take a snapshot of")
        for command in run.workload.next(10) { _ = try journal.submit(command) }
        try journal.rotate()
        try journal.rotate()
        #expect(try run.names(".journal").count == 2)
        #expect(try run.names(".snapshot") == [SequenceName(.snapshot, journal.head.sequence).description])
        #expect(journal.acknowledgedSequence == journal.kernel.sequence)
    }

    @Test("what a writer left behind that died while it wrote a snapshot is removed")
    func partial() throws {
        let written = try run.write(120)
        let partial = SequenceName(.snapshot, 77).description + ".partial"
        try Bytes.write([1, 2, 3], to: run.path.appending(partial))
        #expect(try run.head() == written.head)
        try Journal.open(at: run.path, sync: .records(4)).close()
        #expect(try run.names(".partial").isEmpty)
    }

    @Test("a damaged snapshot is written anew, or goes before a good one does")
    func replacement() throws {
        try run.write(120)
        let open = { [run] in try Journal.open(at: run.path, sync: .records(4), rotation: JournalRun.small) }
        let journal = try open()
        try journal.rotate()
        try journal.close()
        let newest = try #require(run.names(".snapshot").last)
        let good = try #require(run.names(".snapshot").first)
        try run.flip(newest, at: 600)
        // Nothing was recorded since, so it is of the same sequence.
        let reopened = try open()
        try reopened.rotate()
        try reopened.close()
        #expect(try JournalReplay(at: run.path, from: .newestSnapshot).refusals.isEmpty)
        #expect(try run.names(".snapshot") == [good, newest])
        try run.flip(newest, at: 600)
        let later = try open()
        _ = try later.submit(run.workload.next())
        try later.rotate()
        let names = try run.names(".snapshot")
        #expect(names.count == 2 && names.first == good && !names.contains(newest))
    }

    @Test("a snapshot that cannot be written leaves the journal usable, and rotate says why")
    func failure() throws {
        let system = FaultyFileSystem()
        let journal = try Journal.create(
            at: run.path, settings: .small(), sync: .records(4), rotation: RotationPolicy(snapshots: .everySegment),
            access: JournalAccess(fileSystem: system))
        for command in run.workload.next(10) { _ = try journal.submit(command) }
        system.refusedName = ".snapshot.partial"
        #expect(throws: JournalError.self) { try journal.rotate() }
        #expect(journal.snapshotFailure != nil)
        system.refusedName = nil
        for command in run.workload.next(10) { _ = try journal.submit(command) }
        try journal.rotate()
        #expect(journal.snapshotFailure == nil)
        #expect(try run.names(".snapshot").count == 1)
    }
}

extension String {
    /// The segment's name at the sequence of a snapshot's.
    fileprivate func replacingSuffix() -> String { String(dropLast(".snapshot".count)) + ".journal" }
}
