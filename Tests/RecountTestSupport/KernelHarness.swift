import RecountKernel

/// A kernel with the memory it works in, and shorter ways to drive and read it in tests.
package final class KernelHarness {
    let memory: UnsafeMutableRawBufferPointer
    /// The kernel itself.
    package var kernel: Kernel

    /// Makes a kernel in fresh memory, which is not zeroed.
    package init(
        limits: KernelLimits = .small, initialTime: UInt64 = 0, hashSeed: HashSeed = HashSeed(first: 1, second: 2),
        saltSecret: SaltSecret = .zero
    ) {
        memory = .allocate(byteCount: Int(Kernel.requiredByteCount(for: limits)), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0xa5)
        do {
            kernel = try Kernel(
                memory: memory, limits: limits, initialTime: Milliseconds(initialTime), hashSeed: hashSeed,
                saltSecret: saltSecret)
        } catch {
            fatalError("the harness gave the kernel bad memory: \(error)")
        }
    }

    deinit {
        memory.deallocate()
    }

    /// The kernel's time in milliseconds.
    package var now: UInt64 { kernel.time.rawValue }

    /// Takes the consequences that are due, then the command: all steps in order, the command's last.
    ///
    /// - Parameter time: of the command; nil for the kernel's own.
    @discardableResult
    package func run(_ body: CommandBody, tenant: UInt64 = 1, at time: UInt64? = nil) -> [Step] {
        let command = Command(
            header: CommandHeader(
                tenant: body.concernsTenant ? TenantID(tenant) : .none, time: Milliseconds(time ?? now)), body: body)
        do {
            return try run(command)
        } catch {
            fatalError("the harness made a command that the kernel does not take: \(error)")
        }
    }

    /// Takes the consequences that are due, then the command as it is.
    package func run(_ command: Command) throws(StepError) -> [Step] {
        var steps = takeConsequences(until: command.header.time.rawValue)
        steps.append(try kernel.step(command))
        return steps
    }

    /// The kernel's answer to a command, after the consequences that come first.
    @discardableResult
    package func answer(_ body: CommandBody, tenant: UInt64 = 1, at time: UInt64? = nil) -> Decision {
        run(body, tenant: tenant, at: time)[last: 0].decision
    }

    /// The first consequence that is due by a time.
    package func takeConsequence(until time: UInt64) -> Step? {
        kernel.nextConsequence(until: Milliseconds(time))
    }

    /// The command's step alone, without the consequences that come first.
    package func step(_ command: Command) throws(StepError) -> Step {
        try kernel.step(command)
    }

    /// All consequences that are due by a time.
    package func takeConsequences(until time: UInt64) -> [Step] {
        var steps: [Step] = []
        while let step = kernel.nextConsequence(until: Milliseconds(time)) { steps.append(step) }
        return steps
    }

    /// One dimension of an account's budget; nothing at all if there is no such account.
    package func balance(_ account: UInt64, _ dimension: Dimension = .calls, tenant: UInt64 = 1) -> Balance {
        kernel.account(AccountID(account), of: TenantID(tenant))?.balances[dimension] ?? Balance()
    }

    /// A remembered reservation.
    package func reservation(_ id: UInt64, tenant: UInt64 = 1) -> ReservationStanding? {
        kernel.reservation(Identifier128(id), of: TenantID(tenant))
    }

    /// A tenant.
    package func tenant(_ id: UInt64 = 1) -> TenantState? {
        kernel.tenant(TenantID(id))
    }

    /// The canonical bytes of the kernel's state.
    package var stateBytes: [UInt8] {
        var bytes = [UInt8](repeating: 0xa5, count: Int(kernel.stateByteCount()))
        bytes.withUnsafeMutableBytes { output in
            do throws(EncodingError) {
                try kernel.writeState(into: output)
            } catch {
                fatalError("the state needs \(error.neededByteCount) bytes, not \(output.count)")
            }
        }
        return bytes
    }

    /// All of the state but the sequence and the time, which every step may change.
    package var snapshot: ArraySlice<UInt8> { stateBytes.dropFirst(18) }

    /// Everything about budgets that the kernel lets a host read without knowing ids.
    package var budgets: BudgetSnapshot {
        BudgetSnapshot(
            tenants: (0..<kernel.tenantCount).map { kernel.tenant(at: $0) },
            accounts: (0..<kernel.accountCount).map { kernel.account(at: $0) },
            reservationCount: kernel.reservationCount, nextDue: kernel.nextDue)
    }
}

/// The tenants and accounts of a kernel at one moment.
package struct BudgetSnapshot: Equatable {
    /// In the order of opening.
    package let tenants: [TenantState]
    /// In the order of opening.
    package let accounts: [AccountState]
    /// Remembered reservations and charges of all tenants.
    package let reservationCount: Int
    /// When the next thing falls due.
    package let nextDue: Milliseconds?
}

extension Array {
    /// The element that stands `offset` places before the last.
    package subscript(last offset: Int) -> Element { self[count - 1 - offset] }
}

extension CommandBody {
    /// Whether its command carries a tenant other than 0.
    package var concernsTenant: Bool {
        switch self {
        case .tick, .installPolicy, .seal: false
        case .describe(let description): description.subject.belongsToTenant
        default: true
        }
    }
}

extension KernelLimits {
    /// Room for a few tenants; time may advance by 1 000 ms, finished things stay for 100 ms, and leases
    /// and waits last up to 500 ms.
    package static var small: KernelLimits { .sized() }

    /// Limits with some of them chosen.
    package static func sized(
        tenants: UInt32 = 3, accounts: UInt32 = 24, reservations: UInt32 = 200, transfers: UInt32 = 200,
        maximumAdvance: UInt64 = 1_000, retention: UInt64 = 100, locks: UInt32 = 64, fragments: UInt32 = 64,
        maximumLease: UInt64 = 500, maximumWait: UInt64 = 500, policies: UInt32 = 1, models: UInt32 = 1
    ) -> KernelLimits {
        let limits = KernelLimits(
            tenants: tenants, accounts: accounts, reservations: reservations, transfers: transfers,
            policies: policies, models: models, maximumAdvance: Milliseconds(maximumAdvance),
            retention: Milliseconds(retention), locks: locks, fragments: fragments,
            maximumLease: Milliseconds(maximumLease), maximumWait: Milliseconds(maximumWait))
        guard let limits else { fatalError("a test asks for limits that no kernel has") }
        return limits
    }
}
