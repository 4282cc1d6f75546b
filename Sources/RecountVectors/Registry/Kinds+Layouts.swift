import RecountKernel

// Which layout belongs to which kind. A new kind needs one here, or the module does not compile.

extension CommandKind {
    /// All kinds, ascending.
    static let all: [CommandKind] = (UInt8.min...UInt8.max).compactMap(CommandKind.init)

    /// The layout of the body; nil if it is empty.
    var layout: String? {
        switch self {
        case .tick, .seal: nil
        case .describe: "description"
        case .installPolicy: "policy"
        case .route: "route_request"
        case .openTenant, .setQuotas: "quotas"
        case .openAccount: "account_opening"
        case .setExposureLimit: "exposure_change"
        case .fund, .withdraw: "transfer"
        case .reserve: "reservation"
        case .draw, .settle: "spending"
        case .extend: "extension"
        case .release: "reservation_reference"
        case .charge: "charge"
        case .closeAccount: "account_reference"
        case .assemble: "assembly"
        case .acquireLock: "lock_request"
        case .renewLock: "lease_renewal"
        case .releaseLock: "lease_reference"
        case .cancelWait: "agent_reference"
        case .admit: "admission"
        }
    }

    /// Whether the header carries a tenant.
    var tenant: String {
        switch self {
        case .tick, .installPolicy, .seal: "not_allowed"
        case .describe: "by_subject"
        default: "required"
        }
    }
}

extension DecisionKind {
    /// All kinds, ascending.
    static let all: [DecisionKind] = (UInt8.min...UInt8.max).compactMap(DecisionKind.init)

    /// The layout of what follows the kind; nil if nothing does.
    var layout: String? {
        switch self {
        case .accepted: nil
        case .refused: "refusal"
        case .duplicate: "duplicate"
        case .policyInstalled: "policy_installation"
        case .sealed: "seal"
        case .routed: "route_decision"
        case .settled: "settlement"
        case .assembled: "window"
        case .lockAcquired: "lease_grant"
        case .lockQueued: "queue_position"
        case .lockReleased: "lease_release"
        case .admitted: "admission_decision"
        case .notAdmitted: "admission_refusal"
        case .reservationExpired: "reservation_expiry"
        case .leaseExpired: "lease_expiry"
        case .waitExpired: "wait_expiry"
        case .lockPromoted: "lock_promotion"
        }
    }
}

extension Refusal.Reason {
    /// All reasons, ascending.
    static let all: [Refusal.Reason] = (UInt8.min...UInt8.max).compactMap(Refusal.Reason.init)

    /// The details that it comes with.
    var details: [String] {
        switch self {
        case .unknownTenant, .unknownPolicy, .conflict, .zeroAmount, .unknownReservation, .unknownLease, .notWaiting:
            ["none"]
        case .timeJump, .tooLarge, .full, .overTable, .expiryNotInFuture, .staleToken: ["count"]
        case .belowUse: ["count", "budget"]
        case .alreadyInstalled: ["policy"]
        case .unknownAccount, .closedAccount, .tooDeep, .hasHold, .hasExpiredReservation, .hasOpenChild: ["account"]
        case .overflow, .insufficient, .inDebt, .exposureLimit, .hasDebt, .hasAvailable: ["budget"]
        case .finished: ["reservation"]
        case .belowDrawn, .aboveReserved: ["amount"]
        case .requiredDoesNotFit: ["room"]
        case .zeroLease, .alreadyQueued: ["resource"]
        case .leaseTooLong, .waitTooLong: ["duration"]
        case .upgradePending, .wouldDeadlock, .lockHeld: ["holder"]
        }
    }
}

extension DecodingErrorCode {
    /// All codes, ascending.
    static let all: [DecodingErrorCode] = (UInt8.min...UInt8.max).compactMap(DecodingErrorCode.init)
}
