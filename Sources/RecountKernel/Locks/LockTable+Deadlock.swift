extension LockTable {
    /// The cycle of waiting agents that a request would close: a resource that the agent holds, and who
    /// waits for it. Nil if there is none. O(leases of the tenant).
    ///
    /// By docs/format.md a waiter waits for every other holder, and every earlier waiter, whose mode
    /// conflicts. While no promotion is due, this means that every waiter of a resource waits, directly
    /// or through earlier waiters of the same resource, for all of its other holders: an exclusive request
    /// conflicts with all of them; a shared one conflicts with an exclusive holder, who is alone; and
    /// where the holders are shared, the head of the queue is exclusive (a shared one could be promoted),
    /// stands before any shared one and conflicts with it. So the search goes from resource to resource,
    /// over the holders that wait elsewhere: the resources breadth first, the holders of each in the order
    /// in which their leases were given. The first lease of the agent that is met gives the answer.
    ///
    /// - Parameters:
    ///   - agent: asks, and waits for nothing yet.
    ///   - start: what it asks for, held by another agent or with a queue.
    ///   - sequence: of the present step, which marks the resources that were met.
    func cycle(
        closedBy agent: LockAgent, waitingFor start: Slot, by sequence: UInt64
    ) -> (resource: LockResource, waiter: LockAgent)? {
        let tenant = resources[start].key.tenant
        resources[start].visitedBy = sequence
        resources[start].nextToVisit = .none
        var (current, last) = (start, start)
        // Bound: each resource is visited once, and each lease belongs to one resource.
        while !current.isNone {
            var holder = resources[current].holders.first
            while !holder.isNone {
                let waiting = waiter(leases[holder].key.agent, tenant: tenant)
                holder = leases[holder].links.next
                if waiting.isNone { continue }
                let awaited = waiters[waiting].resource
                if !lease(of: agent, on: awaited).isNone {
                    return (resources[awaited].id, waiters[waiting].agent)
                }
                if resources[awaited].visitedBy == sequence { continue }
                resources[awaited].visitedBy = sequence
                resources[awaited].nextToVisit = .none
                resources[last].nextToVisit = awaited
                last = awaited
            }
            current = resources[current].nextToVisit
        }
        return nil
    }
}
