/// The kernel's answer to a command, or a consequence that no command asked for.
public enum Decision: Equatable, Sendable {
    /// Done as asked.
    case accepted
    /// Not done.
    case refused(Refusal)
    /// Done before, by the step of this sequence.
    case duplicate(Duplicate)
    /// A policy is installed.
    case policyInstalled(PolicyInstallation)
    /// The state after the step is committed to: see `Kernel.stateRoot()`.
    case sealed(stateRoot: Digest)
    /// A model is chosen, or none.
    case routed(RouteDecision)
    /// A reservation is settled.
    case settled(Settlement)
    /// A window is assembled. It is borrowed: see `Window`.
    case assembled(Window)
    /// A lock is held, or held longer.
    case lockAcquired(LeaseGrant)
    /// A request for a lock waits behind so many others.
    case lockQueued(position: UInt32)
    /// A lease was given up; so many releases are left until it ends, 0 if it has.
    case lockReleased(holdCount: UInt32)
    /// An admission has everything that it asked for. It is borrowed: see `Admission`.
    case admitted(Admission)
    /// An admission has nothing of what it asked for.
    case notAdmitted(AdmissionRefusal)
    /// Consequence: a reservation fell due and its hold was released.
    case reservationExpired(ReservationExpiry)
    /// Consequence: a lease fell due and ended.
    case leaseExpired(LeaseExpiry)
    /// Consequence: a waiting request gave up.
    case waitExpired(WaitExpiry)
    /// Consequence: a waiting request was given its lock.
    case lockPromoted(LockPromotion)
}

/// Where a reservation stands.
public enum ReservationState: UInt8, Sendable, BitwiseCopyable {
    /// It holds budget.
    case open = 1
    /// It ended with its actual spending.
    case settled = 2
    /// It expired and was settled afterwards.
    case settledLate = 3
    /// It was given up.
    case released = 4
    /// It fell due; it may still be settled.
    case expired = 5
    /// It was a charge without a reservation.
    case charged = 6
}

/// How a settlement was booked.
public enum Settlement: UInt8, Sendable {
    /// Out of the reservation's hold.
    case settled = 2
    /// Without a hold, after it had expired.
    case settledLate = 3
}

/// A command that was already carried out.
public struct Duplicate: Equatable, Sendable {
    /// The step that carried it out.
    public var sequence: UInt64
    /// How things stand now.
    public var present: PresentState

    /// Makes an answer.
    public init(sequence: UInt64, present: PresentState) {
        self.sequence = sequence
        self.present = present
    }

    /// How things stand.
    public enum PresentState: Equatable, Sendable {
        /// The tenant is open.
        case tenantOpen
        /// The account is open.
        case accountOpen
        /// The account is closed.
        case accountClosed
        /// The transfer is booked.
        case transferred
        /// The reservation or charge, when it expires or would have, and its spending so far.
        case reservation(ReservationState, expiry: Milliseconds, spent: Amounts)

        /// The tag in the canonical form.
        var tag: UInt8 {
            switch self {
            case .tenantOpen: 1
            case .accountOpen: 2
            case .accountClosed: 3
            case .transferred: 4
            case .reservation: 5
            }
        }
    }
}

/// A policy that has just been installed.
public struct PolicyInstallation: Equatable, Sendable {
    /// The number by which requests name it.
    public var number: PolicyNumber
    /// Digest of its canonical bytes.
    public var digest: Digest

    /// Makes an answer.
    public init(number: PolicyNumber, digest: Digest) {
        self.number = number
        self.digest = digest
    }
}

/// A reservation that fell due.
public struct ReservationExpiry: Equatable, Sendable {
    /// Its tenant.
    public var tenant: TenantID
    /// Its id.
    public var reservation: Identifier128
    /// What its hold gave back on each touched account.
    public var released: Amounts

    /// Makes an answer.
    public init(tenant: TenantID, reservation: Identifier128, released: Amounts) {
        self.tenant = tenant
        self.reservation = reservation
        self.released = released
    }
}
