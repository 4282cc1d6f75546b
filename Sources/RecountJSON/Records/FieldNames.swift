import RecountKernel

// The names of all enumerations in JSON, in snake_case. A new case needs a name here, or the
// module does not compile.

extension CommandKind {
    /// The kind's name in JSON.
    public var name: StaticString {
        switch self {
        case .tick: "tick"
        case .describe: "describe"
        case .installPolicy: "install_policy"
        case .seal: "seal"
        case .route: "route"
        case .openTenant: "open_tenant"
        case .openAccount: "open_account"
        case .setQuotas: "set_quotas"
        case .setExposureLimit: "set_exposure_limit"
        case .fund: "fund"
        case .withdraw: "withdraw"
        case .reserve: "reserve"
        case .draw: "draw"
        case .extend: "extend"
        case .settle: "settle"
        case .release: "release"
        case .charge: "charge"
        case .closeAccount: "close_account"
        case .assemble: "assemble"
        case .acquireLock: "acquire_lock"
        case .renewLock: "renew_lock"
        case .releaseLock: "release_lock"
        case .cancelWait: "cancel_wait"
        case .admit: "admit"
        }
    }
}

extension DecisionKind {
    /// The kind's name in JSON.
    public var name: StaticString {
        switch self {
        case .accepted: "accepted"
        case .refused: "refused"
        case .duplicate: "duplicate"
        case .policyInstalled: "policy_installed"
        case .sealed: "sealed"
        case .routed: "routed"
        case .settled: "settled"
        case .assembled: "assembled"
        case .lockAcquired: "lock_acquired"
        case .lockQueued: "lock_queued"
        case .lockReleased: "lock_released"
        case .admitted: "admitted"
        case .notAdmitted: "not_admitted"
        case .reservationExpired: "reservation_expired"
        case .leaseExpired: "lease_expired"
        case .waitExpired: "wait_expired"
        case .lockPromoted: "lock_promoted"
        }
    }
}

extension Refusal.Reason {
    /// The reason's name in JSON.
    public var name: StaticString {
        switch self {
        case .timeJump: "time_jump"
        case .unknownTenant: "unknown_tenant"
        case .tooLarge: "too_large"
        case .unknownPolicy: "unknown_policy"
        case .alreadyInstalled: "already_installed"
        case .conflict: "conflict"
        case .unknownAccount: "unknown_account"
        case .closedAccount: "closed_account"
        case .tooDeep: "too_deep"
        case .zeroAmount: "zero_amount"
        case .overflow: "overflow"
        case .insufficient: "insufficient"
        case .inDebt: "in_debt"
        case .exposureLimit: "exposure_limit"
        case .full: "full"
        case .belowUse: "below_use"
        case .overTable: "over_table"
        case .expiryNotInFuture: "expiry_not_in_future"
        case .unknownReservation: "unknown_reservation"
        case .finished: "finished"
        case .belowDrawn: "below_drawn"
        case .aboveReserved: "above_reserved"
        case .hasHold: "has_hold"
        case .hasExpiredReservation: "has_expired_reservation"
        case .hasDebt: "has_debt"
        case .hasAvailable: "has_available"
        case .hasOpenChild: "has_open_child"
        case .requiredDoesNotFit: "required_does_not_fit"
        case .zeroLease: "zero_lease"
        case .leaseTooLong: "lease_too_long"
        case .waitTooLong: "wait_too_long"
        case .alreadyQueued: "already_queued"
        case .upgradePending: "upgrade_pending"
        case .wouldDeadlock: "would_deadlock"
        case .lockHeld: "lock_held"
        case .unknownLease: "unknown_lease"
        case .staleToken: "stale_token"
        case .notWaiting: "not_waiting"
        }
    }
}

extension RouteDecision.Action {
    /// The action's name in JSON.
    public var name: StaticString {
        switch self {
        case .executeRequested: "execute_requested"
        case .substitute: "substitute"
        case .reject: "reject"
        }
    }
}

extension RouteDecision.Reason {
    /// The reason's name in JSON.
    public var name: StaticString {
        switch self {
        case .requestedModelIsBest: "requested_model_is_best"
        case .otherModelIsBest: "other_model_is_best"
        case .hardRiskLimit: "hard_risk_limit"
        case .confidenceBelowMinimum: "confidence_below_minimum"
        case .disabled: Gate.disabled.name
        case .quality: Gate.quality.name
        case .latency: Gate.latency.name
        case .capability: Gate.capability.name
        case .provider: Gate.provider.name
        case .region: Gate.region.name
        case .riskCeiling: Gate.riskCeiling.name
        case .contextWindow: Gate.contextWindow.name
        case .cost: Gate.cost.name
        case .utility: Gate.utility.name
        }
    }
}

extension Gate {
    /// All gates, in the order in which they are tested.
    public static let all: [Gate] = (0..<UInt8(Gate.count)).compactMap(Gate.init(rawValue:))

    /// The gate's name in JSON.
    public var name: StaticString {
        switch self {
        case .disabled: "disabled"
        case .quality: "quality"
        case .latency: "latency"
        case .capability: "capability"
        case .provider: "provider"
        case .region: "region"
        case .riskCeiling: "risk_ceiling"
        case .contextWindow: "context_window"
        case .cost: "cost"
        case .utility: "utility"
        }
    }
}

extension ReservationState {
    /// The state's name in JSON.
    public var name: StaticString {
        switch self {
        case .open: "open"
        case .settled: "settled"
        case .settledLate: "settled_late"
        case .released: "released"
        case .expired: "expired"
        case .charged: "charged"
        }
    }
}

extension Settlement {
    /// The settlement's name in JSON.
    public var name: StaticString {
        switch self {
        case .settled: "settled"
        case .settledLate: "settled_late"
        }
    }
}

extension Dimension {
    /// The dimension's name in JSON.
    public var name: StaticString {
        switch self {
        case .calls: "calls"
        case .tokens: "tokens"
        case .cost: "cost"
        }
    }
}

extension AssemblyMode {
    /// The mode's name in JSON.
    public var name: StaticString {
        switch self {
        case .cutoff: "cutoff"
        case .greedy: "greedy"
        }
    }
}

extension WindowEntry.Outcome {
    /// The outcome's name in JSON.
    public var name: StaticString {
        switch self {
        case .included: "included"
        case .truncated: "truncated"
        case .excluded: "excluded"
        }
    }
}

extension WindowEntry.Reason {
    /// The reason's name in JSON.
    public var name: StaticString {
        switch self {
        case .none: "none"
        case .sectionCap: "section_cap"
        case .total: "total"
        case .afterCutoff: "after_cutoff"
        }
    }
}

extension LockMode {
    /// The mode's name in JSON.
    public var name: StaticString {
        switch self {
        case .shared: "shared"
        case .exclusive: "exclusive"
        }
    }
}

extension AdmissionStage {
    /// The stage's name in JSON.
    public var name: StaticString {
        switch self {
        case .reservation: "reservation"
        case .assembly: "assembly"
        case .routing: "routing"
        case .budget: "budget"
        case .locks: "locks"
        }
    }
}

extension Description.Subject {
    /// The subject's name in JSON.
    public var name: StaticString {
        switch self {
        case .tenant: "tenant"
        case .account: "account"
        case .actor: "actor"
        case .resource: "resource"
        case .policy: "policy"
        case .model: "model"
        case .provider: "provider"
        }
    }
}

extension Step.Origin {
    /// The origin's name in JSON.
    public var name: StaticString {
        switch self {
        case .command: "command"
        case .consequence: "consequence"
        }
    }
}

extension Component {
    /// All components, in their order.
    public static let all: [Component] = (0..<UInt8(Component.count)).compactMap(Component.init(rawValue:))

    /// The field of a request that counts the component; token names follow OpenTelemetry's
    /// semantic conventions for generative AI.
    public var fieldName: StaticString {
        switch self {
        case .input: "input_tokens"
        case .cacheRead: "cache_read_input_tokens"
        case .cacheCreation: "cache_creation_input_tokens"
        case .output: "output_tokens"
        case .reasoning: "reasoning_output_tokens"
        case .audio: "audio_tokens"
        case .image: "image_tokens"
        case .call: "calls"
        }
    }
}
