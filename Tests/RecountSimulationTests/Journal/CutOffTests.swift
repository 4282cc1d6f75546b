import RecountJournal
import RecountReplay
import RecountSimulation
import Testing

@Suite("What is cut off between two calls")
struct CutOffTests {
    private static let ends: [ProcessEnd] = [.kill] + (0..<4 as Range<UInt64>).map { .powerLoss(seed: $0) }

    @Test("a batch whose sync failed does not get lost after it was found again", arguments: 0..<40 as Range<UInt64>)
    func failedSync(seed: UInt64) throws {
        let small = SmallJournal(faults: FaultSchedule(seed: seed))
        let journal = try small.create()
        try small.submit(8, to: journal)
        small.disk.faults.force(.syncError)
        #expect(throws: JournalError.self) { try small.submit(1, to: journal) }
        small.disk.restart(after: .kill)
        let reopened = try small.open()
        #expect(reopened.acknowledgedSequence >= small.acknowledged)
        try small.submit(2, to: reopened)
        small.disk.restart(after: .powerLoss(seed: seed))
        #expect(try small.open().acknowledgedSequence == small.acknowledged, "seed \(seed)")
    }

    @Test("a header whose sync failed does not get lost either", arguments: 0..<40 as Range<UInt64>)
    func failedHeaderSync(seed: UInt64) throws {
        let small = SmallJournal(faults: FaultSchedule(seed: seed))
        let journal = try small.create()
        try small.submit(3, to: journal)
        small.disk.faults.force(.syncError)
        #expect(throws: JournalError.self) { try journal.rotate() }
        small.disk.restart(after: .kill)
        try small.submit(2, to: try small.open())
        small.disk.restart(after: .powerLoss(seed: seed))
        #expect(try small.open().acknowledgedSequence == small.acknowledged, "seed \(seed)")
    }

    @Test("a creation that is cut off leaves a journal, or room for one", arguments: StopPoint.Moment.allCases, ends)
    func creation(moment: StopPoint.Moment, end: ProcessEnd) throws {
        var wasCutOff = true
        var call = 0
        while wasCutOff {
            call += 1
            let small = SmallJournal()
            small.disk.stop(atCall: call, moment)
            _ = try? small.create()
            wasCutOff = small.disk.isStopped
            small.disk.restart(after: end)
            try small.submit(3, to: try small.openOrCreate())
            small.disk.restart(after: .powerLoss(seed: UInt64(call)))
            #expect(try small.open().acknowledgedSequence == small.acknowledged, "\(moment) call \(call)")
        }
        #expect(call > 8)
    }

    @Test(
        "an archiving that is cut off loses nothing, and can be done again", arguments: StopPoint.Moment.allCases, ends)
    func archiving(moment: StopPoint.Moment, end: ProcessEnd) throws {
        var wasCutOff = true
        var call = 0
        while wasCutOff {
            call += 1
            let small = SmallJournal(rotation: RotationPolicy(segmentByteCount: 2_000, snapshots: .everySegment))
            try small.submit(20, to: try small.create())
            small.disk.stop(atCall: call, moment)
            _ = try? archive(small)
            wasCutOff = small.disk.isStopped
            small.disk.restart(after: end)
            let report = try archive(small)
            #expect(report.snapshot.head.sequence > 0)
            small.disk.restart(after: .powerLoss(seed: UInt64(call)))
            let access = JournalAccess(archive: SmallJournal.archivePath, fileSystem: small.disk)
            let verification = try Verification.run(at: SmallJournal.path, access: access)
            #expect(verification.finding == nil, "\(moment) call \(call)")
            #expect(verification.head.sequence == small.acknowledged, "\(moment) call \(call)")
            #expect(try small.open().acknowledgedSequence == small.acknowledged)
        }
        #expect(call > 20)
    }

    private func archive(_ small: SmallJournal) throws(JournalError) -> ArchiveReport {
        try JournalArchive.move(from: SmallJournal.path, access: small.access, to: SmallJournal.archivePath)
    }
}
