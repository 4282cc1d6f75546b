import RecountTestSupport
import Testing

@testable import RecountKernel

/// Locks of an admission, and what only the kernel's memory can prepare.
@Suite("Locks that are taken together, and counts at their bound")
struct AdmissionLockTests {
    /// Checks, and takes if that is accepted, as the step that would come next.
    private static func take(
        _ locks: [AdmissionLock], by agent: LockAgent, _ harness: KernelHarness, tenant: UInt64 = 1
    ) -> Result<[LeaseGrant], Refusal> {
        Result { () throws(Refusal) in try harness.kernel.take(locks, by: agent, tenant: TenantID(tenant)) }
    }

    /// The same by definition: each is tried in order on the model, and all are undone if one is refused.
    private static func take(
        _ locks: [AdmissionLock], by agent: LockAgent, _ reference: ReferenceLocks, tenant: UInt64
    ) -> Result<(grants: [LeaseGrant], after: LockPicture), Refusal> {
        var model = reference
        model.beginStep()
        var grants: [LeaseGrant] = []
        do throws(Refusal) {
            for (index, lock) in locks.enumerated() {
                let request = LockRequest(
                    resource: lock.resource, agent: agent, mode: lock.mode, lease: lock.lease)
                let decision = try model.acquire(request, TenantID(tenant), index: UInt32(index))
                if case .lockAcquired(let grant) = decision { grants.append(grant) }
            }
        } catch {
            return .failure(error)
        }
        return .success((grants, model.picture))
    }

    @Test("As if each were tried in order, on the states of a long run", arguments: UInt64(1)...4)
    func random(seed: UInt64) throws {
        let lockstep = LockLockstep(limits: .small)
        for tenant in UInt64(1)...2 { try lockstep.run(.openTenant(locks: 12), tenant: tenant) }
        var stream = LockCommandStream(seed: seed)
        var random = SplitMix64(state: seed)
        var (taken, refused) = (0, 0)
        for _ in 0..<800 {
            try lockstep.run(stream.next(lockstep.reference.picture, now: lockstep.reference.time))
            if lockstep.reference.nextDue == lockstep.reference.time { continue }
            let saved = lockstep.save()
            let locks = (UInt64(1)...4).filter { _ in random.uniform(0...1) == 0 }.map { resource in
                AdmissionLock(
                    resource: LockResource(resource), mode: random.uniform(0...1) == 0 ? .shared : .exclusive,
                    lease: Milliseconds(random.uniform(0...30) == 0 ? 0 : random.uniform(1...9)))
            }
            let agent = LockAgent(random.uniform(1...6))
            let found = Self.take(locks, by: agent, lockstep.harness)
            switch (found, Self.take(locks, by: agent, lockstep.reference, tenant: 1)) {
            case (.failure(let refusal), .failure(let expected)):
                refused += 1
                #expect(refusal == expected, "seed \(seed), \(locks)")
                #expect(LockPicture(lockstep.harness.kernel) == lockstep.reference.picture, "seed \(seed)")
            case (.success(let grants), .success(let expected)):
                taken += 1
                #expect(grants == expected.grants, "seed \(seed), \(locks)")
                #expect(LockPicture(lockstep.harness.kernel) == expected.after, "seed \(seed), \(locks)")
            case (let found, let expected):
                Issue.record("seed \(seed): \(found) where \(expected) is expected for \(locks)")
            }
            lockstep.restore(saved)
        }
        #expect(taken > 50 && refused > 50)
    }

    @Test("Leases of one admission that end together end in its order")
    func order() {
        let harness = KernelHarness()
        harness.run(.openTenant())
        // Slots that were used before are given out again in another order than new ones.
        for resource in UInt64(1)...4 { harness.run(.acquire(resource, by: 9)) }
        for (resource, token) in [(2, 3), (4, 5), (1, 2), (3, 4)] as [(UInt64, UInt64)] {
            harness.run(.unlock(resource, by: 9, token: token))
        }
        let locks = [2, 4, 6, 8].map {
            AdmissionLock(resource: LockResource($0), mode: .shared, lease: Milliseconds(5))
        }
        guard case .success(let grants) = Self.take(locks, by: LockAgent(1), harness) else {
            Issue.record("all are free")
            return
        }
        #expect(grants.map(\.token) == [10, 10, 10, 10])
        #expect(harness.tenant()?.used.locks == 4)
        harness.run(.tick)
        let ended = harness.takeConsequences(until: 5).map(\.decision)
        #expect(ended == [2, 4, 6, 8].map { .leaseExpired($0, 1, token: 10) })
    }

    @Test("A lease is held 2^32 - 1 times and no more, however it is held once more")
    func holdCount() throws {
        let harness = KernelHarness()
        harness.run(.openTenant())
        harness.run(.acquire(1, by: 1, .shared))
        let key = TenantScopedKey(tenant: TenantID(1), id: LockResource(1))
        let slot = harness.kernel.locks.lease(of: LockAgent(1), on: harness.kernel.locks.resources.find(key))
        harness.kernel.locks.leases[slot].holdCount = .max - 1
        #expect(harness.answer(.acquire(1, by: 1, .shared)) == .acquired(token: 2, expiry: 100, count: .max))
        let full = Decision.refused(.full, .count(needed: 0x1_0000_0000, limit: 0xffff_ffff))
        #expect(harness.answer(.acquire(1, by: 1, .shared)) == full)
        #expect(harness.answer(.acquire(1, by: 1, .exclusive)) == full)
        harness.run(.acquire(1, by: 2, .shared))
        #expect(harness.answer(.acquire(1, by: 1, .exclusive, wait: 50)) == full)
        #expect(harness.kernel.waiterCount == 0)
        #expect(harness.tenant()?.used.locks == 2)
        #expect(harness.answer(.unlock(1, by: 1, token: 2)) == .lockReleased(holdCount: .max - 1))
        #expect(harness.answer(.acquire(1, by: 1, .exclusive, wait: 50)) == .lockQueued(position: 0))
        harness.run(.unlock(1, by: 2, token: 6))
        #expect(
            harness.takeConsequences(until: 0).map(\.decision) == [
                .promoted(1, 1, token: 11, expiry: 100, count: .max)
            ])
    }
}

extension Kernel {
    /// What an admission does about its locks, as the step that would come next.
    fileprivate mutating func take(
        _ locks: [AdmissionLock], by agent: LockAgent, tenant: TenantID
    ) throws(Refusal) -> [LeaseGrant] {
        let filler = AdmissionLock(resource: .zero, mode: .shared, lease: .zero)
        var list = AdmissionHeader.Locks(filler: filler)
        for lock in locks { list.append(lock) }
        let slot = ledger.tenants.find(TenantEntry.Key(id: tenant))
        let moment = Moment(sequence: sequence + 1, time: time)
        try self.locks.checkTry(list, agent: agent, of: slot, tenants: ledger.tenants, at: moment)
        var grants: [LeaseGrant] = []
        for (index, lock) in locks.enumerated() {
            let grant = self.locks.take(
                lock, index: UInt32(index), agent: agent, of: slot, tenants: ledger.tenants, at: moment)
            grants.append(grant)
        }
        return grants
    }
}
