import RecountKernel
import RecountTestSupport

/// Decisions that together have every kind, tag and optional part, with random numbers in them.
struct SampleDecisions {
    static let reasons: [Refusal.Reason] = (UInt8.min...UInt8.max).compactMap { Refusal.Reason(rawValue: $0) }
    static let states: [ReservationState] = (UInt8.min...UInt8.max).compactMap { ReservationState(rawValue: $0) }
    static let stages: [AdmissionStage] = (UInt8.min...UInt8.max).compactMap { AdmissionStage(rawValue: $0) }
    static let dimensions: [Dimension] = [.calls, .tokens, .cost]

    private var random: RandomCommands

    init(seed: UInt64) {
        random = RandomCommands(seed: seed)
    }

    mutating func all() -> [Decision] {
        var decisions: [Decision] = [.accepted, .settled(.settled), .settled(.settledLate)]
        for detail in details() {
            decisions += Self.reasons.map { .refused(Refusal($0, detail)) }
        }
        decisions += presentStates().map { .duplicate(Duplicate(sequence: random.bits(), present: $0)) }
        let number = PolicyNumber(UInt32(truncatingIfNeeded: random.bits()))
        decisions.append(.policyInstalled(PolicyInstallation(number: number, digest: digest())))
        decisions.append(.sealed(stateRoot: digest()))
        decisions.append(
            .reservationExpired(
                ReservationExpiry(
                    tenant: TenantID(random.bits()), reservation: random.identifier(), released: random.amounts())))
        return decisions + routeDecisions() + lockDecisions() + BorrowedSamples.windows + BorrowedSamples.admissions
            + admissionRefusals()
    }

    private mutating func lockDecisions() -> [Decision] {
        [
            .lockAcquired(random.grant()), .lockQueued(position: UInt32(truncatingIfNeeded: random.bits())),
            .lockReleased(holdCount: UInt32(truncatingIfNeeded: random.bits())),
            .leaseExpired(LeaseExpiry(tenant: TenantID(random.bits()), lease: random.reference())),
            .waitExpired(
                WaitExpiry(
                    tenant: TenantID(random.bits()), resource: random.identifier(), agent: random.identifier())),
            .lockPromoted(
                LockPromotion(
                    tenant: TenantID(random.bits()), resource: random.identifier(), agent: random.identifier(),
                    mode: random.mode(), grant: random.grant())),
        ]
    }

    private mutating func admissionRefusals() -> [Decision] {
        let details = details()
        let refusals = Self.stages.flatMap { stage in
            details.map { Decision.notAdmitted(.refused(stage, Refusal(.insufficient, $0))) }
        }
        return refusals + [
            .notAdmitted(.notRouted(routeDecision(.reject, .hardRiskLimit, winners: 0))),
            .notAdmitted(.notRouted(routeDecision(.substitute, .otherModelIsBest, winners: 2))),
        ]
    }

    private mutating func details() -> [Refusal.Detail] {
        var details: [Refusal.Detail] = [
            .none, .account(AccountID(random.bits())), .count(needed: random.bits(), limit: random.bits()),
            .policy(PolicyNumber(UInt32(truncatingIfNeeded: random.bits()))), .resource(random.identifier()),
            .holder(random.identifier(), random.identifier()),
            .duration(random.identifier(), needed: random.bits(), limit: random.bits()),
            .room(nil, needed: random.bits(), limit: random.bits()),
            .room(SectionID(UInt32(truncatingIfNeeded: random.bits())), needed: random.bits(), limit: random.bits()),
        ]
        for dimension in Self.dimensions {
            let account = AccountID(random.bits())
            details.append(.budget(account, dimension, needed: random.bits(), limit: random.bits()))
            details.append(.amount(dimension, needed: random.bits(), limit: random.bits()))
        }
        return details + Self.states.map { .reservation($0) }
    }

    private mutating func presentStates() -> [Duplicate.PresentState] {
        var states: [Duplicate.PresentState] = [.tenantOpen, .accountOpen, .accountClosed, .transferred]
        for state in Self.states {
            states.append(.reservation(state, expiry: random.time(), spent: random.amounts()))
        }
        return states
    }

    private mutating func routeDecisions() -> [Decision] {
        let actions: [RouteDecision.Action] = [.executeRequested, .substitute, .reject]
        let reasons = (UInt8.min...UInt8.max).compactMap { RouteDecision.Reason(rawValue: $0) }
        var decisions: [Decision] = []
        for action in actions {
            for reason in reasons {
                let isRejection = action == .reject
                decisions.append(.routed(routeDecision(action, reason, winners: isRejection ? 0 : 1)))
                if !isRejection { decisions.append(.routed(routeDecision(action, reason, winners: 2))) }
            }
        }
        return decisions
    }

    private mutating func routeDecision(
        _ action: RouteDecision.Action, _ reason: RouteDecision.Reason, winners: Int
    ) -> RouteDecision {
        var histogram = GateHistogram()
        for gate in Gate.all { histogram[gate] = UInt32(truncatingIfNeeded: random.bits()) }
        let winner = RouteDecision.Candidate(
            model: ModelID(UInt32(truncatingIfNeeded: random.bits())), cost: Microcents(random.bits()),
            utility: Int64(bitPattern: random.bits()))
        let runnerUp = RouteDecision.RunnerUp(
            model: ModelID(UInt32(truncatingIfNeeded: random.bits())), utility: Int64(bitPattern: random.bits()))
        return RouteDecision(
            action: action, reason: reason, winner: winners > 0 ? winner : nil, runnerUp: winners > 1 ? runnerUp : nil,
            evaluatedCount: UInt32(truncatingIfNeeded: random.bits()),
            eligibleCount: UInt32(truncatingIfNeeded: random.bits()), rejections: histogram,
            policy: RouteDecision.PolicyIdentity(
                digest: digest(), policyEpoch: random.bits(), catalogEpoch: random.bits()))
    }

    private mutating func digest() -> Digest {
        Digest(words: [random.bits(), random.bits(), random.bits(), random.bits()])
    }
}
