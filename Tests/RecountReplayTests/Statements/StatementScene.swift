import RecountJournal
import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

/// A journal of several tenants with two seals, and the checkpoint over it.
struct StatementScene {
    static let origin = "example.com/ledger"

    let script: JournalScript
    /// By ascending id, each with ids and figures that no other has.
    let tenants: [UInt64]
    let opening: UInt64
    let closing: UInt64
    let checkpoint: Checkpoint

    /// - Parameter delay: a moment's length; another one makes another history.
    init(tenants count: Int, delay: UInt64 = 5, origin: String = StatementScene.origin) throws {
        script = try JournalScript(
            .script(
                tenants: UInt32(count) + 1, accounts: UInt32(count) * 8 + 8, reservations: UInt32(count) * 4,
                transfers: UInt32(count) * 8))
        // Opened out of order: their place in the tree is that of their ids.
        tenants = (0..<count).map { Self.id(ofTenant: $0) }
        for tenant in tenants.reversed() { try Self.begin(tenant, script, delay) }
        opening = try script.run(.seal, after: delay).sequence
        for tenant in tenants { try Self.go(on: tenant, script, delay) }
        closing = try script.run(.seal, after: delay).sequence
        for _ in 0..<3 { try script.run(.tick, after: delay) }
        try script.flush()
        checkpoint = try Self.checkpoint(of: script, origin: origin)
    }

    func issue(
        _ tenant: UInt64, from opening: UInt64? = nil, to closing: UInt64? = nil, since earlier: Checkpoint? = nil
    ) throws -> Statement {
        let request = try StatementRequest(
            tenant: TenantID(tenant), checkpoint: checkpoint, opening: opening, closing: closing, earlier: earlier)
        return try StatementIssuer.issue(request, at: script.path)
    }

    /// From the first seal to the second.
    func between(_ tenant: UInt64) throws -> Statement { try issue(tenant, from: opening, to: closing) }

    /// The checkpoint of the first records.
    static func checkpoint(
        of script: JournalScript, upTo size: UInt64 = .max, origin: String = StatementScene.origin
    ) throws -> Checkpoint {
        let name = try #require(NoteKeyName(origin))
        return Checkpoint(origin: name, head: try JournalTree(ofJournalAt: script.path, upTo: size).head)
    }

    /// Ten digits, so that no other number has them by chance.
    static func id(ofTenant position: Int) -> UInt64 { 3_141_592_653 + 271_828_182 * UInt64(position) }

    /// An account's id: the tenant's, then its number.
    static func account(_ number: UInt64, of tenant: UInt64) -> UInt64 { tenant * 10 + number }

    private static func begin(_ tenant: UInt64, _ script: JournalScript, _ delay: UInt64) throws {
        let root = account(1, of: tenant)
        let child = account(2, of: tenant)
        try script.run(
            [
                .openTenant(accounts: 8, reservations: 4, transfers: 8, locks: 2),
                .open(root, limit: .of(tokens: 1 << 62)), .open(child, under: root, limit: .of(calls: 50)),
                .open(account(4, of: tenant), under: root),
                .fund(1, root, .of(calls: 40, tokens: tenant % 1_000_003 + 500_000, cost: tenant)),
                .fund(2, child, .of(calls: 20, tokens: 90_000, cost: 70_000)),
                .charge(3, [child], .of(calls: 1, tokens: 777, cost: 888)),
            ], tenant: tenant)
        try script.run(
            .reserve(4, [child], .of(calls: 2, tokens: 1_000, cost: 500), until: script.time + 900_000),
            tenant: tenant, after: delay)
    }

    private static func go(on tenant: UInt64, _ script: JournalScript, _ delay: UInt64) throws {
        let root = account(1, of: tenant)
        let child = account(2, of: tenant)
        let late = account(3, of: tenant)
        try script.run(
            [
                .open(late, under: root), .close(account(4, of: tenant)), .limit(late, .of(calls: 9, cost: 1 << 50)),
                .fund(5, late, .of(calls: 7, tokens: 55_555, cost: 66_666)),
                .withdraw(6, root, .of(calls: 3, tokens: 44, cost: 55)),
                // More than the child has.
                .charge(7, [child], .of(calls: 1, tokens: 5, cost: 99_999)),
            ], tenant: tenant)
        try script.run(
            .reserve(8, [late], .of(calls: 1, tokens: 333, cost: 222), until: script.time + 900_000), tenant: tenant,
            after: delay)
    }
}

extension Statement {
    /// The same with other parts.
    func with(
        tenant: TenantID? = nil, checkpointSize: UInt64? = nil, opening: StatementSeal?? = nil,
        closing: StatementSeal? = nil
    ) -> Statement {
        Statement(
            journal: journal, tenant: tenant ?? self.tenant, checkpointSize: checkpointSize ?? self.checkpointSize,
            growth: growth, opening: opening ?? self.opening, closing: closing ?? self.closing, totals: totals)
    }

    /// What is found wrong; nil if it holds.
    func finding(under checkpoint: Checkpoint, since earlier: Checkpoint? = nil) -> StatementFinding? {
        do throws(StatementFinding) {
            _ = try StatementCheck(self, under: checkpoint, since: earlier)
            return nil
        } catch {
            return error
        }
    }
}
