import RecountJournal
import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

@Suite("Statements")
struct StatementTests {
    @Test("hold for every tenant at every place among others", arguments: [1, 2, 3, 4, 5, 7])
    func everyPlace(count: Int) throws {
        let scene = try StatementScene(tenants: count)
        for tenant in scene.tenants {
            for statement in [try scene.between(tenant), try scene.issue(tenant)] {
                let bytes = statement.json
                let read = try Statement(parsing: bytes)
                #expect(read == statement && read.json == bytes)
                let check = try StatementCheck(read, under: scene.checkpoint)
                #expect(check.closing.sequence == scene.closing)
                #expect(check.opening?.sequence == (statement.opening == nil ? nil : scene.opening))
                let depth = statement.closing.path.count
                #expect(depth <= 3 && (depth == 0) == (count == 1))
            }
        }
    }

    @Test("show what the kernel holds, with accounts that were opened and closed meanwhile, and debt")
    func figures() throws {
        let scene = try StatementScene(tenants: 3)
        let tenant = scene.tenants[1]
        let statement = try scene.between(tenant)
        #expect(statement.closing.accounts.count == 4 && statement.opening?.accounts.count == 3)
        for account in statement.closing.accounts {
            let found = scene.script.journal.kernel.account(account.id, of: TenantID(tenant))
            let state = try #require(found)
            #expect(account.balances == state.balances && account.parent == state.parent)
            #expect(account.isClosed == state.isClosed && account.exposureLimit == state.exposureLimit)
        }
        let spent = scene.script.journal.kernel.tenant(TenantID(tenant))?.spent
        #expect(statement.closing.spent == spent)
        #expect(statement.closing.accounts.map(\.isClosed) == [false, false, false, true])
        let child = statement.totals.accounts[1].lines.cost
        #expect(child[.openingAvailable] == 68_612 && child[.openingReserved] == 500 && child[.funded] == 0)
        #expect(child[.spent] == 99_999 && child[.closingAvailable] == 0 && child[.closingDebt] == 31_387)
        let late = statement.totals.accounts[2].lines.tokens
        #expect(late[.openingAvailable] == 0 && late[.funded] == 55_555 && late[.closingReserved] == 333)
        #expect(statement.totals.spent == PerDimension(calls: 1, tokens: 5, cost: 99_999))
        let whole = try scene.issue(tenant)
        #expect(whole.opening == nil && whole.totals.spent.cost == 100_887)
        #expect(whole.totals.accounts[0].lines.cost[.funded] == tenant)
    }

    @Test("hold nothing of another tenant")
    func isolation() throws {
        let scene = try StatementScene(tenants: 4)
        for tenant in scene.tenants {
            let text = String(decoding: try scene.between(tenant).json, as: UTF8.self)
            for other in scene.tenants where other != tenant {
                for number in [other, other % 1_000_003 + 500_000]
                    + (1...4).map({ StatementScene.account($0, of: other) })
                {
                    #expect(!text.contains("\"\(number)\""))
                }
                for id in [other] + (1...4).map({ StatementScene.account($0, of: other) }) {
                    let digits = String(id, radix: 16)
                    let reversed = withUnsafeBytes(of: id.littleEndian) { Array($0.prefix(4)) }
                    #expect(!text.contains(String(id)) && !text.contains(digits))
                    #expect(!text.contains(reversed.hexadecimal))
                }
            }
            #expect(text.contains(String(tenant)))
        }
    }

    @Test("give no sibling's small balance away: without its salt no guess leads to its digest")
    func guessing() throws {
        let script = try JournalScript()
        for (tenant, calls) in [(UInt64(1), UInt64(10)), (2, 7_321)] {
            try script.run(
                [
                    .openTenant(accounts: 1, reservations: 8, transfers: 8, locks: 4), .open(1),
                    .fund(1, 1, .of(calls: calls)),
                ],
                tenant: tenant)
        }
        try script.run(.seal)
        try script.flush()
        let checkpoint = try StatementScene.checkpoint(of: script)
        func issue(_ tenant: UInt64) throws -> StatementSeal {
            let request = try StatementRequest(tenant: TenantID(tenant), checkpoint: checkpoint)
            return try StatementIssuer.issue(request, at: script.path).closing
        }
        let sibling = try #require(try issue(1).path.first)
        let secret = try issue(2)
        func matches(salt: Digest) -> [UInt64] {
            (0...10_000).filter { calls in
                let guess = secret.guessing(calls: calls, salt: salt)
                return sibling == .right(guess.leaf(of: TenantID(2)))
            }
        }
        #expect(matches(salt: secret.salt) == [7_321])
        #expect(matches(salt: .zero).isEmpty)
        #expect(matches(salt: try issue(1).salt).isEmpty)
    }

    @Test("are issued from any pair of seals, under any checkpoint behind them, and prove growth since earlier ones")
    func checkpoints() throws {
        let scene = try StatementScene(tenants: 2)
        let tenant = scene.tenants[0]
        for size in [0, 1, 5, scene.opening, scene.closing, scene.checkpoint.head.size] {
            let earlier = try StatementScene.checkpoint(of: scene.script, upTo: size)
            let statement = try scene.issue(tenant, from: scene.opening, since: earlier)
            let read = try Statement(parsing: statement.json)
            #expect(read.finding(under: scene.checkpoint, since: earlier) == nil)
            #expect(read.finding(under: scene.checkpoint) == nil)
            let other = try StatementScene.checkpoint(of: scene.script, upTo: 3)
            #expect(
                read.finding(under: scene.checkpoint, since: other) == .otherEarlier(stated: size, given: 3))
        }
        let plain = try scene.between(tenant)
        #expect(
            plain.finding(under: scene.checkpoint, since: scene.checkpoint)
                == .otherEarlier(stated: nil, given: scene.checkpoint.head.size))
        let first = try scene.issue(tenant, to: scene.opening)
        #expect(first.closing == (try scene.between(tenant).opening))
    }
}

extension StatementSeal {
    fileprivate func guessing(calls: UInt64, salt: Digest) -> StatementSeal {
        var accounts = accounts
        accounts[0].balances.calls = Balance(
            funded: calls, withdrawn: 0, spent: 0, available: calls, reserved: 0, debt: 0)
        return StatementSeal(
            body: body, inclusion: inclusion, global: global, path: path, salt: salt, rest: rest, spent: spent,
            accounts: accounts)
    }
}
