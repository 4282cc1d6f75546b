import RecountJSON
import RecountJournal
import RecountKernel

/// What came of a line of input.
struct Answer: Sendable {
    /// Its number, from 1.
    let line: Int
    let outcome: Outcome

    enum Outcome: Sendable {
        case decided(Command, Step)
        case refused(RequestError)
    }
}

/// A kernel without a journal that answers routing requests for tenant 1 at time 0, after step 1
/// has installed the policy and step 2 has opened the tenant; so the first request is sequence 3.
final class Decider {
    private static let tenant = TenantID(1)

    private let host: HostedKernel
    private let names: RequestNames

    init(policy: LoadedPolicy) throws(Failure) {
        let modelCount = UInt32(clamping: policy.document.models.count)
        guard
            let limits = KernelLimits(
                tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: modelCount,
                maximumAdvance: .zero, retention: .zero)
        else { throw Failure(.wrongInput, "the policy has more than \(KernelLimits.maximumCount) models") }
        do throws(JournalError) {
            host = try HostedKernel(
                limits: limits, initialTime: .zero, identity: .zero)
        } catch {
            throw Failure(error)
        }
        names = policy.names
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        policy.withInstallation(at: .zero) { _ = step($0) }
        _ = step(
            Command(header: CommandHeader(tenant: Self.tenant, time: .zero), body: .openTenant(quotas)))
    }

    /// Decides one request in JSON, or says why it is none.
    func decide(_ line: UnsafeRawBufferPointer) -> Answer.Outcome {
        do throws(RequestError) {
            let request = try RouteLine(parsing: line, policy: PolicyNumber(1), names: names)
            let header = CommandHeader(tenant: Self.tenant, time: .zero, requestID: request.requestID)
            let command = Command(header: header, body: .route(request.request))
            return .decided(command, step(command))
        } catch {
            return .refused(error)
        }
    }

    private func step(_ command: Command) -> Step {
        do {
            return try host.kernel.step(command)
        } catch {
            preconditionFailure("nothing falls due without reservations, and the command is well formed")
        }
    }
}
