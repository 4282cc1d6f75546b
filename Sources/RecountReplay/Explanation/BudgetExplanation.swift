import RecountJSON
import RecountKernel

/// Budgets in sentences: which limit held or refused, and how the balances of the touched accounts
/// changed.
struct BudgetExplanation {
    private let names: NameBook
    private let before: BudgetSnapshot

    init(names: NameBook, before: BudgetSnapshot) {
        self.names = names
        self.before = before
    }

    /// Limit by limit for a reservation, how long it was kept before for an extension, else the balances that
    /// changed.
    func details(of command: Command, _ decision: Decision, _ kernel: borrowing Kernel) -> [String] {
        if case .reserve(let reservation) = command.body {
            return decision.followsLimits ? limits(of: reservation.amounts, decision.refusal) : []
        }
        if case .extend = command.body, let expiry = before.expiry {
            return ["It was kept until \(expiry.utcText) UTC before."]
        }
        return balanceChanges(kernel)
    }

    /// The balances of the touched accounts that differ now from before.
    func balanceChanges(_ kernel: borrowing Kernel) -> [String] {
        var sentences: [String] = []
        for account in before.accounts {
            guard let after = kernel.account(account.id, of: before.tenant) else { continue }
            for dimension in [Dimension.calls, .tokens, .cost] {
                let changes = Self.changes(account.balances[dimension], after.balances[dimension], dimension)
                if changes.isEmpty { continue }
                let name = names.account(account.id, of: before.tenant)
                sentences.append("\(name), \(dimension.name): \(changes.joined(separator: ", ")).")
            }
        }
        return sentences
    }

    private static func changes(_ before: Balance, _ after: Balance, _ dimension: Dimension) -> [String] {
        let terms: [(String, KeyPath<Balance, UInt64>)] = [
            ("funded", \.funded), ("withdrawn", \.withdrawn), ("available", \.available), ("reserved", \.reserved),
            ("spent", \.spent), ("debt", \.debt),
        ]
        return terms.compactMap { name, term in
            before[keyPath: term] == after[keyPath: term]
                ? nil
                : "\(name) \(dimension.text(before[keyPath: term])) → \(dimension.text(after[keyPath: term]))"
        }
    }

    /// Each limit in the order in which it is tested, up to the one that refuses.
    func limits(of amounts: Amounts, _ refusal: Refusal?) -> [String] {
        var sentences: [String] = []
        for account in before.accounts {
            for dimension in [Dimension.calls, .tokens, .cost] where amounts[dimension] > 0 {
                let refuses = refusal?.names(account.id, dimension) ?? false
                sentences.append(limit(account, dimension, amounts[dimension], refuses))
                if refuses { return sentences }
            }
        }
        return sentences
    }

    private func limit(_ account: AccountState, _ dimension: Dimension, _ needed: UInt64, _ refuses: Bool) -> String {
        let balance = account.balances[dimension]
        var text = "\(names.account(account.id, of: before.tenant)), \(dimension.name): "
        text +=
            balance.debt > 0
            ? "\(dimension.text(balance.debt)) in debt"
            : "\(dimension.text(needed)) of \(dimension.text(balance.available)) available"
        if let limit = account.exposureLimit[dimension] {
            text +=
                ", \(dimension.text(balance.reserved)) + \(dimension.text(needed)) of \(dimension.text(limit)) reserved "
                + "at once"
        }
        return text + (refuses ? ": refused." : ".")
    }
}

extension Dimension {
    /// A number of it: a plain one, or US dollars.
    fileprivate func text(_ number: UInt64) -> String {
        switch self {
        case .calls, .tokens: "\(number)"
        case .cost: Microcents(number).dollarText
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

    fileprivate var refusal: Refusal? {
        guard case .refused(let refusal) = self else { return nil }
        return refusal
    }
}

extension Refusal {
    /// Whether it is for an account's budget in a dimension.
    fileprivate func names(_ account: AccountID, _ dimension: Dimension) -> Bool {
        guard case .budget(account, dimension, _, _) = detail else { return false }
        return true
    }
}
