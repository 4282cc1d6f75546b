import RecountJSON
import RecountKernel

/// What a command asks for, as a sentence.
struct CommandSentence {
    let names: NameBook

    func text(of command: Command) -> String {
        let tenant = names.tenant(command.header.tenant)
        switch command.body {
        case .tick: return "Time was said to be \(command.header.time.utcText) UTC."
        case .describe(let description):
            let owner = description.subject.belongsToTenant ? " of \(tenant)" : ""
            let number = description.id.high == 0 ? String(description.id.low) : description.id.hexadecimal
            let thing = description.subject == .tenant ? tenant : "\(description.subject.name) \(number)\(owner)"
            return "The name of \(thing) was given as \"\(description.name.text)\"."
        case .installPolicy(let policy):
            return "A policy of \(policy.modelCount) models, epochs \(policy.header.policyEpoch) and "
                + "\(policy.header.catalogEpoch), was to be installed."
        case .route(let request):
            return "\(tenant) asked for \(names.model(request.requestedModel)) under policy \(request.policy.rawValue)."
        case .openTenant(let quotas): return "\(tenant) was to be opened with \(quotas.text)."
        case .setQuotas(let quotas): return "\(tenant) was to get \(quotas.text)."
        case .openAccount(let opening):
            let place = opening.parent.map { "under \(names.account($0, of: command.header.tenant))" } ?? "as a root"
            return "\(tenant) was to get account \(opening.account.rawValue) \(place)."
        default: return budgetText(of: command, tenant)
        }
    }

    private func budgetText(of command: Command, _ tenant: String) -> String {
        switch command.body {
        case .setExposureLimit(let account, let limit):
            return "The exposure limit of \(name(account, command)) of \(tenant) was to become \(limit.text)."
        case .fund(let transfer):
            return "\(name(transfer.account, command)) of \(tenant) was to get \(transfer.amounts.text)."
        case .withdraw(let transfer):
            return "\(transfer.amounts.text) were to leave \(name(transfer.account, command)) of \(tenant)."
        case .reserve(let reservation):
            return "\(tenant) wanted \(reservation.amounts.text) reserved on \(list(reservation.accounts, command)) "
                + "until \(reservation.expiry.utcText) UTC."
        case .draw(let spending):
            return "\(tenant) wanted \(spending.total.text) of reservation \(spending.id.hexadecimal) spent so far."
        case .extend(let id, let expiry):
            return "\(tenant) wanted reservation \(id.hexadecimal) kept until \(expiry.utcText) UTC."
        case .settle(let spending):
            return "\(tenant) wanted reservation \(spending.id.hexadecimal) settled with \(spending.total.text)."
        case .release(let id): return "\(tenant) gave up reservation \(id.hexadecimal)."
        case .charge(let charge):
            return "\(tenant) wanted \(charge.amounts.text) charged to \(list(charge.accounts, command)) "
                + "without a reservation."
        case .closeAccount(let account): return "\(name(account, command)) of \(tenant) was to be closed."
        default: preconditionFailure("every other command has its sentence above")
        }
    }

    private func name(_ account: AccountID, _ command: Command) -> String {
        names.account(account, of: command.header.tenant)
    }

    private func list(_ accounts: AccountList, _ command: Command) -> String {
        (0..<accounts.count).map { name(accounts[$0], command) }.joined(separator: " and ")
    }
}

extension Amounts {
    /// `1 calls, 640 tokens, 0.0021 USD`.
    var text: String {
        "\(self[.calls]) \(self[.calls] == 1 ? "call" : "calls"), \(self[.tokens]) tokens, "
            + "\(CostText.dollars(microcents: self[.cost])) USD"
    }
}

extension ExposureLimit {
    fileprivate var text: String {
        let limits = [Dimension.calls, .tokens, .cost].compactMap { dimension in
            self[dimension].map { limit in
                dimension == .cost ? "\(CostText.dollars(microcents: limit)) USD" : "\(limit) \(dimension.name)"
            }
        }
        return limits.isEmpty ? "none" : limits.joined(separator: ", ")
    }
}

extension TenantQuotas {
    fileprivate var text: String {
        "quotas for \(accounts) accounts, \(reservations) reservations and \(transfers) transfers"
    }
}
