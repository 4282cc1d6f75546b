import RecountKernel
import RecountTestSupport
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Leases and queues across openings of a journal")
struct LockLifecycleTests {
    private let directory = TemporaryDirectory()
    private var path: FilePath { directory.journal }

    @Test("held leases and waiting requests stand after reopening as they stood, and go on as they would have")
    func reopening() throws {
        let reference = try ReferenceKernel(.small())
        var journal = try Journal.create(at: path, settings: .small(), identity: .fixed, sync: .records(3))
        let commands = Self.commands
        for (number, command) in commands.enumerated() {
            try reference.submit(command)
            _ = try journal.submit(command)
            #expect(KernelSummary(journal.kernel) == reference.summary, "after command \(number)")
            try journal.close()
            journal = try Journal.open(at: path, sync: .records(3))
            #expect(KernelSummary(journal.kernel) == reference.summary, "reopened after command \(number)")
        }
        let kinds = Set(reference.steps.map(\.decision.kind.rawValue))
        let expected: [DecisionKind] = [
            .lockAcquired, .lockQueued, .lockReleased, .refused, .leaseExpired, .waitExpired, .lockPromoted,
        ]
        #expect(expected.allSatisfy { kinds.contains($0.rawValue) })
        #expect(!reference.summary.locks.isEmpty)
    }

    @Test("fencing tokens of a resource strictly increase, after expiry and after reopening too")
    func tokens() throws {
        var journal = try Journal.create(at: path, settings: .small(), identity: .fixed, sync: .everyRecord)
        _ = try journal.submit(Self.command(.openTenant(accounts: 1, reservations: 1, transfers: 1), at: 1_000))
        var tokens: [UInt64] = []
        for round in 0..<12 as Range<UInt64> {
            let time = 2_000 + 1_000 * round
            // The lease of the round before has ended by itself, or its agent gives it up first.
            if round % 3 == 1, let token = tokens.last {
                _ = try journal.submit(Self.command(.unlock(5, by: round - 1, token: token), at: time - 1))
            }
            let step = try journal.submit(Self.command(.acquire(5, by: round, lease: 1_000), at: time))
            guard case .lockAcquired(let grant) = step.decision else {
                Issue.record("round \(round): \(step.decision)")
                return
            }
            #expect(grant.token == step.sequence)
            tokens.append(grant.token)
            guard round % 2 == 0 else { continue }
            try journal.close()
            journal = try Journal.open(at: path, sync: .everyRecord)
        }
        #expect(zip(tokens, tokens.dropFirst()).allSatisfy { $0 < $1 }, "\(tokens)")
        let stale = try journal.submit(Self.command(.unlock(5, by: 11, token: tokens[10]), at: 13_500))
        #expect(stale.decision == .refused(.staleToken, .count(needed: tokens[10], limit: tokens[11])))
    }

    /// Two resources, held together and alone, queues, an upgrade, expiries and promotions.
    private static let commands: [Command] = [
        command(.openTenant(accounts: 1, reservations: 1, transfers: 1), at: 1_000),
        command(.acquire(5, by: 1, .shared, lease: 1_000), at: 1_000),
        command(.acquire(5, by: 2, .shared, lease: 5_000), at: 1_010),
        command(.acquire(5, by: 3, .exclusive, lease: 900, wait: 9_000), at: 1_020),
        command(.acquire(5, by: 4, .shared, lease: 800, wait: 700), at: 1_030),
        command(.acquire(5, by: 2, .exclusive, lease: 2_000, wait: 3_000), at: 1_040),
        command(.acquire(6, by: 1, .exclusive, lease: 50_000), at: 1_050),
        command(.acquire(6, by: 5, .exclusive, lease: 100), at: 1_060),
        command(.acquire(6, by: 6, .exclusive, lease: 100, wait: 20_000), at: 1_070),
        // The request of agent 4 gives up and the lease of agent 1 ends, so that agent 2 is upgraded.
        command(.tick, at: 2_500),
        command(.unlock(5, by: 2, token: 3), at: 2_600),
        command(.tick, at: 20_000),
        command(.cancel(6), at: 20_010),
        command(.acquire(5, by: 9, .exclusive, lease: 30_000), at: 20_020),
    ]

    private static func command(_ body: CommandBody, at time: UInt64) -> Command {
        let tenant = body.concernsTenant ? TenantID(7) : .none
        return Command(header: CommandHeader(tenant: tenant, time: Milliseconds(time)), body: body)
    }
}
