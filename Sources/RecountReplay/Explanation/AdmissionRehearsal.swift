import RecountJournal
import RecountKernel

/// Takes the window and the model of an admission again, each alone, in a kernel of its own: what an
/// admission that was refused at a later stage had until then is in no record.
final class AdmissionRehearsal {
    private let hosted: HostedKernel
    private static let tenant = TenantID(1)

    /// Makes a kernel with the policies that are installed.
    ///
    /// - Parameters:
    ///   - limits: those of the journal.
    ///   - policies: their bytes in the order of their numbers.
    init(limits: KernelLimits, policies: [[UInt8]]) throws(JournalError) {
        let small = KernelLimits(
            tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: limits.policies, models: limits.models,
            maximumAdvance: .zero, retention: .zero, fragments: limits.fragments)
        guard let small else { preconditionFailure("each is 1 or a limit of a kernel") }
        hosted = try HostedKernel(limits: small, initialTime: .zero, identity: .zero)
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1, locks: 1)
        _ = take(.openTenant(quotas))
        for bytes in policies {
            bytes.withUnsafeBytes { bytes in
                guard let policy = try? PolicyBytes(validating: bytes) else {
                    preconditionFailure("the kernel installed these bytes")
                }
                _ = take(.installPolicy(policy))
            }
        }
    }

    /// The window; nil if it is refused. It is borrowed until the next call.
    func window(_ request: AssemblyRequest) -> Window? {
        guard case .assembled(let window) = take(.assemble(request)) else { return nil }
        return window
    }

    /// The model, or none; nil if the request is refused.
    func route(_ request: RouteRequest) -> RouteDecision? {
        guard case .routed(let decision) = take(.route(request)) else { return nil }
        return decision
    }

    private func take(_ body: CommandBody) -> Decision {
        let tenant = if case .installPolicy = body { TenantID.none } else { Self.tenant }
        do throws(StepError) {
            let header = CommandHeader(tenant: tenant, time: .zero)
            return try hosted.kernel.step(Command(header: header, body: body)).decision
        } catch {
            preconditionFailure("nothing falls due in a rehearsal, and its commands are well formed: \(error)")
        }
    }
}
