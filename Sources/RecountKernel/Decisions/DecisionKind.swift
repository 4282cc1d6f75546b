/// What an answer is. The numbers are part of the format; those of consequences have the upper bit.
public enum DecisionKind: UInt8, Sendable {
    /// `Decision.accepted`.
    case accepted = 1
    /// `Decision.refused`.
    case refused = 2
    /// `Decision.duplicate`.
    case duplicate = 3
    /// `Decision.policyInstalled`.
    case policyInstalled = 4
    /// `Decision.sealed`.
    case sealed = 5
    /// `Decision.routed`.
    case routed = 16
    /// `Decision.settled`.
    case settled = 41
    /// `Decision.assembled`.
    case assembled = 64
    /// `Decision.lockAcquired`.
    case lockAcquired = 80
    /// `Decision.lockQueued`.
    case lockQueued = 81
    /// `Decision.lockReleased`.
    case lockReleased = 82
    /// `Decision.admitted`.
    case admitted = 96
    /// `Decision.notAdmitted`.
    case notAdmitted = 97
    /// `Decision.reservationExpired`.
    case reservationExpired = 129
    /// `Decision.leaseExpired`.
    case leaseExpired = 130
    /// `Decision.waitExpired`.
    case waitExpired = 131
    /// `Decision.lockPromoted`.
    case lockPromoted = 132

    /// Whether no command asked for it.
    public var isConsequence: Bool { rawValue >= 128 }
}

extension Decision {
    /// The kind as the format numbers it.
    public var kind: DecisionKind {
        switch self {
        case .accepted: .accepted
        case .refused: .refused
        case .duplicate: .duplicate
        case .policyInstalled: .policyInstalled
        case .sealed: .sealed
        case .routed: .routed
        case .settled: .settled
        case .assembled: .assembled
        case .lockAcquired: .lockAcquired
        case .lockQueued: .lockQueued
        case .lockReleased: .lockReleased
        case .admitted: .admitted
        case .notAdmitted: .notAdmitted
        case .reservationExpired: .reservationExpired
        case .leaseExpired: .leaseExpired
        case .waitExpired: .waitExpired
        case .lockPromoted: .lockPromoted
        }
    }
}
