import RecountKernel

/// Requests that wait for the lock of their conversation.
struct WaitingTasks {
    /// A request that was given its lock.
    struct Promoted {
        let task: AdmissionTask
        let lease: LeaseReference
    }

    /// How a wait ended, and how long it was.
    enum WaitEnd {
        case promoted(afterMilliseconds: UInt64)
        case gaveUp(afterMilliseconds: UInt64)
    }

    private var tasks: [UInt64: (task: AdmissionTask, since: Milliseconds)] = [:]
    private var promoted: [Promoted] = []

    /// Takes a request that is queued.
    mutating func add(_ task: AdmissionTask, since time: Milliseconds) {
        tasks[task.traits.number] = (task, time)
    }

    /// Takes a consequence: agents are numbers of requests.
    ///
    /// - Returns: the wait that it ended, or nil.
    mutating func take(_ consequence: Step) -> WaitEnd? {
        switch consequence.decision {
        case .waitExpired(let expiry):
            guard let entry = tasks.removeValue(forKey: expiry.agent.low) else { return nil }
            return .gaveUp(afterMilliseconds: consequence.time.rawValue - entry.since.rawValue)
        case .lockPromoted(let promotion):
            guard let entry = tasks.removeValue(forKey: promotion.agent.low) else { return nil }
            let lease = LeaseReference(
                resource: promotion.resource, agent: promotion.agent, token: promotion.grant.token)
            promoted.append(Promoted(task: entry.task, lease: lease))
            return .promoted(afterMilliseconds: consequence.time.rawValue - entry.since.rawValue)
        default: return nil
        }
    }

    /// The request that was promoted first and is not admitted yet, or nil.
    mutating func takePromoted() -> Promoted? { promoted.isEmpty ? nil : promoted.removeFirst() }
}
