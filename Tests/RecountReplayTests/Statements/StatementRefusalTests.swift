import RecountJournal
import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

@Suite("Statements that do not hold")
struct StatementRefusalTests {
    private let scene: StatementScene
    private let tenant: UInt64
    private let statement: Statement

    init() throws {
        scene = try StatementScene(tenants: 3)
        tenant = scene.tenants[1]
        statement = try scene.between(tenant)
    }

    @Test("under another journal's checkpoint")
    func otherJournal() throws {
        let stranger = try StatementScene(tenants: 3, origin: "example.com/stranger")
        let given = try #require(NoteKeyName("example.com/stranger"))
        #expect(
            statement.finding(under: stranger.checkpoint)
                == .otherJournal(stated: scene.checkpoint.origin, given: given))
        // Of the same name and length, but another history.
        let fork = try StatementScene(tenants: 3, delay: 6)
        #expect(fork.checkpoint.head.size == scene.checkpoint.head.size)
        #expect(statement.finding(under: fork.checkpoint) == .record(.opening, .notIncluded(.notIncluded)))
    }

    @Test("under a checkpoint that is older than a seal")
    func olderCheckpoint() throws {
        let older = try StatementScene.checkpoint(of: scene.script, upTo: scene.closing - 1)
        let size = scene.checkpoint.head.size
        #expect(statement.finding(under: older) == .otherSize(stated: size, given: scene.closing - 1))
        let adapted = statement.with(checkpointSize: scene.closing - 1)
        guard case .record(.opening, .notIncluded) = adapted.finding(under: older) else {
            Issue.record("the opening seal's proof is of another size")
            return
        }
        let first = try scene.issue(tenant, to: scene.closing).with(checkpointSize: scene.closing - 1)
        #expect(
            first.finding(under: older)
                == .record(
                    .closing,
                    .notIncluded(.noSuchRecord(record: scene.closing, treeSize: scene.closing - 1))))
    }

    @Test("with the seals the other way round, or one seal twice")
    func order() throws {
        let opening = try #require(statement.opening)
        let swapped = statement.with(opening: statement.closing, closing: opening)
        #expect(swapped.finding(under: scene.checkpoint) != nil)
        let twice = try Self.adding(up: statement.with(opening: opening, closing: opening))
        #expect(
            twice.finding(under: scene.checkpoint)
                == .sealOrder(opening: scene.opening, closing: scene.opening))
    }

    @Test("of another tenant's id, of figures that only add up, or of the other's opening")
    func otherTenant() throws {
        let other = statement.with(tenant: TenantID(scene.tenants[0]))
        #expect(other.finding(under: scene.checkpoint) == .record(.opening, .otherRoot(sequence: scene.opening)))
        var accounts = statement.closing.accounts
        accounts[0].balances.cost = Balance { figure throws(Never) in
            accounts[0].balances.cost[figure] + (figure == .funded || figure == .available ? 1 : 0)
        }
        let richer = try Self.adding(up: statement.with(closing: statement.closing.with(accounts: accounts)))
        #expect(richer.finding(under: scene.checkpoint) == .record(.closing, .otherRoot(sequence: scene.closing)))
        let stranger = try scene.between(scene.tenants[2])
        let mixed = try Self.adding(up: statement.with(closing: stranger.closing))
        #expect(mixed.finding(under: scene.checkpoint) != nil)
    }

    @Test("of figures that break a rule of budgets, though they add up")
    func rules() throws {
        func finding(_ change: (inout CommittedAccount) -> Void) throws -> StatementFinding? {
            var accounts = statement.closing.accounts
            change(&accounts[1])
            let changed = statement.with(closing: statement.closing.with(accounts: accounts))
            return try Self.adding(up: changed).finding(under: scene.checkpoint)
        }
        let child = statement.closing.accounts[1]
        let huge = Balance(funded: 1 << 63, withdrawn: 1 << 63, spent: 0, available: 0, reserved: 0, debt: 0)
        let indebted = Balance(funded: 1, withdrawn: 0, spent: 1, available: 1, reserved: 0, debt: 1)
        let exposed = Balance(funded: 60, withdrawn: 0, spent: 2, available: 7, reserved: 51, debt: 0)
        #expect(
            try finding { $0.balances.tokens = huge } == .figure(.closing, child.id, .tokens, .tooLarge(huge)))
        #expect(
            try finding { $0.balances.cost = indebted }
                == .figure(.closing, child.id, .cost, .availableInDebt(indebted)))
        #expect(
            try finding { $0.balances.calls = exposed }
                == .figure(.closing, child.id, .calls, .aboveLimit(reserved: 51, limit: 50)))
        #expect(
            try finding { $0.isClosed = true }
                == .figure(.closing, child.id, .calls, .heldByClosed(.available, child.balances.calls.available)))
        #expect(
            try finding { $0.parent = AccountID(77) } == .account(.closing, child.id, .parent(AccountID(77))))
        #expect(try finding { $0.parent = nil } == .account(.closing, child.id, .changed("parent")))
        #expect(try finding { $0.openedBy += 1 } == .account(.closing, child.id, .changed("opened_by")))
    }

    @Test("with accounts in another order, missing, open again, or opened at another time")
    func accounts() throws {
        let ids = statement.closing.accounts.map(\.id)
        func finding(
            opening: ((inout [CommittedAccount]) -> Void)? = nil, _ change: (inout [CommittedAccount]) -> Void
        ) throws -> StatementFinding? {
            var (first, second) = (try #require(statement.opening).accounts, statement.closing.accounts)
            opening?(&first)
            change(&second)
            return statement.with(
                opening: statement.opening?.with(accounts: first), closing: statement.closing.with(accounts: second)
            ).finding(under: scene.checkpoint)
        }
        #expect(try finding { $0.swapAt(1, 2) } == .account(.closing, ids[1], .order))
        #expect(try finding { $0.insert($0[1], at: 1) } == .account(.closing, ids[1], .order))
        #expect(try finding { $0.remove(at: 1) } == .account(.closing, ids[1], .missing))
        #expect(
            try finding(opening: { $0[2].isClosed = true }, { $0[3].isClosed = false })
                == .account(.closing, ids[3], .reopened))
        let late = scene.opening - 1
        #expect(try finding { $0[2].openedBy = late } == .account(.closing, ids[2], .openedBy(late)))
    }

    @Test("are refused before they are made, when what is asked for is not there")
    func requests() throws {
        let origin = scene.checkpoint.origin
        let size = scene.checkpoint.head.size
        func error(
            _ tenant: UInt64, from opening: UInt64? = nil, to closing: UInt64? = nil, since earlier: Checkpoint? = nil
        ) -> StatementIssueError? {
            #expect(throws: StatementIssueError.self) {
                _ = try scene.issue(tenant, from: opening, to: closing, since: earlier)
            }
        }
        #expect(error(tenant, to: size + 1) == .behindCheckpoint(seal: size + 1, size: size))
        #expect(error(tenant, from: 0) == .notASeal(0))
        #expect(error(tenant, from: 2, to: scene.closing) == .notASeal(2))
        #expect(error(tenant, to: size) == .notASeal(size))
        #expect(error(tenant, from: 5, to: 5) == .wrongOrder(opening: 5, closing: 5))
        #expect(error(tenant, from: scene.closing) == .noSeal(size: size, after: scene.closing))
        #expect(error(4, to: scene.closing) == .unknownTenant(TenantID(4), seal: scene.closing))
        let longer = Checkpoint(origin: origin, head: TreeHead(size: size + 1, root: .emptyTree))
        #expect(error(tenant, since: longer) == .earlierIsLater(size: size + 1, than: size))
        let fork = try StatementScene(tenants: 3, delay: 6)
        let request = try StatementRequest(tenant: TenantID(tenant), checkpoint: fork.checkpoint)
        let forked = #expect(throws: StatementIssueError.self) {
            try StatementIssuer.issue(request, at: scene.script.path)
        }
        #expect(
            forked == .notContained(fork.checkpoint, .otherHistory(root: scene.checkpoint.head.root)))
        let unsealed = try SampleJournals.mixed()
        try unsealed.flush()
        let checkpoint = try StatementScene.checkpoint(of: unsealed)
        let without = try StatementRequest(tenant: TenantID(1), checkpoint: checkpoint)
        let missing = #expect(throws: StatementIssueError.self) {
            try StatementIssuer.issue(without, at: unsealed.path)
        }
        #expect(missing == .noSeal(size: 14, after: nil))
    }

    /// The statement with totals of its own seals.
    private static func adding(up statement: Statement) throws -> Statement {
        Statement(
            journal: statement.journal, tenant: statement.tenant, checkpointSize: statement.checkpointSize,
            growth: statement.growth, opening: statement.opening, closing: statement.closing,
            totals: (try? StatementTotals(from: statement.opening, to: statement.closing)) ?? statement.totals)
    }
}

extension StatementSeal {
    fileprivate func with(accounts: [CommittedAccount]) -> StatementSeal {
        StatementSeal(
            body: body, inclusion: inclusion, global: global, path: path, salt: salt, rest: rest, spent: spent,
            accounts: accounts)
    }
}
