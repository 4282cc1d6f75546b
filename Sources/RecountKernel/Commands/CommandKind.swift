/// What a command asks for. The numbers are part of the format; 5 and 6 are kept for limits and
/// semantics, and are refused as unknown by this version.
public enum CommandKind: UInt8, Sendable {
    /// Time has passed.
    case tick = 1
    /// An id has a name for people.
    case describe = 2
    /// A policy is to be used from now on.
    case installPolicy = 3
    /// The whole state is to be committed to.
    case seal = 4
    /// Choose a model for a request.
    case route = 16
    /// A tenant begins.
    case openTenant = 32
    /// A node of a budget tree begins.
    case openAccount = 33
    /// A tenant's quotas change.
    case setQuotas = 34
    /// An account's exposure limit changes.
    case setExposureLimit = 35
    /// Budget comes in.
    case fund = 36
    /// Budget goes out unspent.
    case withdraw = 37
    /// Budget is kept aside.
    case reserve = 38
    /// Part of what is kept aside is spent.
    case draw = 39
    /// What is kept aside is kept longer.
    case extend = 40
    /// The actual spending of a reservation is known.
    case settle = 41
    /// A reservation is given up.
    case release = 42
    /// Budget is spent without a reservation.
    case charge = 43
    /// An account ends.
    case closeAccount = 44
    /// Assemble a context window.
    case assemble = 64
    /// Lock a resource.
    case acquireLock = 80
    /// Keep a lock for another span of time.
    case renewLock = 81
    /// Give up a lock.
    case releaseLock = 82
    /// Leave a queue.
    case cancelWait = 83
    /// Assemble, route, reserve and lock, all or nothing.
    case admit = 96
}
