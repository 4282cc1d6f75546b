import RecountKernel
import RecountTestSupport

/// Random commands about everything that a journal records: first those that make tenants, budgets and a
/// policy, then budgets, locks, routing, seals and the mere passing of time, with many refusals.
package struct MixedCommandStream {
    private var random: SplitMix64
    private var budgets: BudgetCommandStream
    private var locks: LockCommandStream
    private var routing = RoutingWorkload(.mixed, modelCount: SamplePolicy.modelCount)
    private var setup: ArraySlice<Command> = []

    /// What the kernels of these commands are made for.
    package static let limits = KernelLimits.sized(policies: 2, models: UInt32(2 * SamplePolicy.modelCount))

    /// The stream of a seed.
    package init(seed: UInt64) {
        random = SplitMix64(state: seed)
        budgets = BudgetCommandStream(seed: random.next())
        locks = LockCommandStream(seed: random.next())
        setup.append(Self.command(.installPolicy(SamplePolicy.bytes), of: .none, at: .zero))
        for tenant in [TenantID(1), TenantID(2)] {
            let bodies: [CommandBody] = [.openTenant(), .open(1), .open(2, under: 1), .fund(0, 1, 40), .fund(1, 2, 20)]
            setup += bodies.map { Self.command($0, of: tenant, at: .zero) }
        }
    }

    /// The next command for a kernel.
    package mutating func next(_ kernel: borrowing Kernel) -> Command {
        if let command = setup.popFirst() { return command }
        switch random.number(0...99) {
        case 0...54: return budgets.next(now: kernel.time.rawValue)
        case 55...84: return locks.next(LockPicture(kernel), now: kernel.time.rawValue)
        case 85...86: return Self.command(.seal, of: .none, at: kernel.time)
        case 87: return Self.command(.installPolicy(SamplePolicy.bytes), of: .none, at: kernel.time)
        default:
            let request = routing.next(policy: PolicyNumber(UInt32(random.number(1...2))))
            return Self.command(.route(request), of: TenantID(random.uniform(1...2)), at: kernel.time)
        }
    }

    private static func command(_ body: CommandBody, of tenant: TenantID, at time: Milliseconds) -> Command {
        Command(header: CommandHeader(tenant: tenant, time: time), body: body)
    }
}
