import RecountKernel
import Testing

@testable import recount

/// What is counted as what.
@Suite struct RunOutcomeTests {
    @Test func countsAreSortedByCountThenName() {
        var counts = OutcomeCounts()
        #expect(counts.total == 0 && counts.sorted.isEmpty)
        for name in ["b", "c", "a", "c", "b", "c"] { counts.add(name) }
        #expect(counts.total == 6)
        #expect(counts.sorted.map(\.name) == ["c", "b", "a"])
        #expect(counts.sorted.map(\.count) == [3, 2, 1])
        counts.add("a")
        #expect(counts.sorted.map(\.name) == ["c", "a", "b"])
    }

    @Test func followUpsAreCountedByKind() {
        var outcome = BookingOutcome()
        outcome.count(followUp: .accepted, of: .release)
        outcome.count(followUp: .accepted, of: .draw)
        outcome.count(followUp: .accepted, of: .draw)
        outcome.count(followUp: .accepted, of: .fund)
        outcome.count(followUp: .settled(.settled), of: .settle)
        outcome.count(followUp: .settled(.settledLate), of: .settle)
        #expect(outcome.released == 1 && outcome.draws == 2)
        #expect(outcome.settled == 1 && outcome.settledLate == 1)
        #expect(outcome.unexpected.total == 0)
        outcome.count(followUp: .refused(Refusal(.timeJump)), of: .settle)
        #expect(outcome.unexpected.sorted.map(\.name) == ["settle: time_jump"])
    }
}
