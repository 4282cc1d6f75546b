import RecountKernel
import RecountTestSupport
import Testing

@Suite("State roots")
struct StateRootTests {
    @Test("are those of their definition over the canonical bytes, whatever happened", arguments: UInt64(1)...6)
    func definition(seed: UInt64) throws {
        var history = try StateHistory(seed: seed)
        for step in 0..<500 {
            try history.advance()
            if step % 3 == 0 { history.advanceALittle() }
            guard step % 20 == 0 else { continue }
            let harness = history.harness
            let place = "seed \(seed), step \(step)"
            let reference = ReferenceStateRoot(state: harness.stateBytes, secret: .zero)
            #expect(harness.kernel.stateRoot().byteArray == reference.root, "\(place)")
            #expect(harness.kernel.globalDigest().byteArray == reference.globalDigest, "\(place)")
            #expect(harness.tenantLeaves.map(\.digest.byteArray) == reference.tenants.map(reference.leaf), "\(place)")
            #expect(harness.tenantLeaves.map(\.tenant.rawValue) == reference.tenants.map(\.id), "\(place)")
        }
    }

    @Test("have the tree's shape for every number of tenants", arguments: [0...9, 15...17, 31...34, 63...65])
    func sizes(counts: ClosedRange<UInt32>) {
        for count in counts {
            let harness = KernelHarness(
                limits: .sized(tenants: 66, accounts: 66, locks: 66), saltSecret: .drawn(by: 5))
            // 67 is prime: every id from 1 to 66 comes once, out of order.
            for number in 1...UInt64(66) where number <= count {
                let opening = CommandBody.openTenant(accounts: 1, reservations: 1, transfers: 1, locks: 1)
                #expect(harness.answer(opening, tenant: number * 29 % 67) == .accepted)
            }
            let reference = ReferenceStateRoot(state: harness.stateBytes, secret: .drawn(by: 5))
            #expect(reference.tenants.count == Int(count))
            #expect(harness.kernel.stateRoot().byteArray == reference.root, "\(count) tenants")
        }
    }

    @Test("do not depend on the hash seed and on where entries stand", arguments: UInt64(1)...3)
    func placement(seed: UInt64) throws {
        var history = try StateHistory(seed: seed)
        for _ in 0..<300 { try history.advance() }
        let original = history.harness
        let other = try KernelHarness.restoring(original.stateBytes, hashSeed: HashSeed(first: .max, second: seed))
        #expect(other.kernel.stateRoot() == original.kernel.stateRoot())
        #expect(other.tenantLeaves == original.tenantLeaves)
        #expect(other.answer(.seal, at: original.now + 50) == original.answer(.seal, at: original.now + 50))
    }

    @Test("depend on the salt secret: every leaf does, what comes before the tenants does not")
    func saltSecret() throws {
        var history = try StateHistory(seed: 4)
        for _ in 0..<100 { try history.advance() }
        let state = history.harness.stateBytes
        let secrets = (UInt64(1)...4).map { SaltSecret.drawn(by: $0) }
        let kernels = try secrets.map { try KernelHarness.restoring(state, saltSecret: $0) }
        for (secret, harness) in zip(secrets, kernels) {
            #expect(harness.kernel.stateRoot().byteArray == ReferenceStateRoot(state: state, secret: secret).root)
            #expect(harness.kernel.globalDigest() == history.harness.kernel.globalDigest())
            #expect(harness.kernel.stateDigest() == history.harness.kernel.stateDigest())
        }
        let roots = kernels.map { $0.kernel.stateRoot().byteArray }
        let leaves = kernels.flatMap { $0.tenantLeaves.map(\.digest.byteArray) }
        #expect(Set(roots).count == 4)
        #expect(Set(leaves).count == 8)
    }

    @Test("A tenant's leaf changes with the tenant alone")
    func isolation() throws {
        let harness = KernelHarness(saltSecret: .drawn(by: 1))
        for tenant in UInt64(1)...3 {
            harness.run(.openTenant(accounts: 6, reservations: 20, transfers: 20, locks: 7), tenant: tenant)
            harness.run(.open(1), tenant: tenant)
            harness.run(.fund(1, 1, 100), tenant: tenant)
        }
        let commands: [CommandBody] = [
            .fund(2, 1, 1), .reserve(1, [1], 5, until: 900), .draw(1, 2), .settle(1, 3), .charge(2, [1], 1),
            .acquire(7, by: 1), .setQuotas(accounts: 7, reservations: 20, transfers: 20, locks: 8), .open(2, under: 1),
        ]
        for command in commands {
            let before = harness.tenantLeaves
            let root = harness.kernel.stateRoot()
            harness.run(command, tenant: 2)
            let after = harness.tenantLeaves
            #expect(before[0] == after[0] && before[2] == after[2], "\(command.kind)")
            #expect(before[1] != after[1], "\(command.kind)")
            #expect(root != harness.kernel.stateRoot(), "\(command.kind)")
        }
    }
}
