import RecountKernel
import RecountTestSupport
import Testing

@Suite("Opening a tenant's leaf")
struct OpeningTests {
    private static let secret = SaltSecret.drawn(by: 77)

    /// A random state of two tenants, and a third without anything.
    private static func kernel(seed: UInt64) throws -> KernelHarness {
        var history = try StateHistory(seed: seed)
        history.harness.run(
            .openTenant(accounts: 1, reservations: 1, transfers: 1, locks: 1), tenant: seed % 2 == 0 ? .max : 3)
        for _ in 0..<200 { try history.advance() }
        return try KernelHarness.restoring(history.harness.stateBytes, saltSecret: secret)
    }

    @Test("Salt, bytes and rest make the leaf, and all leaves the root", arguments: UInt64(1)...4)
    func openings(seed: UInt64) throws {
        let harness = try Self.kernel(seed: seed)
        let reference = ReferenceStateRoot(state: harness.stateBytes, secret: Self.secret)
        let leaves = harness.tenantLeaves
        #expect(leaves.count == 3)
        for (tenant, leaf) in zip(reference.tenants, leaves) {
            let (opening, accounts) = try #require(harness.opening(of: tenant.id))
            #expect(accounts == tenant.accounts && opening.accountsByteCount == accounts.count, "seed \(seed)")
            #expect(opening.salt.byteArray == reference.salt(of: tenant), "seed \(seed)")
            let made = accounts.withUnsafeBytes {
                StateCommitment.leaf(salt: opening.salt, accounts: $0, rest: opening.rest)
            }
            #expect(made == leaf.digest && leaf.tenant.rawValue == tenant.id, "seed \(seed)")
        }
        let pair = StateCommitment.branch(leaves[0].digest, leaves[1].digest)
        let root = StateCommitment.root(
            global: harness.kernel.globalDigest(), tenants: StateCommitment.branch(pair, leaves[2].digest))
        #expect(root == harness.kernel.stateRoot(), "seed \(seed)")
    }

    @Test("A tenant that was never opened has none, and too little room is refused")
    func refusals() throws {
        let harness = try Self.kernel(seed: 1)
        #expect(harness.kernel.openingByteCount(of: TenantID(9)) == nil)
        #expect(harness.kernel.openingByteCount(of: .none) == nil)
        #expect(harness.opening(of: 9) == nil)
        let byteCount = harness.kernel.openingByteCount(of: TenantID(2))
        let needed = try #require(byteCount)
        var room = [UInt8](repeating: 0, count: Int(needed) - 1)
        let error = #expect(throws: EncodingError.self) {
            try room.withUnsafeMutableBytes { _ = try harness.kernel.writeOpening(of: TenantID(2), into: $0) }
        }
        #expect(error?.neededByteCount == Int(needed) && error?.offeredByteCount == Int(needed) - 1)
        #expect(room.allSatisfy { $0 == 0 })
    }

    @Test("Without tenants there is nothing to open, and the tree is that of no leaves")
    func empty() {
        let harness = KernelHarness()
        #expect(harness.tenantLeaves.isEmpty)
        #expect(
            harness.kernel.stateRoot()
                == StateCommitment.root(global: harness.kernel.globalDigest(), tenants: StateCommitment.noTenants))
    }

    @Test("A salt secret shows nothing of itself where it is printed")
    func secrecy() {
        let secret = SaltSecret(bytes: InlineArray(repeating: 0xa7))
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(!text.contains("167") && !text.contains("a7"))
        }
        #expect(secret == SaltSecret(bytes: InlineArray(repeating: 0xa7)) && secret != .zero)
        #expect(SaltSecret.drawn(by: 1) != .drawn(by: 2))
    }
}
