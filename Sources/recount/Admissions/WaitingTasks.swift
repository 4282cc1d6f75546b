import RecountKernel

/// Requests that wait for the lock of their conversation.
struct WaitingTasks {
    /// A request that was given its lock.
    struct Promoted {
        let task: AdmissionTask
        let since: Milliseconds
        /// When it was given the lock.
        let time: Milliseconds
        let lease: LeaseReference
    }

    /// What a consequence means for who waits.
    enum Change {
        case none
        case gaveUp
        case promoted
    }

    private var tasks: [UInt64: (task: AdmissionTask, since: Milliseconds)] = [:]
    private var promoted: [Promoted] = []

    /// Takes a request that is queued.
    mutating func add(_ task: AdmissionTask, since time: Milliseconds) {
        tasks[task.traits.number] = (task, time)
    }

    /// Takes a consequence: agents are numbers of requests.
    mutating func take(_ consequence: Step) -> Change {
        switch consequence.decision {
        case .waitExpired(let expiry):
            tasks[expiry.agent.low] = nil
            return .gaveUp
        case .lockPromoted(let promotion):
            guard let entry = tasks.removeValue(forKey: promotion.agent.low) else { return .none }
            let lease = LeaseReference(
                resource: promotion.resource, agent: promotion.agent, token: promotion.grant.token)
            promoted.append(Promoted(task: entry.task, since: entry.since, time: consequence.time, lease: lease))
            return .promoted
        default: return .none
        }
    }

    /// The request that was promoted first and is not admitted yet, or nil.
    mutating func takePromoted() -> Promoted? { promoted.isEmpty ? nil : promoted.removeFirst() }
}
