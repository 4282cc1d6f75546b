/// Why a command was refused. A refused command changes nothing but time.
public struct Refusal: Error, Equatable, Sendable {
    /// The first reason that applies, in the specified order.
    public var reason: Reason
    /// What it applies to.
    public var detail: Detail

    /// Makes a refusal.
    public init(_ reason: Reason, _ detail: Detail = .none) {
        self.reason = reason
        self.detail = detail
    }

    /// A quota is used up.
    static func full(_ quota: UInt32) -> Refusal {
        // Bound: quotas are below 2^29.
        Refusal(.full, .count(needed: quota.widened &+ 1, limit: quota.widened))
    }

    /// Every reason. The numbers are part of the format.
    public enum Reason: UInt8, Sendable {
        /// The command's time is more than `maximumAdvance` ahead; detail: the time and the latest allowed.
        case timeJump = 1
        /// No such tenant was opened.
        case unknownTenant = 2
        /// A count is above the kernel's limits; detail: the count and the limit.
        case tooLarge = 3

        /// No policy has this number.
        case unknownPolicy = 8
        /// The same policy is installed; detail: its number.
        case alreadyInstalled = 9

        /// The id is known with other fields.
        case conflict = 16
        /// No such account; detail: which.
        case unknownAccount = 17
        /// The account is closed; detail: which.
        case closedAccount = 18
        /// The account would be more than four deep; detail: its parent.
        case tooDeep = 19
        /// All amounts are 0.
        case zeroAmount = 20
        /// A counter would pass 2^63 − 1; detail: account, dimension.
        case overflow = 21
        /// Less is available than is needed; detail: account, dimension, both.
        case insufficient = 22
        /// The account has debt in a dimension that is needed; detail: account, dimension, the debt as limit.
        case inDebt = 23
        /// More would be reserved than the exposure limit; detail: account, dimension, both.
        case exposureLimit = 24
        /// A quota or table is used up; detail: what is needed and the limit.
        case full = 25
        /// A quota or limit is below what is in use; detail: what is in use as needed.
        case belowUse = 26
        /// The quotas of all tenants exceed a table; detail: their sum and the table.
        case overTable = 27

        /// The expiry is not after the present time; detail: both.
        case expiryNotInFuture = 32
        /// No such reservation is remembered.
        case unknownReservation = 33
        /// The reservation is finished; detail: how.
        case finished = 34
        /// The total is below what was drawn; detail: dimension, both.
        case belowDrawn = 35
        /// The total is above the reserved amount; detail: dimension, both.
        case aboveReserved = 36

        /// The account has a hold.
        case hasHold = 40
        /// The account has a remembered expired reservation that was not settled.
        case hasExpiredReservation = 41
        /// The account has debt; detail: the first dimension.
        case hasDebt = 42
        /// The account has budget left; detail: the first dimension.
        case hasAvailable = 43
        /// The account has an open child.
        case hasOpenChild = 44

        /// The required fragments do not fit; detail: the section whose cap they exceed, or none for
        /// the window, what they need and what there is.
        case requiredDoesNotFit = 48

        /// The lease is 0 ms; detail: the resource.
        case zeroLease = 56
        /// The lease is longer than the limit, or would end after the end of time; detail: both.
        case leaseTooLong = 57
        /// The wait is longer than the limit, or would end after the end of time; detail: both.
        case waitTooLong = 58
        /// The agent waits already; detail: for what.
        case alreadyQueued = 59
        /// Another holder waits to hold the resource alone; detail: who.
        case upgradePending = 60
        /// Waiting would close a cycle; detail: what the agent holds and who waits for that.
        case wouldDeadlock = 61
        /// The lock is not free, and the request does not wait; detail: the first in its way.
        case lockHeld = 62
        /// The agent has no lease of the resource.
        case unknownLease = 63
        /// The token is not the lease's; detail: it as needed and the lease's as limit.
        case staleToken = 64
        /// The agent waits for nothing.
        case notWaiting = 65
    }

    /// What a reason applies to.
    public enum Detail: Equatable, Sendable {
        /// Nothing more to say.
        case none
        /// An account.
        case account(AccountID)
        /// A dimension of an account, what was needed and what was there.
        case budget(AccountID, Dimension, needed: UInt64, limit: UInt64)
        /// A dimension of a reservation, what was needed and what was there.
        case amount(Dimension, needed: UInt64, limit: UInt64)
        /// A number, what was needed and what the limit is.
        case count(needed: UInt64, limit: UInt64)
        /// The state of a reservation.
        case reservation(ReservationState)
        /// A policy.
        case policy(PolicyNumber)
        /// A resource.
        case resource(LockResource)
        /// A resource and an agent.
        case holder(LockResource, LockAgent)
        /// A span of time for a resource, what was asked for and what the limit is.
        case duration(LockResource, needed: UInt64, limit: UInt64)
        /// Tokens of a section or of the whole window, what was needed and what there is.
        case room(SectionID?, needed: UInt64, limit: UInt64)

        /// The tag in the canonical form.
        var tag: UInt8 {
            switch self {
            case .none: 0
            case .account: 1
            case .budget: 2
            case .amount: 3
            case .count: 4
            case .reservation: 5
            case .policy: 6
            case .resource: 7
            case .holder: 8
            case .duration: 9
            case .room: 10
            }
        }
    }
}
