import RecountKernel
import RecountTestSupport
import Testing

/// Every sequence of at most four commands in small scopes, up to names, sequence and time. A ring of three
/// agents takes six: such rings have tests of their own.
@Suite("Locks against the reference model, exhaustively")
struct LockExhaustiveTests {
    @Test("Three agents, two resources, all that four commands can do")
    func agentsAndResources() throws {
        var exploration = try LockExploration(LockExploration.Scope())
        try exploration.run()
        #expect(exploration.stateCount > 100)
        #expect(exploration.outcomes.counts(of: .wouldDeadlock) > 0)
        #expect(exploration.outcomes.counts(of: .upgradePending) > 0)
    }

    @Test("One resource, three agents and all that four commands can do, with two spans of every time")
    func oneResource() throws {
        var scope = LockExploration.Scope()
        scope.resources = 1
        scope.quota = 3
        scope.leases = [1, 3]
        scope.waits = [0, 1, 3]
        scope.advances = [1, 2]
        var exploration = try LockExploration(scope)
        try exploration.run()
        #expect(exploration.stateCount > 100)
        #expect(exploration.outcomes.counts(of: .full) > 0)
        for kind in [DecisionKind.leaseExpired, .waitExpired, .lockPromoted] {
            #expect(exploration.outcomes.counts(of: kind) > 0)
        }
    }
}
