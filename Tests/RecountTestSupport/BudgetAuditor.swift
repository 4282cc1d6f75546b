import RecountKernel

/// Watches a kernel's steps and recomputes B1–B5 of docs/format.md after each from what it saw: the
/// open reservations and the charges. It knows nothing of why a step was answered as it was.
package final class BudgetAuditor {
    private struct ScopedID: Hashable {
        let tenant: UInt64
        let high: UInt64
        let low: UInt64

        init(_ tenant: TenantID, _ id: Identifier128) {
            (self.tenant, high, low) = (tenant.rawValue, id.high, id.low)
        }
    }

    private struct ScopedAccount: Hashable {
        let tenant: UInt64
        let id: UInt64
    }

    private struct Watched {
        let touched: Set<ScopedAccount>
        let amounts: Numbers
        var spent: Numbers
        var isOpen: Bool
    }

    private var parents: [ScopedAccount: UInt64] = [:]
    private var reservations: [ScopedID: Watched] = [:]
    private var charged: [ScopedAccount: Numbers] = [:]
    private var chargedTenants: [UInt64: Numbers] = [:]
    private var before: [ScopedAccount: AccountState] = [:]

    /// An auditor of a kernel without steps.
    package init() {}

    /// Says what is wrong after the steps that were noted.
    package func violations(in kernel: borrowing Kernel) -> [String] {
        var violations: [String] = []
        let holds = openHolds()
        for position in 0..<kernel.accountCount {
            violations += audit(kernel.account(at: position), holds: holds)
        }
        violations += auditTenants(kernel)
        return violations
    }

    // What the steps say.

    /// Notes a step; the command is nil for a consequence.
    package func note(_ step: Step, of command: Command?) {
        if case .reservationExpired(let expiry) = step.decision {
            reservations[ScopedID(expiry.tenant, expiry.reservation)]?.isOpen = false
        }
        guard let command else { return }
        switch (command.body, step.decision) {
        case (.openAccount(let opening), .accepted):
            let account = ScopedAccount(tenant: command.header.tenant.rawValue, id: opening.account.rawValue)
            parents[account] = opening.parent?.rawValue
        case (.reserve(let reservation), .accepted):
            watch(reservation.id, reservation.accounts, reservation.amounts.numbers, command)
        case (.charge(let charge), .accepted):
            watch(charge.id, charge.accounts, [0, 0, 0], command)
            spend(charge.id, charge.amounts, command)
            reservations[ScopedID(command.header.tenant, charge.id)]?.isOpen = false
        case (.draw(let spending), .accepted): spend(spending.id, spending.total, command)
        case (.settle(let spending), .settled):
            spend(spending.id, spending.total, command)
            reservations[ScopedID(command.header.tenant, spending.id)]?.isOpen = false
        case (.release(let id), .accepted): reservations[ScopedID(command.header.tenant, id)]?.isOpen = false
        default: break
        }
    }

    private func watch(_ id: Identifier128, _ named: AccountList, _ amounts: Numbers, _ command: Command) {
        var touched: Set<ScopedAccount> = []
        for number in named.numbers {
            var account = ScopedAccount(tenant: command.header.tenant.rawValue, id: number)
            touched.insert(account)
            while let parent = parents[account] {
                account = ScopedAccount(tenant: account.tenant, id: parent)
                touched.insert(account)
            }
        }
        reservations[ScopedID(command.header.tenant, id)] = Watched(
            touched: touched, amounts: amounts, spent: [0, 0, 0], isOpen: true)
    }

    private func spend(_ id: Identifier128, _ total: Amounts, _ command: Command) {
        let key = ScopedID(command.header.tenant, id)
        guard let watched = reservations[key] else { return }
        let charge = (0..<3).map { total.numbers[$0] - watched.spent[$0] }
        for account in watched.touched { add(charge, to: &charged[account, default: [0, 0, 0]]) }
        add(charge, to: &chargedTenants[command.header.tenant.rawValue, default: [0, 0, 0]])
        reservations[key]?.spent = total.numbers
    }

    private func add(_ charge: Numbers, to sum: inout Numbers) {
        for position in 0..<3 { sum[position] += charge[position] }
    }

    // What must hold.

    private func openHolds() -> [ScopedAccount: (count: UInt32, amounts: Numbers)] {
        var holds: [ScopedAccount: (count: UInt32, amounts: Numbers)] = [:]
        for watched in reservations.values where watched.isOpen {
            for account in watched.touched {
                holds[account, default: (0, [0, 0, 0])].count += 1
                add(
                    (0..<3).map { watched.amounts[$0] - watched.spent[$0] },
                    to: &holds[account, default: (0, [0, 0, 0])].amounts)
            }
        }
        return holds
    }

    private func audit(
        _ account: AccountState, holds: [ScopedAccount: (count: UInt32, amounts: Numbers)]
    ) -> [String] {
        let key = ScopedAccount(tenant: account.tenant.rawValue, id: account.id.rawValue)
        let hold = holds[key] ?? (0, [0, 0, 0])
        var violations: [String] = []
        for (position, dimension) in Dimension.inOrder.enumerated() {
            let balance = account.balances[dimension]
            let broken = brokenRules(
                balance, before: before[key]?.balances[dimension] ?? Balance(), hold: hold.amounts[position],
                charged: charged[key]?[position] ?? 0)
            violations += broken.map { "\($0) is broken in \(dimension) of account \(key): \(balance)" }
        }
        if hold.count != account.holdCount {
            violations.append("\(account.holdCount) holds on account \(key) where \(hold.count) are open")
        }
        before[key] = account
        return violations
    }

    private func brokenRules(_ balance: Balance, before: Balance, hold: Int128, charged: Int128) -> [String] {
        let terms = [
            balance.funded, balance.withdrawn, balance.spent, balance.available, balance.reserved, balance.debt,
        ].map { Int128($0) }
        let left = terms[0] + terms[5]
        let right = terms[1] + terms[2] + terms[3] + terms[4]
        var broken: [String] = []
        if left != right { broken.append("B1") }
        if left > largestBalance || terms.contains(where: { $0 > largestBalance }) { broken.append("B2") }
        if balance.debt > 0, balance.available > 0 { broken.append("B3") }
        if balance.reserved != hold { broken.append("B4 (\(hold))") }
        if balance.spent != charged { broken.append("B5 (\(charged))") }
        if balance.funded < before.funded || balance.withdrawn < before.withdrawn || balance.spent < before.spent {
            broken.append("B5 (never less)")
        }
        if balance.isConserved != (broken.filter { ["B1", "B2", "B3"].contains($0) }.isEmpty) {
            broken.append("isConserved")
        }
        return broken
    }

    private func auditTenants(_ kernel: borrowing Kernel) -> [String] {
        var violations: [String] = []
        var granted: [UInt64] = [0, 0, 0]
        var used: [UInt64] = [0, 0, 0]
        for position in 0..<kernel.tenantCount {
            let tenant = kernel.tenant(at: position)
            let charged = chargedTenants[tenant.id.rawValue] ?? [0, 0, 0]
            for (place, dimension) in Dimension.inOrder.enumerated() {
                let spent = tenant.spent[dimension]
                if Int128(spent.high) << 64 + Int128(spent.low) != charged[place] {
                    violations.append("tenant \(tenant.id.rawValue) spent \(spent), not \(charged[place])")
                }
            }
            let quotas = [tenant.quotas.accounts, tenant.quotas.reservations, tenant.quotas.transfers]
            let uses = [tenant.used.accounts, tenant.used.reservations, tenant.used.transfers]
            for place in 0..<3 {
                granted[place] += UInt64(quotas[place])
                used[place] += UInt64(uses[place])
                if uses[place] > quotas[place] {
                    violations.append("tenant \(tenant.id.rawValue) uses \(uses) of \(quotas)")
                }
            }
        }
        let tables = [kernel.limits.accounts, kernel.limits.reservations, kernel.limits.transfers]
        for place in 0..<3 where granted[place] > UInt64(tables[place]) {
            violations.append("quotas of \(granted) exceed the tables of \(tables)")
        }
        if used[0] != UInt64(kernel.accountCount) || used[1] != UInt64(kernel.reservationCount) {
            violations.append("tenants use \(used) of what the kernel counts otherwise")
        }
        return violations
    }
}
