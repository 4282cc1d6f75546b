import RecountJSON
import RecountJournal
import RecountKernel

/// Recount's kernel, answering the requests of calybris' journals under calybris' policies.
final class CalybrisDecider {
    private static let tenant = TenantID(1)

    private struct Installation {
        let policy: CalybrisPolicy
        let number: PolicyNumber
    }

    private let host: HostedKernel
    /// By calybris' digest of the policy.
    private var installations: [String: Installation] = [:]

    /// Installs the policies.
    ///
    /// - Throws: a failure if two have one digest, or there is no room for them.
    init(policies: [CalybrisPolicyFile]) throws(Failure) {
        let modelCount = policies.reduce(0) { $0 + $1.policy.models.count }
        guard
            let limits = KernelLimits(
                tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: UInt32(clamping: policies.count),
                models: UInt32(clamping: modelCount), maximumAdvance: .zero, retention: .zero)
        else { throw Failure(.wrongInput, "the policies have more than \(KernelLimits.maximumCount) models") }
        do throws(JournalError) {
            host = try HostedKernel(limits: limits, initialTime: .zero, identity: .zero)
        } catch {
            throw Failure(error)
        }
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        _ = decision(on: .openTenant(quotas), tenant: Self.tenant)
        for file in policies {
            guard installations[file.policyDigest] == nil else {
                throw .wrongInput(
                    file.path, "another --policy has this policy's digest, perhaps in another order; give one of them")
            }
            installations[file.policyDigest] = Installation(
                policy: file.policy, number: try install(file.policy, from: file.path))
        }
    }

    /// Whether a policy of the digest was given.
    func hasPolicy(of digest: String) -> Bool { installations[digest] != nil }

    /// Decides a request in calybris' form; nil if no policy of the digest was given. O(models).
    func decide(_ input: CalybrisInput, policyDigest: String) -> CalybrisDecision? {
        guard let installation = installations[policyDigest] else { return nil }
        let request = input.routeRequest(to: installation.number)
        guard case .routed(let route) = decision(on: .route(request), tenant: Self.tenant) else {
            preconditionFailure("the policy is installed, and time stands still")
        }
        return CalybrisDecision(route, of: input, under: installation.policy)
    }

    private func install(_ policy: CalybrisPolicy, from path: String) throws(Failure) -> PolicyNumber {
        let bytes: [UInt8]
        do throws(PolicyViolation) {
            bytes = try policy.policyDocument().canonicalBytes()
        } catch {
            throw .wrongInput(path, error)
        }
        let answer = bytes.withUnsafeBytes { buffer in
            guard let policy = try? PolicyBytes(validating: buffer) else {
                preconditionFailure("the bytes were checked when they were made")
            }
            return decision(on: .installPolicy(policy), tenant: .none)
        }
        if case .policyInstalled(let installation) = answer { return installation.number }
        // Calybris tells policies apart that differ only in the number by which a model's flag says "enabled".
        if case .refused(let refusal) = answer, case .policy(let number) = refusal.detail { return number }
        preconditionFailure("there is room for every policy")
    }

    private func decision(on body: CommandBody, tenant: TenantID) -> Decision {
        do {
            return try host.kernel.step(
                Command(header: CommandHeader(tenant: tenant, time: .zero), body: body)
            ).decision
        } catch {
            preconditionFailure("nothing falls due without reservations, and the command is well formed")
        }
    }
}
