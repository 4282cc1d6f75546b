import RecountJSON
import RecountKernel

/// Everything but routing in sentences: what was asked, which limit held or refused, and how the
/// balances of the touched accounts changed.
struct BudgetExplanation {
    private let names: NameBook
    private let before: BudgetSnapshot

    init(names: NameBook, before: BudgetSnapshot) {
        self.names = names
        self.before = before
    }

    /// What was asked and what came of it.
    func summary(of command: Command, _ decision: Decision) -> String {
        "\(CommandSentence(names: names).text(of: command)) \(outcome(decision, tenant: command.header.tenant))"
    }

    /// What fell due.
    func summary(ofConsequence decision: Decision) -> String {
        guard case .reservationExpired(let expiry) = decision else { return "\(decision.kind.name)" }
        return "reservation \(expiry.reservation.hexadecimal) of \(names.tenant(expiry.tenant)) fell due unsettled, "
            + "and what it held came back: \(expiry.released.text). It can still be settled until it is forgotten."
    }

    /// Limit by limit for a reservation, else the balances that changed.
    func details(of command: Command, _ decision: Decision, _ kernel: borrowing Kernel) -> [String] {
        if case .reserve(let reservation) = command.body {
            return decision.followsLimits ? limits(of: reservation, decision) : []
        }
        return balanceChanges(kernel)
    }

    /// The balances of the touched accounts that differ now from before.
    func balanceChanges(_ kernel: borrowing Kernel) -> [String] {
        var sentences: [String] = []
        for account in before.accounts {
            guard let after = kernel.account(account.id, of: before.tenant) else { continue }
            for dimension in [Dimension.calls, .tokens, .cost] {
                let changes = Self.changes(account.balances[dimension], after.balances[dimension])
                if changes.isEmpty { continue }
                let name = names.account(account.id, of: before.tenant)
                sentences.append("\(name), \(dimension.name): \(changes.joined(separator: ", ")).")
            }
        }
        return sentences
    }

    private static func changes(_ before: Balance, _ after: Balance) -> [String] {
        let terms: [(String, KeyPath<Balance, UInt64>)] = [
            ("funded", \.funded), ("withdrawn", \.withdrawn), ("available", \.available), ("reserved", \.reserved),
            ("spent", \.spent), ("debt", \.debt),
        ]
        return terms.compactMap { name, term in
            before[keyPath: term] == after[keyPath: term]
                ? nil : "\(name) \(before[keyPath: term]) → \(after[keyPath: term])"
        }
    }

    /// Each limit in the order in which it is tested, up to the one that refuses.
    private func limits(of reservation: Reservation, _ decision: Decision) -> [String] {
        var sentences: [String] = []
        for account in before.accounts {
            for dimension in [Dimension.calls, .tokens, .cost] where reservation.amounts[dimension] > 0 {
                let refuses = decision.refuses(account.id, dimension)
                sentences.append(limit(account, dimension, reservation.amounts[dimension], refuses))
                if refuses { return sentences }
            }
        }
        return sentences
    }

    private func limit(_ account: AccountState, _ dimension: Dimension, _ needed: UInt64, _ refuses: Bool) -> String {
        let balance = account.balances[dimension]
        var text = "\(names.account(account.id, of: before.tenant)), \(dimension.name): "
        text += balance.debt > 0 ? "\(balance.debt) in debt" : "\(needed) of \(balance.available) available"
        if let limit = account.exposureLimit[dimension] {
            text += ", \(balance.reserved) + \(needed) of \(limit) reserved at once"
        }
        return text + (refuses ? ": refused." : ".")
    }

    private func outcome(_ decision: Decision, tenant: TenantID) -> String {
        switch decision {
        case .accepted: return "It was done."
        case .settled(.settled): return "It was booked out of its hold."
        case .settled(.settledLate): return "It was booked without a hold, after it had expired."
        case .policyInstalled(let policy):
            return "It is policy \(policy.number.rawValue), digest \(policy.digest.hexadecimal)."
        case .duplicate(let duplicate):
            return "It had been done before, by record \(duplicate.sequence), so nothing changed."
        case .refused(let refusal):
            return "It was refused: \(RefusalSentence(names: names, tenant: tenant).text(of: refusal))."
        case .routed, .reservationExpired: return ""
        }
    }
}

extension Decision {
    /// Whether it is an answer to a reservation that came after its limits were tested, or by one of them.
    fileprivate var followsLimits: Bool {
        switch self {
        case .accepted: true
        case .refused(let refusal): [.inDebt, .insufficient, .exposureLimit, .full].contains(refusal.reason)
        default: false
        }
    }

    /// Whether it is a refusal for an account's budget in a dimension.
    fileprivate func refuses(_ account: AccountID, _ dimension: Dimension) -> Bool {
        guard case .refused(let refusal) = self, case .budget(account, dimension, _, _) = refusal.detail else {
            return false
        }
        return true
    }
}
