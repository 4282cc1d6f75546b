import RecountJSON
import RecountKernel

/// What a command asks for, as a sentence.
struct CommandSentence {
    let names: NameBook

    func text(of command: Command) -> String {
        let tenant = names.tenant(command.header.tenant)
        switch command.body {
        case .tick: return "The time was given as \(command.header.time.utcText) UTC."
        case .describe(let description):
            let owner = description.subject.belongsToTenant ? " of \(tenant)" : ""
            let thing =
                description.subject == .tenant
                ? tenant : "\(description.subject.name) \(description.idText)\(owner)"
            return "The name of \(thing) was given as \"\(description.name.text)\"."
        case .installPolicy(let policy):
            return "A policy of \(policy.modelCount) models, epochs \(policy.header.policyEpoch) and "
                + "\(policy.header.catalogEpoch), was to be installed."
        case .seal: return "The state was to be sealed."
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
        default: return lockText(of: command, tenant)
        }
    }

    private func lockText(of command: Command, _ tenant: String) -> String {
        let id = command.header.tenant
        switch command.body {
        case .acquireLock(let request):
            let patience = request.wait == .zero ? "without waiting" : "waiting up to \(request.wait.spanText)"
            return "\(names.agent(request.agent, of: id)) of \(tenant) wanted to hold "
                + "\(names.resource(request.resource, of: id)) \(request.mode.text) for \(request.lease.spanText), "
                + "\(patience)."
        case .renewLock(let reference, let lease):
            return "\(text(of: reference, id, tenant)) to last \(lease.spanText) from then on."
        case .releaseLock(let reference): return "\(text(of: reference, id, tenant)) released."
        case .cancelWait(let agent): return "\(names.agent(agent, of: id)) of \(tenant) wanted to wait no longer."
        case .assemble(let request): return "\(tenant) wanted \(request.text)."
        case .admit(let request): return text(of: request, command, tenant)
        default: preconditionFailure("every other command has its sentence above")
        }
    }

    private func text(of reference: LeaseReference, _ id: TenantID, _ tenant: String) -> String {
        "\(names.agent(reference.agent, of: id)) of \(tenant) wanted its lease of "
            + "\(names.resource(reference.resource, of: id)) under token \(reference.token)"
    }

    private func text(of request: AdmissionRequest, _ command: Command, _ tenant: String) -> String {
        let header = request.header
        var wishes = [
            request.assembly.text,
            "a model like \(names.model(header.route.requestedModel)) under policy \(header.route.policy.rawValue)",
            "budget on \(list(header.accounts, command)) until \(header.expiry.utcText) UTC",
        ]
        let agent = names.agent(header.agent, of: command.header.tenant)
        for position in 0..<header.locks.count {
            let lock = header.locks[position]
            let resource = names.resource(lock.resource, of: command.header.tenant)
            wishes.append("\(resource) \(lock.mode.text) for \(lock.lease.spanText) for \(agent)")
        }
        let last = wishes.removeLast()
        return "\(tenant) wanted \(wishes.joined(separator: ", ")) and \(last)."
    }

    private func name(_ account: AccountID, _ command: Command) -> String {
        names.account(account, of: command.header.tenant)
    }

    private func list(_ accounts: AccountList, _ command: Command) -> String {
        (0..<accounts.count).map { name(accounts[$0], command) }.joined(separator: " and ")
    }
}

extension AssemblyRequest {
    /// `a window of up to 7168 tokens (8192 less 1024 for the output) from 40 fragments in 3 sections, …`.
    fileprivate var text: String {
        let output =
            header.outputTokens == .zero
            ? "" : " (\(header.tokenLimit.rawValue) less \(header.outputTokens.rawValue) for the output)"
        let end =
            switch header.mode {
            case .cutoff: "up to the first that does not fit"
            case .greedy: "skipping what does not fit"
            }
        return "a window of up to \(counted(header.availableTokens.rawValue, "token"))\(output) from "
            + "\(counted(fragmentCount, "fragment")) in \(counted(sectionCount, "section")), \(end)"
    }
}

extension Description {
    /// The id as it is written elsewhere: those of 128 bits in hexadecimal digits, the others as numbers.
    fileprivate var idText: String {
        switch subject {
        case .actor, .resource: id.hexadecimal
        case .tenant, .account, .policy, .model, .provider: "\(id.low)"
        }
    }
}

extension Amounts {
    /// `1 call, 640 tokens, 0.0021 USD`.
    var text: String {
        "\(counted(self[.calls], "call")), \(counted(self[.tokens], "token")), "
            + Microcents(self[.cost]).dollarText
    }
}

extension Microcents {
    /// `0.0021 USD`.
    var dollarText: String { "\(CostText.dollars(microcents: rawValue)) USD" }
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
        "quotas for \(accounts) accounts, \(reservations) reservations, \(transfers) transfers and \(locks) locks"
    }
}
