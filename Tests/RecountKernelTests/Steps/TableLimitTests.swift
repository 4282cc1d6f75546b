import RecountKernel
import RecountTestSupport
import Testing

@Suite("Full means count = quota")
struct TableLimitTests {
    @Test("Two tenants fill every table to the last place, whatever came and went before")
    func lastPlace() {
        let limits = KernelLimits.sized(
            tenants: 2, accounts: 6, reservations: 10, transfers: 7, maximumAdvance: 1_000_000, retention: 1)
        let harness = KernelHarness(limits: limits)
        harness.run(.openTenant(accounts: 4, reservations: 3, transfers: 5), tenant: 1)
        harness.run(.openTenant(accounts: 2, reservations: 7, transfers: 2), tenant: 2)
        for round in UInt64(0)..<40 {
            fill(harness, tenant: 1, accounts: 4, reservations: 3, transfers: 5, round: round)
            fill(harness, tenant: 2, accounts: 2, reservations: 7, transfers: 2, round: round)
            #expect(harness.kernel.reservationCount == 10)
            #expect(harness.kernel.accountCount == 6)
            harness.run(.tick, at: harness.now + 1)
            #expect(harness.kernel.reservationCount == 0)
        }
    }

    private func fill(
        _ harness: KernelHarness, tenant: UInt64, accounts: UInt64, reservations: UInt64, transfers: UInt64,
        round: UInt64
    ) {
        for account in 0..<accounts { harness.run(.open(account), tenant: tenant) }
        #expect(
            harness.answer(.open(accounts), tenant: tenant)
                == .refused(.full, .count(needed: accounts + 1, limit: accounts)))
        for id in 0..<transfers {
            #expect(harness.answer(.fund(round * 100 + id, 0, 1), tenant: tenant) == .accepted)
        }
        #expect(
            harness.answer(.fund(99_999, 0, 1), tenant: tenant)
                == .refused(.full, .count(needed: transfers + 1, limit: transfers)))
        for id in 0..<reservations {
            #expect(harness.answer(.charge(round * 100 + id, [1, 0], 1), tenant: tenant) == .accepted)
        }
        #expect(
            harness.answer(.charge(99_999, [0], 1), tenant: tenant)
                == .refused(.full, .count(needed: reservations + 1, limit: reservations)))
    }

    @Test("Open reservations fill a whole table, and all fall due at once")
    func openReservations() {
        let harness = KernelHarness(limits: .sized(reservations: 100))
        for body in [CommandBody.openTenant(reservations: 100), .open(1), .fund(1, 1, 100)] { harness.run(body) }
        for id in UInt64(1)...100 { #expect(harness.answer(.reserve(id, [1], 1, until: 5)) == .accepted) }
        #expect(harness.balance(1).available == 0)
        #expect(harness.takeConsequences(until: 5).count == 100)
        #expect(harness.balance(1).available == 100)
    }

    @Test("A kernel of one place in each table")
    func smallest() {
        let harness = KernelHarness(limits: .sized(tenants: 1, accounts: 1, reservations: 1, transfers: 1))
        for body in [CommandBody.openTenant(accounts: 1, reservations: 1, transfers: 1), .open(1), .fund(1, 1, 1)] {
            #expect(harness.answer(body) == .accepted)
        }
        #expect(harness.answer(.reserve(1, [1], 1, until: 9)) == .accepted)
        #expect(harness.answer(.open(2)) == .refused(.full, .count(needed: 2, limit: 1)))
        #expect(harness.answer(.openTenant(), tenant: 2) == .refused(.tooLarge, .count(needed: 8, limit: 1)))
    }

    @Test("A tenant without any quota can do nothing")
    func nothing() {
        let harness = KernelHarness()
        #expect(harness.answer(.openTenant(accounts: 0, reservations: 0, transfers: 0)) == .accepted)
        #expect(harness.answer(.open(1)) == .refused(.full, .count(needed: 1, limit: 0)))
    }

    @Test("Limits that no kernel has")
    func limits() {
        func limits(tenants: UInt32 = 1, models: UInt32 = 1, advance: UInt64 = 1, retention: UInt64 = 1)
            -> KernelLimits?
        {
            KernelLimits(
                tenants: tenants, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: models,
                maximumAdvance: Milliseconds(advance), retention: Milliseconds(retention))
        }
        #expect(limits() != nil)
        #expect(limits(tenants: 0) == nil)
        #expect(limits(models: KernelLimits.maximumCount) != nil)
        #expect(limits(models: KernelLimits.maximumCount + 1) == nil)
        #expect(limits(advance: Milliseconds.maximum.rawValue + 1) == nil)
        #expect(limits(retention: .max) == nil)
    }

    @Test("Memory that is too small or not aligned, and a time that no command could have")
    func memory() {
        let needed = Kernel.requiredByteCount(for: .small)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(needed) + 64, alignment: 64)
        defer { memory.deallocate() }
        func error(_ range: Range<Int>, initialTime: UInt64 = 0) -> KernelError? {
            do throws(KernelError) {
                _ = try Kernel(
                    memory: UnsafeMutableRawBufferPointer(rebasing: memory[range]), limits: .small,
                    initialTime: Milliseconds(initialTime), hashSeed: HashSeed(first: 0, second: 0),
                    saltSecret: .zero)
                return nil
            } catch {
                return error
            }
        }
        #expect(error(0..<Int(needed)) == nil)
        #expect(error(0..<Int(needed) - 1) == .memoryTooSmall(needed: needed, offered: needed - 1))
        #expect(error(8..<Int(needed) + 8) == .memoryMisaligned)
        #expect(error(0..<Int(needed), initialTime: Milliseconds.maximum.rawValue + 1) == .timeOutOfRange)
    }
}
