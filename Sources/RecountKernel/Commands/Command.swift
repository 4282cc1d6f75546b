/// One thing that a host asks of the kernel.
public struct Command: Sendable {
    /// Who asks, when, and what joins the journal with the host's traces.
    public var header: CommandHeader
    /// What is asked.
    public var body: CommandBody

    /// Makes a command.
    public init(header: CommandHeader, body: CommandBody) {
        self.header = header
        self.body = body
    }
}

/// What every command carries.
public struct CommandHeader: Equatable, Sendable {
    /// The tenant; `TenantID.none` for commands that concern none.
    public var tenant: TenantID
    /// The host's time. At most `Milliseconds.maximum`.
    public var time: Milliseconds
    /// Joins the record with a request of the host. Only recorded.
    public var requestID: Identifier128
    /// Joins the record with a person or program. Only recorded.
    public var actor: Identifier128
    /// Joins the record with others of one piece of work. Only recorded.
    public var correlation: Identifier128

    /// Makes a header.
    public init(
        tenant: TenantID, time: Milliseconds, requestID: Identifier128 = .zero, actor: Identifier128 = .zero,
        correlation: Identifier128 = .zero
    ) {
        self.tenant = tenant
        self.time = time
        self.requestID = requestID
        self.actor = actor
        self.correlation = correlation
    }
}

/// What a command asks for. docs/format.md has each layout.
public enum CommandBody: Sendable {
    /// Only advances time.
    case tick
    /// Records a name.
    case describe(Description)
    /// Installs a policy; decoding has validated it.
    case installPolicy(PolicyBytes)
    /// Commits to the state after the step.
    case seal
    /// Chooses a model.
    case route(RouteRequest)
    /// Opens the header's tenant.
    case openTenant(TenantQuotas)
    /// Opens an account of the tenant.
    case openAccount(AccountOpening)
    /// Replaces the tenant's quotas; never below what is in use.
    case setQuotas(TenantQuotas)
    /// Replaces an account's exposure limit; never below what is reserved.
    case setExposureLimit(AccountID, ExposureLimit)
    /// Adds budget to one account.
    case fund(Transfer)
    /// Takes unspent budget out of one account.
    case withdraw(Transfer)
    /// Keeps budget aside.
    case reserve(Reservation)
    /// Spends part of a reservation: its total so far.
    case draw(Spending)
    /// Gives a reservation another expiry.
    case extend(Identifier128, expiry: Milliseconds)
    /// Ends a reservation with the actual spending.
    case settle(Spending)
    /// Ends a reservation without further spending.
    case release(Identifier128)
    /// Spends without a reservation.
    case charge(Charge)
    /// Closes an account.
    case closeAccount(AccountID)
    /// Assembles a context window; decoding has validated the request.
    case assemble(AssemblyRequest)
    /// Locks a resource for an agent, or queues the request.
    case acquireLock(LockRequest)
    /// Lets a lease end another span of time from now.
    case renewLock(LeaseReference, lease: Milliseconds)
    /// Gives up one hold of a lease.
    case releaseLock(LeaseReference)
    /// Takes an agent out of the queue in which it waits.
    case cancelWait(LockAgent)
    /// Assembles, routes, reserves and locks, all or nothing; decoding has validated the request.
    case admit(AdmissionRequest)

    /// The kind as the format numbers it.
    public var kind: CommandKind {
        switch self {
        case .tick: .tick
        case .describe: .describe
        case .installPolicy: .installPolicy
        case .seal: .seal
        case .route: .route
        case .openTenant: .openTenant
        case .openAccount: .openAccount
        case .setQuotas: .setQuotas
        case .setExposureLimit: .setExposureLimit
        case .fund: .fund
        case .withdraw: .withdraw
        case .reserve: .reserve
        case .draw: .draw
        case .extend: .extend
        case .settle: .settle
        case .release: .release
        case .charge: .charge
        case .closeAccount: .closeAccount
        case .assemble: .assemble
        case .acquireLock: .acquireLock
        case .renewLock: .renewLock
        case .releaseLock: .releaseLock
        case .cancelWait: .cancelWait
        case .admit: .admit
        }
    }
}
