import RecountKernel

/// Locks in sentences: who holds a resource and who waits for it, as it stands after a record.
struct LockExplanation {
    let names: NameBook
    let standings: [LockStanding]

    var details: [String] { standings.flatMap(sentences) }

    private func sentences(about standing: LockStanding) -> [String] {
        let resource = names.resource(standing.resource, of: standing.tenant)
        let none = standing.holders.isEmpty ? ["Nobody holds \(resource)."] : []
        let held = standing.holders.map { holder in
            "\(names.agent(holder.agent, of: standing.tenant)) holds \(resource) \(holder.mode.text), "
                + "\(holder.grant.text)."
        }
        let waiting = standing.waiters.enumerated().map { position, waiter in
            "\(names.agent(waiter.agent, of: standing.tenant)) waits \(Self.place(position)) to hold \(resource) "
                + "\(waiter.mode.text), until \(waiter.deadline.utcText) UTC."
        }
        return none + Self.shortened(held, "hold it too") + Self.shortened(waiting, "wait behind them")
    }

    /// Where a request stands in its queue.
    static func place(_ position: some BinaryInteger) -> String {
        position == 0 ? "first in the queue" : "behind \(counted(position, "other"))"
    }

    private static func shortened(_ sentences: [String], _ rest: String) -> [String] {
        let omittedCount = sentences.count - ContextExplanation.longestList
        guard omittedCount > 0 else { return sentences }
        return sentences.prefix(ContextExplanation.longestList) + ["And \(omittedCount) more \(rest)."]
    }
}

/// The resources that a record is about, in the order in which it names them.
struct ConcernedResources {
    private(set) var tenant = TenantID.none
    private(set) var resources: [LockResource] = []

    /// The resources of a record that was replayed.
    ///
    /// - Parameter awaited: what the agent of a `cancelWait` waited for.
    init(of step: Step, _ command: Command?, awaited: LockResource?) {
        switch step.decision {
        case .leaseExpired(let expiry): (tenant, resources) = (expiry.tenant, [expiry.lease.resource])
        case .waitExpired(let expiry): (tenant, resources) = (expiry.tenant, [expiry.resource])
        case .lockPromoted(let promotion): (tenant, resources) = (promotion.tenant, [promotion.resource])
        default: break
        }
        guard let command else { return }
        tenant = command.header.tenant
        switch command.body {
        case .acquireLock(let request): resources = [request.resource]
        case .renewLock(let reference, _), .releaseLock(let reference): resources = [reference.resource]
        case .cancelWait: resources = awaited.map { [$0] } ?? []
        case .admit(let request):
            let locks = request.header.locks
            resources = (0..<locks.count).map { locks[$0].resource }
        default: break
        }
        add(step.decision)
    }

    /// A refusal may name another resource than the command.
    private mutating func add(_ decision: Decision) {
        switch decision {
        case .refused(let refusal), .notAdmitted(.refused(_, let refusal)):
            switch refusal.detail {
            case .resource(let resource), .holder(let resource, _):
                if !resources.contains(resource) { resources.append(resource) }
            default: break
            }
        default: break
        }
    }

    /// How they stand now.
    func standings(in kernel: borrowing Kernel) -> [LockStanding] {
        // A tenant that was never opened holds nothing.
        guard kernel.tenant(tenant) != nil else { return [] }
        var standings: [LockStanding] = []
        for resource in resources { standings.append(LockStanding(resource, of: tenant, in: kernel)) }
        return standings
    }
}
