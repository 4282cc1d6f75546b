import RecountKernel

extension DecisionKind {
    /// Whether a step with such a decision may change what accounts have, which `ConservationAuditor` adds up.
    var changesBudgets: Bool {
        switch self {
        case .accepted, .settled, .admitted, .reservationExpired: true
        case .refused, .duplicate, .policyInstalled, .sealed, .routed, .assembled, .lockAcquired, .lockQueued,
            .lockReleased, .notAdmitted, .leaseExpired, .waitExpired, .lockPromoted:
            false
        }
    }

    /// Whether a step with such a decision may change leases, which `LockAuditor` follows.
    var changesLeases: Bool {
        switch self {
        case .lockAcquired, .lockReleased, .admitted, .leaseExpired, .lockPromoted: true
        case .accepted, .refused, .duplicate, .policyInstalled, .sealed, .routed, .settled, .assembled, .lockQueued,
            .notAdmitted, .reservationExpired, .waitExpired:
            false
        }
    }
}
