import RecountKernel
import RecountTestSupport
import Testing

/// A kernel in which admissions can be tried: tenant 1 with account 1 under team 2, account 3 alone and
/// account 4 closed; policy 1 with model 1 (10 microcents per input token, 20 per output token) and model 2
/// (half the quality, a tenth of the price).
///
/// The admission that `AdmissionCase` starts with costs 10 · 10 + 5 · 20 = 200 with model 1 and 20 with
/// model 2.
final class AdmissionScene {
    let harness: KernelHarness

    /// - Parameter funds: of account 1; its team has 10 times as much in each dimension.
    init(
        funds: Amounts = .of(calls: 10, tokens: 1_000, cost: 10_000), reservations: UInt32 = 8, locks: UInt32 = 4
    ) throws {
        harness = KernelHarness(limits: .sized(fragments: 8, models: 2))
        harness.answer(.openTenant(reservations: reservations, locks: locks))
        for body: CommandBody in [.open(2), .open(1, under: 2), .open(3), .open(4), .close(4)] {
            #expect(harness.answer(body) == .accepted)
        }
        let team = Amounts.of(
            calls: funds[.calls] * 10, tokens: funds[.tokens] * 10, cost: funds[.cost] * 10)
        for (account, amounts) in [(UInt64(1), funds), (2, team), (3, team)] where !amounts.isZero {
            #expect(harness.answer(.fund(account, account, amounts)) == .accepted)
        }
        _ = try Self.policy.withPolicy { harness.answer(.installPolicy($0)) }
    }

    static var policy: PolicyBuilder {
        var best = Model.permissive(1)
        best.prices.prices[0] = 10_000_000
        best.prices.prices[3] = 20_000_000
        var cheap = Model.permissive(2)
        cheap.quality = BasisPoints(5_000)
        cheap.prices.prices[0] = 1_000_000
        cheap.prices.prices[3] = 2_000_000
        return PolicyBuilder(models: [best, cheap])
    }

    /// What became of an admission, in values of its own.
    enum Outcome: Equatable {
        case admitted(Admitted)
        case refused(AdmissionRefusal)
        case other(Decision)
    }

    /// An admission decision in values of its own.
    struct Admitted: Equatable {
        var reserved: Amounts
        var route: RouteDecision
        var leases: [LeaseGrant]
        var resources: [UInt64]
        var window: [WindowEntry]
        var used: UInt64
        var windowDigest: Digest
    }

    func admit(_ admission: AdmissionCase, at time: UInt64? = nil) throws -> Outcome {
        try harness.admit(admission, at: time) { decision in
            switch decision {
            case .admitted(let admission): .admitted(Admitted(admission))
            case .notAdmitted(let refusal): .refused(refusal)
            default: .other(decision)
            }
        }
    }

    /// Expects an admission to succeed.
    func expectAdmitted(_ admission: AdmissionCase, at time: UInt64? = nil) throws -> Admitted {
        let outcome = try admit(admission, at: time)
        guard case .admitted(let admitted) = outcome else { throw NotAdmitted(outcome: outcome) }
        return admitted
    }

    struct NotAdmitted: Error {
        let outcome: Outcome
    }
}

extension AdmissionScene.Admitted {
    init(_ admission: Admission) {
        reserved = admission.reserved
        route = admission.route
        let leases = (0..<admission.leaseCount).map { admission.lease(at: $0) }
        self.leases = leases.map(\.grant)
        resources = leases.map(\.resource.low)
        window = (0..<admission.window.entryCount).map { admission.window[$0] }
        used = admission.window.usedTokens.rawValue
        windowDigest = admission.window.digest
    }
}
