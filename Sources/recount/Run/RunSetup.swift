import RecountJSON
import RecountJournal
import RecountKernel

/// The first records of a run's journal: the policy, the names of its models and providers, the
/// tenants of the traffic rule and their accounts.
struct RunSetup {
    private let journal: Journal
    private let time: Milliseconds
    private let needs: RunNeeds

    /// How much the kernel of a run can hold.
    static func limits(policy: LoadedPolicy, needs: RunNeeds = .routing) throws(Failure) -> KernelLimits {
        let tenants = UInt32(TrafficRule.tenantCount)
        let quotas = needs.quotas
        let limits = KernelLimits(
            tenants: tenants, accounts: tenants * quotas.accounts, reservations: tenants * quotas.reservations,
            transfers: tenants * quotas.transfers, policies: 4,
            models: 4 * UInt32(clamping: policy.document.models.count),
            maximumAdvance: Milliseconds(86_400_000), retention: Milliseconds(600_000),
            locks: max(1, tenants * quotas.locks), fragments: needs.fragments, maximumLease: needs.maximumLease,
            maximumWait: needs.maximumWait)
        guard let limits else { throw Failure(.wrongInput, "the policy has too many models for a run") }
        return limits
    }

    init(journal: Journal, time: Milliseconds, needs: RunNeeds = .routing) {
        self.journal = journal
        self.time = time
        self.needs = needs
    }

    /// Installs the policy and records the names in it.
    mutating func install(_ policy: LoadedPolicy) throws(Failure) {
        try policy.withInstallation(at: time) { command throws(Failure) in
            let decision = try submit(command)
            guard case .policyInstalled = decision else {
                throw Failure(.wrongInput, "the policy cannot be installed: \(decision)")
            }
        }
        for provider in policy.document.providers {
            try describe(.provider, Identifier128(UInt64(provider.id)), provider.name, tenant: .none)
        }
        for model in policy.document.models {
            try describe(.model, Identifier128(UInt64(model.id)), model.name, tenant: .none)
        }
    }

    /// Opens every tenant with its accounts.
    mutating func openTenants() throws(Failure) {
        for number in 1...TrafficRule.tenantCount {
            let tenant = TenantID(number)
            try expectAccepted(.openTenant(needs.quotas), tenant)
            try describe(.tenant, .zero, "tenant \(number)", tenant: tenant)
            for node in BudgetTree.nodes {
                let limit = node.exposureLimit(openCalls: needs.openCallsPerKey)
                let opening = AccountOpening(account: node.id, parent: node.parent, exposureLimit: limit)
                try expectAccepted(.openAccount(opening), tenant)
                try describe(.account, Identifier128(node.id.rawValue), node.name, tenant: tenant)
            }
        }
    }

    private func describe(
        _ subject: Description.Subject, _ id: Identifier128, _ name: String, tenant: TenantID
    ) throws(Failure) {
        guard let name = Name(name) else { preconditionFailure("names of policies have 1 to 128 bytes") }
        try expectAccepted(.describe(Description(subject: subject, id: id, name: name)), tenant)
    }

    private func expectAccepted(_ body: CommandBody, _ tenant: TenantID) throws(Failure) {
        let decision = try submit(Command(header: CommandHeader(tenant: tenant, time: time), body: body))
        precondition(decision == .accepted, "the limits are made for what is set up")
    }

    private func submit(_ command: Command) throws(Failure) -> Decision {
        try journal.report { () throws(JournalError) in try journal.submit(command).decision }
    }
}
