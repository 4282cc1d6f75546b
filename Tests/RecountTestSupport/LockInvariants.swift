import RecountKernel

/// Watches a kernel's steps and checks L1–L6 of docs/format.md after each, from what the steps say and the
/// queries show. It knows nothing of why a step was answered as it was.
package struct LockInvariants {
    private struct Name: Hashable {
        let tenant: UInt64
        let high: UInt64
        let low: UInt64

        init(_ resource: LockPicture.Resource) {
            (tenant, high, low) = (resource.tenant.rawValue, resource.id.high, resource.id.low)
        }
    }

    /// The largest token of each resource, kept for ever.
    private var largestTokens: [Name: UInt64] = [:]
    private var before = LockPicture()

    /// An auditor of a kernel without steps.
    package init() {}

    /// Says what is wrong after a step.
    package mutating func violations(after step: Step, in kernel: borrowing Kernel) -> [String] {
        let picture = LockPicture(kernel)
        var found: [String] = []
        for resource in picture.resources { found += audit(resource, after: step, in: picture) }
        for resource in before.resources { found += auditEnds(of: resource, after: step, in: picture) }
        found += auditPromotions(picture, kernel)
        found += auditQuotas(picture, kernel)
        before = picture
        return found
    }

    private mutating func audit(
        _ resource: LockPicture.Resource, after step: Step, in picture: LockPicture
    ) -> [String] {
        var found: [String] = []
        let old = before.resource(resource.id, of: resource.tenant)
        if resource.holders.contains(where: { $0.mode == .exclusive }), resource.holders.count > 1 {
            found.append("L1: \(resource.holders) together")
        }
        found += auditTokens(resource, old, after: step)
        found += auditQueue(resource, old, after: step)
        for lease in resource.holders where lease.grant.expiry < step.time {
            found.append("L4: \(lease) stands at \(step.time.rawValue)")
        }
        for request in resource.queue {
            if request.deadline < step.time { found.append("L4: \(request) waits at \(step.time.rawValue)") }
            if picture.waitsForItself(request.agent, tenant: resource.tenant) {
                found.append("L5: \(request.agent.low) waits for itself")
            }
        }
        return found
    }

    /// L2: a token that was not there before is this step's sequence, and larger than all before. L3: an
    /// agent that holds more than before stood first, or there was no queue, or it had the resource already.
    private mutating func auditTokens(
        _ resource: LockPicture.Resource, _ old: LockPicture.Resource, after step: Step
    ) -> [String] {
        var found: [String] = []
        let largest = largestTokens[Name(resource)] ?? 0
        for lease in resource.holders {
            let earlier = old.holders.first { $0.agent == lease.agent }
            if earlier?.grant.token == lease.grant.token {
                if earlier?.mode != lease.mode { found.append("L2: another mode under the same token: \(lease)") }
                continue
            }
            if lease.grant.token != step.sequence || lease.grant.token <= largest {
                found.append("L2: token \(lease.grant.token) in step \(step.sequence) after \(largest)")
            }
            largestTokens[Name(resource)] = lease.grant.token
            let isNext = old.queue.first.map { $0.agent == lease.agent } ?? true
            let isUpgrade = earlier.map { $0.mode == .shared && lease.mode == .exclusive } ?? false
            if !isNext, !isUpgrade { found.append("L3: \(lease) passes \(old.queue)") }
        }
        let tokens = resource.holders.map(\.grant.token)
        if tokens != tokens.sorted() { found.append("holders are not in the order of their tokens: \(tokens)") }
        return found
    }

    /// L3: requests leave from anywhere, come in at the end, or at the head as upgrades.
    private func auditQueue(
        _ resource: LockPicture.Resource, _ old: LockPicture.Resource, after step: Step
    ) -> [String] {
        let isNew = { (request: LockPicture.Request) in request.queuedBy == step.sequence }
        let stayed = resource.queue.filter { !isNew($0) }.map(\.queuedBy)
        let present = old.queue.map(\.queuedBy).filter { stayed.contains($0) }
        var found: [String] = []
        if stayed != present { found.append("L3: \(stayed) of \(old.queue.map(\.queuedBy))") }
        for (place, request) in resource.queue.enumerated() {
            let isLast = place == resource.queue.count - 1
            let mayStandHere = request.isUpgrade ? place == 0 : isLast
            if isNew(request), !mayStandHere { found.append("L3: \(request) came in at \(place)") }
            let isHolder = resource.holders.contains { $0.agent == request.agent }
            if request.isUpgrade != isHolder || isHolder && place > 0 {
                found.append("L3: \(request) stands at \(place) of \(resource)")
            }
        }
        return found
    }

    /// L4: what ended without a command ended exactly when it was due, or no later than time stood.
    private func auditEnds(
        of old: LockPicture.Resource, after step: Step, in picture: LockPicture
    ) -> [String] {
        guard step.origin == .consequence else { return [] }
        let resource = picture.resource(old.id, of: old.tenant)
        var found: [String] = []
        for lease in old.holders where !resource.holders.contains(where: { $0.agent == lease.agent }) {
            guard case .leaseExpired(let expiry) = step.decision, expiry.lease.agent == lease.agent,
                expiry.lease.token == lease.grant.token, lease.grant.expiry == step.time
            else {
                found.append("L4: \(lease) ended by \(step)")
                continue
            }
        }
        for request in old.queue where !resource.queue.contains(where: { $0.agent == request.agent }) {
            switch step.decision {
            case .waitExpired(let expiry) where expiry.agent == request.agent && request.deadline == step.time: break
            case .lockPromoted(let promotion) where promotion.agent == request.agent: break
            default: found.append("L4: \(request) ended by \(step)")
            }
        }
        return found
    }

    /// Whoever can go on does so at once, and nobody else.
    private func auditPromotions(_ picture: LockPicture, _ kernel: borrowing Kernel) -> [String] {
        let grantable = picture.resources.filter { LockPicture.isHeadGrantable($0) }
        if grantable.count > 1 { return ["two queues can go on: \(grantable)"] }
        let due = kernel.nextDue
        return !grantable.isEmpty && due != kernel.time ? ["\(grantable) waits until \(due as Any)"] : []
    }

    /// L6: leases and requests are counted, each within its tenant's quota.
    private func auditQuotas(_ picture: LockPicture, _ kernel: borrowing Kernel) -> [String] {
        var found: [String] = []
        for position in 0..<kernel.tenantCount {
            let tenant = kernel.tenant(at: position)
            let resources = picture.resources.filter { $0.tenant == tenant.id }
            let used = resources.map { $0.holders.count + $0.queue.count }.reduce(0, +)
            if used != Int(tenant.used.locks) || used > Int(tenant.quotas.locks) {
                found.append("L6: \(used) of \(tenant.used.locks) within \(tenant.quotas.locks)")
            }
            let waiting = resources.flatMap { $0.queue.map(\.agent.low) }
            if Set(waiting).count != waiting.count { found.append("an agent waits twice: \(waiting)") }
        }
        let leaseCount = picture.resources.map(\.holders.count).reduce(0, +)
        let waiterCount = picture.resources.map(\.queue.count).reduce(0, +)
        if leaseCount != kernel.leaseCount || waiterCount != kernel.waiterCount {
            found.append("\(kernel.leaseCount) leases and \(kernel.waiterCount) requests in \(picture)")
        }
        if picture.resources.contains(where: { $0.holders.isEmpty && $0.queue.isEmpty }) {
            found.append("a resource without leases and requests stands in \(picture)")
        }
        return found
    }
}
