import RecountKernel
import RecountTestSupport
import Testing

@Suite("Bytes that are no state")
struct StateRefusalTests {
    /// One change to a good state, and how it is refused: with an exact offset, or in an entry.
    struct Spoiling: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let code: DecodingErrorCode
        let spoil: @Sendable (inout StateBuilder) -> Void

        init(
            _ name: String, _ code: DecodingErrorCode = .inconsistent,
            _ spoil: @escaping @Sendable (inout StateBuilder) -> Void
        ) {
            testDescription = name
            self.code = code
            self.spoil = spoil
        }
    }

    /// A parent with a child that has a hold, remembered reservations and transfers, leases and a queue.
    static var good: StateBuilder {
        var state = StateBuilder()
        state.accounts = [
            StateBuilder.Account(
                id: 1, parent: 2, balances: [[9, 1, 3, 4, 1, 0], [5, 0, 7, 0, 0, 2], [0, 0, 0, 0, 0, 0]]),
            StateBuilder.Account(
                id: 2, exposureLimit: 8, balances: [[5, 0, 0, 4, 1, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]),
            StateBuilder.Account(id: 3, state: 2),
        ]
        state.reservations = [
            StateBuilder.Reservation(id: 1),
            StateBuilder.Reservation(id: 2, origin: 3, state: 5, expirySetBy: 0, finishedBy: 7, finishedAt: 15),
            StateBuilder.Reservation(
                id: 3, origin: 2, state: 6, accounts: [3, 1], openingExpiry: 0, expiry: 0, expirySetBy: 0,
                spent: [1, 0, 0], finishedBy: 8, finishedAt: 15),
        ]
        state.transfers = [StateBuilder.Transfer(id: 4), StateBuilder.Transfer(id: 5, direction: 2, finishedBy: 5)]
        state.resources = [
            StateBuilder.Resource(
                id: 1, leases: [StateBuilder.Lease(agent: 1, token: 5), StateBuilder.Lease(agent: 2)],
                waiters: [StateBuilder.Waiter(agent: 1), StateBuilder.Waiter(agent: 3, queuedBy: 6)]),
            StateBuilder.Resource(
                id: 2,
                leases: [
                    StateBuilder.Lease(agent: 1, mode: 2, token: 8, holdCount: 2, superseded: (token: 3, releases: 1))
                ]),
        ]
        return state
    }

    static let spoilings: [Spoiling] = [
        Spoiling("a sequence that leaves no room for steps", .outOfRange) { $0.sequence = 1 << 63 },
        Spoiling("tenant 0", .duplicateEntry) { $0.tenants = [0] },
        Spoiling("tenants out of order", .unsorted) { $0.tenants = [2, 1] },
        Spoiling("a tenant twice", .duplicateEntry) { $0.tenants = [1, 1] },
        Spoiling("more tenants than the limit", .badCount) { $0.tenants = [1, 2, 3, 4] },
        Spoiling("quotas above the table together") { $0.quotas[1] = 201 },
        Spoiling("more accounts than the quota") { $0.quotas[0] = 2 },
        Spoiling("more reservations than the quota", .badCount) { $0.quotas[1] = 2 },
        Spoiling("more leases and requests than the quota", .badCount) { $0.quotas[3] = 4 },
        Spoiling("accounts out of order", .unsorted) { $0.accounts.swapAt(0, 1) },
        Spoiling("an unknown parent") { $0.accounts[0].parent = 9 },
        Spoiling("parents in a circle") { $0.accounts[1].parent = 1 },
        Spoiling("an account opened by a later step", .outOfRange) { $0.accounts[0].openedBy = 10 },
        Spoiling("an unknown account state", .unknownTag) { $0.accounts[0].state = 3 },
        Spoiling("budget that is not conserved") { $0.accounts[0].balances[0][0] = 10 },
        Spoiling("debt beside what is available") { $0.accounts[0].balances[1] = [5, 0, 5, 2, 0, 2] },
        Spoiling("more reserved than is held") { $0.accounts[0].balances[0] = [9, 1, 3, 3, 2, 0] },
        Spoiling("less reserved than is held") { $0.accounts[0].balances[0] = [9, 1, 3, 5, 0, 0] },
        Spoiling("more reserved than the exposure limit") {
            $0.accounts[1].exposureLimit = 3
            $0.accounts[1].balances[1] = [4, 0, 0, 0, 4, 0]
            $0.accounts[0].balances[1] = [9, 0, 7, 0, 4, 2]
            $0.reservations[0].amounts[1] = 4
        },
        Spoiling("a closed account with debt") { $0.accounts[2].balances[0] = [0, 0, 1, 0, 0, 1] },
        Spoiling("a closed account with an open child") {
            $0.accounts[0].parent = 3
        },
        Spoiling("a closed account with an expired reservation") { $0.reservations[1].accounts = [3] },
        Spoiling("a reservation on an unknown account") { $0.reservations[0].accounts = [4] },
        Spoiling("reservations out of order", .unsorted) { $0.reservations[0].id = 4 },
        Spoiling("an unknown origin", .unknownTag) { $0.reservations[0].origin = 4 },
        Spoiling("a charge that is open") { $0.reservations[2].state = 1 },
        Spoiling("a reservation that is a charge") { $0.reservations[0].state = 6 },
        Spoiling("an open reservation that finished") { $0.reservations[0].finishedBy = 6 },
        Spoiling("an open reservation without a step that set its expiry") { $0.reservations[0].expirySetBy = 0 },
        Spoiling("more spent than held") { $0.reservations[0].spent = [2, 0, 0] },
        Spoiling("a charge with an expiry") { $0.reservations[2].expiry = 1 },
        Spoiling("two reservations finished by one step") { $0.reservations[1].finishedBy = 8 },
        Spoiling("time that goes back between two finishes") { $0.reservations[1].finishedAt = 16 },
        Spoiling("a finish in the future", .outOfRange) { $0.reservations[1].finishedAt = 21 },
        Spoiling("a transfer of an unknown account") { $0.transfers[0].account = 7 },
        Spoiling("two transfers by one step") { $0.transfers[0].finishedBy = 5 },
        Spoiling("a transfer of an unknown direction", .unknownTag) { $0.transfers[0].direction = 0 },
        Spoiling("resources out of order", .unsorted) { $0.resources.swapAt(0, 1) },
        Spoiling("a resource that nobody holds or awaits") { $0.resources[1].leases = [] },
        Spoiling("two leases, one of them exclusive") { $0.resources[0].leases[1].mode = 2 },
        Spoiling("an agent with two leases") { $0.resources[0].leases[1].agent = 1 },
        Spoiling("tokens out of order", .unsorted) { $0.resources[0].leases[0].token = 7 },
        Spoiling("a lease without a hold") { $0.resources[0].leases[0].holdCount = 0 },
        Spoiling("an old token on a shared lease") { $0.resources[0].leases[0].superseded = (token: 2, releases: 1) },
        Spoiling("an old token above the new one") { $0.resources[1].leases[0].superseded = (token: 9, releases: 1) },
        Spoiling("an old token good for nothing") { $0.resources[1].leases[0].superseded = (token: 3, releases: 0) },
        Spoiling("an old token good for too much") { $0.resources[1].leases[0].superseded = (token: 3, releases: 3) },
        Spoiling("an agent that waits twice") { $0.resources[0].waiters[1].agent = 1 },
        Spoiling("an upgrade behind another request") { $0.resources[0].waiters.swapAt(0, 1) },
        Spoiling("an upgrade to what is held") { $0.resources[0].waiters[0].mode = 1 },
        Spoiling("a request for no time") { $0.resources[0].waiters[0].lease = 0 },
        Spoiling("two promotions due") {
            $0.resources[0].leases.removeLast()
            $0.resources[1].leases = []
            $0.resources[1].waiters = [StateBuilder.Waiter(agent: 8)]
        },
        Spoiling("a policy twice") {
            let policy = PolicyBuilder(models: [.permissive(1)]).bytes
            $0.policies = [policy, policy]
        },
        Spoiling("more policies than the limit", .badCount) {
            $0.policies = (0..<3).map { PolicyBuilder(models: [.permissive(UInt32($0))]).bytes }
        },
        Spoiling("a policy without models", .policyEmptyCatalog) { $0.policies = [PolicyBuilder(models: []).bytes] },
    ]

    @Test("The state that the others are made of is one")
    func goodState() throws {
        let harness = try KernelHarness.restoring(Self.good.bytes)
        #expect(harness.stateBytes == Self.good.bytes)
        #expect(harness.kernel.sequence == 9)
        #expect(harness.now == 20)
        #expect(harness.balance(1).reserved == 1)
        #expect(harness.kernel.leaseCount == 3)
        #expect(harness.kernel.waiterCount == 2)
        #expect(harness.kernel.nextDue == Milliseconds(300))
    }

    @Test("One change makes it none", arguments: spoilings)
    func spoiled(_ spoiling: Spoiling) throws {
        var state = Self.good
        spoiling.spoil(&state)
        let error = #expect(throws: RestoreError.self) { _ = try KernelHarness.restoring(state.bytes) }
        guard case .malformed(let code, let offset)? = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(code == spoiling.code, "\(code) at \(offset)")
        #expect(offset <= state.bytes.count)
    }

    @Test("No part of a state is one, nor is a state with more behind it")
    func truncated() {
        let bytes = Self.good.bytes
        for count in 0..<bytes.count {
            #expect(throws: RestoreError.self, "\(count) bytes") {
                _ = try KernelHarness.restoring(Array(bytes.prefix(count)))
            }
        }
        #expect(throws: RestoreError.malformed(.trailingBytes, offset: UInt64(bytes.count))) {
            _ = try KernelHarness.restoring(bytes + [0])
        }
        #expect(throws: RestoreError.malformed(.unsupportedVersion, offset: 0)) {
            _ = try KernelHarness.restoring([2] + bytes.dropFirst())
        }
        #expect(throws: RestoreError.malformed(.outOfRange, offset: 18)) {
            _ = try KernelHarness.restoring(bytes.prefix(34) + [0, 0, 0, 0] + bytes.dropFirst(38))
        }
    }

    @Test("What a damaged state still makes keeps every rule, and goes on keeping them", arguments: UInt64(1)...4)
    func damaged(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        var history = try StateHistory(seed: seed)
        for _ in 0..<200 { try history.advance() }
        let bytes = history.harness.stateBytes
        var refused = 0
        for round in 0..<500 {
            var other = bytes
            for _ in 0...random.uniform(0...2) {
                // The limits stay: others only change how much memory a test takes.
                let position = Int(random.uniform(82...UInt64(bytes.count - 1)))
                other[position] = UInt8(
                    truncatingIfNeeded: random.uniform(0...3) == 0 ? random.next() : random.uniform(0...9))
            }
            guard let harness = try? KernelHarness.restoring(other) else {
                refused += 1
                continue
            }
            #expect(harness.stateBytes == other, "seed \(seed), round \(round)")
            try Self.goOn(harness, seed: random.next())
        }
        #expect(refused > 100)
    }

    private static func goOn(_ harness: KernelHarness, seed: UInt64) throws {
        var budgets = BudgetCommandStream(seed: seed)
        var locks = LockCommandStream(seed: seed)
        for _ in 0..<6 {
            _ = try harness.run(budgets.next(now: harness.now))
            _ = try harness.run(locks.next(LockPicture(harness.kernel), now: harness.now))
        }
        for position in 0..<harness.kernel.accountCount {
            let account = harness.kernel.account(at: position)
            let balances = account.balances
            #expect(balances.calls.isConserved && balances.tokens.isConserved && balances.cost.isConserved)
        }
    }
}
