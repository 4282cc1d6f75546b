import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Explanations of locks")
struct LockExplanationTests {
    @Test("every step of a resource's life: what was asked, what came of it, who holds it and who waits")
    func life() throws {
        let script = try JournalScript()
        try script.run(.openTenant())
        try script.name(.tenant, 0, "acme")
        try script.name(.resource, 7, "conversation")
        try script.name(.actor, 1, "writer")
        let steps: [(CommandBody, String, [String])] = [
            (
                .acquire(7, by: 1, lease: 5_000),
                "agent 1 \"writer\" of tenant 1 \"acme\" wanted to hold resource 7 \"conversation\" alone for 5 s, "
                    + "without waiting. It has it, under token 5 until 1970-01-01 00:00:06.000 UTC.",
                ["\(Self.writer) alone, under token 5 until 1970-01-01 00:00:06.000 UTC."]
            ),
            (
                .acquire(7, by: 1, .shared, lease: 6_000),
                "agent 1 \"writer\" of tenant 1 \"acme\" wanted to hold resource 7 \"conversation\" together with others "
                    + "for 6 s, without waiting. It has it, under token 5 until 1970-01-01 00:00:07.000 UTC, held 2 "
                    + "times.", ["\(Self.writer) alone, under token 5 until 1970-01-01 00:00:07.000 UTC, held 2 times."]
            ),
            (
                .acquire(7, by: 2, lease: 100, wait: 1_500),
                "agent 2 of tenant 1 \"acme\" wanted to hold resource 7 \"conversation\" alone for 100 ms, waiting up to "
                    + "1500 ms. It waits, first in the queue.", [Self.held, Self.waiting]
            ),
            (
                .acquire(7, by: 3, .shared, wait: 2_000),
                "agent 3 of tenant 1 \"acme\" wanted to hold resource 7 \"conversation\" together with others for 100 "
                    + "ms, waiting up to 2 s. It waits, behind 1 other.",
                [
                    Self.held, Self.waiting,
                    "agent 3 waits behind 1 other to hold resource 7 \"conversation\" together with others, until "
                        + "1970-01-01 00:00:03.000 UTC.",
                ]
            ),
            (
                .cancel(3), "agent 3 of tenant 1 \"acme\" wanted to wait no longer. It was done.",
                [Self.held, Self.waiting]
            ),
            (
                .renew(7, by: 1, token: 5, lease: 1_000),
                "agent 1 \"writer\" of tenant 1 \"acme\" wanted its lease of resource 7 \"conversation\" under token 5 to "
                    + "last 1 s from then on. It has it, under token 5 until 1970-01-01 00:00:02.000 UTC, held 2 times.",
                [
                    "\(Self.writer) alone, under token 5 until 1970-01-01 00:00:02.000 UTC, held 2 times.",
                    Self.waiting,
                ]
            ),
            (
                .unlock(7, by: 1, token: 5),
                "agent 1 \"writer\" of tenant 1 \"acme\" wanted its lease of resource 7 \"conversation\" under token 5 "
                    + "released. It takes 1 more to end the lease.",
                ["\(Self.writer) alone, under token 5 until 1970-01-01 00:00:02.000 UTC.", Self.waiting]
            ),
        ]
        for (body, _, _) in steps { try script.run(body) }
        try script.flush()
        for (index, (_, summary, details)) in steps.enumerated() {
            let explanation = try Explanation(ofRecord: UInt64(index + 5), inJournalAt: script.path)
            #expect(explanation.summary == "Record \(index + 5), 1970-01-01 00:00:01.000 UTC: \(summary)".expandingIDs)
            #expect(explanation.details == details.expandingIDs)
        }
    }

    @Test("ends by time and promotions say what happened and how things stand then")
    func consequences() throws {
        let script = try JournalScript()
        try script.run([
            .openTenant(), .acquire(7, by: 1, lease: 1_000), .acquire(7, by: 2, lease: 500, wait: 9_000),
            .acquire(7, by: 3, lease: 500, wait: 300),
        ])
        try script.run(.tick, after: 5_000)
        try script.flush()
        #expect(
            script.steps.map(\.decision.kind).suffix(5) == [
                .waitExpired, .leaseExpired, .lockPromoted, .leaseExpired, .accepted,
            ])
        let explanations = try (5...8).map { try Explanation(ofRecord: $0, inJournalAt: script.path) }
        #expect(
            explanations.map(\.summary)
                == [
                    "Record 5, 1970-01-01 00:00:01.300 UTC: agent 3 of tenant 1 waited for resource 7 as long as it would, "
                        + "and left the queue.",
                    "Record 6, 1970-01-01 00:00:02.000 UTC: the lease of resource 7 of tenant 1 that agent 1 had under token "
                        + "2 fell due and ended.",
                    "Record 7, 1970-01-01 00:00:02.000 UTC: agent 2 of tenant 1, first in the queue, was given resource 7 "
                        + "alone, under token 7 until 1970-01-01 00:00:02.500 UTC.",
                    "Record 8, 1970-01-01 00:00:02.500 UTC: the lease of resource 7 of tenant 1 that agent 2 had under token "
                        + "7 fell due and ended.",
                ].expandingIDs)
        #expect(
            explanations[1].details
                == [
                    "Nobody holds resource 7.",
                    "agent 2 waits first in the queue to hold resource 7 alone, until 1970-01-01 00:00:10.000 UTC.",
                ].expandingIDs)
        #expect(
            explanations[2].details
                == [
                    "agent 2 holds resource 7 alone, under token 7 until 1970-01-01 00:00:02.500 UTC."
                ].expandingIDs)
        #expect(explanations[3].details == ["Nobody holds resource 00000000000000000000000000000007."])
    }

    @Test("a refusal shows the resources that it names, as they stand")
    func refusal() throws {
        let script = try JournalScript()
        try script.run([
            .openTenant(), .acquire(7, by: 1), .acquire(8, by: 2), .acquire(8, by: 1, wait: 50),
            .acquire(7, by: 2, wait: 50),
        ])
        try script.run(.acquire(7, by: 5), tenant: 9)
        try script.flush()
        let deadlock = try Explanation(ofRecord: 5, inJournalAt: script.path)
        #expect(
            deadlock.details
                == [
                    "agent 1 holds resource 7 alone, under token 2 until 1970-01-01 00:00:01.100 UTC.",
                    "agent 2 holds resource 8 alone, under token 3 until 1970-01-01 00:00:01.100 UTC.",
                    "agent 1 waits first in the queue to hold resource 8 alone, until 1970-01-01 00:00:01.050 UTC.",
                ].expandingIDs)
        let unknown = try Explanation(ofRecord: 6, inJournalAt: script.path)
        #expect(unknown.summary.hasSuffix("It was refused: no such tenant was opened."))
        #expect(unknown.details.isEmpty)
    }

    @Test("of many holders and waiters twenty each are told")
    func many() throws {
        let script = try JournalScript()
        try script.run(.openTenant(locks: 64))
        for agent in 1...25 as ClosedRange<UInt64> { try script.run(.acquire(7, by: agent, .shared)) }
        for agent in 31...60 as ClosedRange<UInt64> { try script.run(.acquire(7, by: agent, wait: 50)) }
        try script.flush()
        let details = try Explanation(ofRecord: 56, inJournalAt: script.path).details
        #expect(details.count == 21 + 21)
        #expect(details[20] == "And 5 more hold it too.")
        #expect(details[41] == "And 10 more wait behind them.")
        #expect(details[40].hasPrefix("agent 50 waits behind 19 others to hold resource 7 alone".expandingIDs))
    }

    private static let writer = "agent 1 \"writer\" holds resource 7 \"conversation\""
    private static let held = "\(writer) alone, under token 5 until 1970-01-01 00:00:07.000 UTC, held 2 times."
    private static let waiting =
        "agent 2 waits first in the queue to hold resource 7 \"conversation\" alone, until 1970-01-01 00:00:02.500 UTC."
}
