import RecountKernel

/// Random commands about locks, biased to few agents and resources and close times, so that they meet
/// each other, and to leases that exist.
package struct LockCommandStream {
    private var random: SplitMix64

    /// The stream of a seed.
    package init(seed: UInt64) {
        random = SplitMix64(state: seed)
    }

    /// The next command for a kernel or model with these leases and queues, whose time is `now`.
    package mutating func next(_ picture: LockPicture, now: UInt64) -> Command {
        let tenant = TenantID(chance(1, in: 80) ? 9 : number(1...2))
        let body = body(picture, tenant)
        return Command(
            header: CommandHeader(
                tenant: body.concernsTenant ? tenant : .none, time: Milliseconds(time(now: now))),
            body: body)
    }

    private mutating func body(_ picture: LockPicture, _ tenant: TenantID) -> CommandBody {
        switch number(0...99) {
        case 0: .setQuotas(locks: UInt32(number(0...16)))
        case 1...14: upgrade(picture, tenant)
        case 15...66:
            .acquire(number(1...4), by: number(1...5), mode(), lease: lease(), wait: chance(1, in: 5) ? 0 : wait())
        case 67...74: renewal(picture, tenant)
        case 75...88: release(picture, tenant)
        case 89...90: .cancel(number(1...5))
        default: .tick
        }
    }

    /// A holder asks to hold alone, where there are several if possible.
    private mutating func upgrade(_ picture: LockPicture, _ tenant: TenantID) -> CommandBody {
        var together = picture
        together.resources.removeAll { $0.holders.count < 2 }
        let held = reference(chance(4, in: 5) ? together : picture, tenant)
        return .acquire(
            held.resource.low, by: held.agent.low, .exclusive, lease: lease(), wait: chance(1, in: 4) ? 0 : wait())
    }

    private mutating func renewal(_ picture: LockPicture, _ tenant: TenantID) -> CommandBody {
        .renewLock(reference(picture, tenant), lease: Milliseconds(lease()))
    }

    private mutating func release(_ picture: LockPicture, _ tenant: TenantID) -> CommandBody {
        .releaseLock(reference(picture, tenant))
    }

    /// Mostly a lease that stands, now and then under its old token; rarely one that may not.
    private mutating func reference(_ picture: LockPicture, _ tenant: TenantID) -> LeaseReference {
        let resources = picture.resources.filter { $0.tenant == tenant && !$0.holders.isEmpty }
        if resources.isEmpty || chance(1, in: 12) {
            return .of(number(1...4), number(1...5), token: number(0...40))
        }
        let resource = resources[Int(number(0...UInt64(resources.count - 1)))]
        let lease = resource.holders[Int(number(0...UInt64(resource.holders.count - 1)))]
        var token = lease.grant.token
        if let old = lease.superseded, chance(1, in: 2) { token = old.token }
        if chance(1, in: 15) { token = number(0...1) == 0 ? token + 1 : token - 1 }
        return LeaseReference(resource: resource.id, agent: lease.agent, token: token)
    }

    private mutating func mode() -> LockMode { chance(3, in: 5) ? .shared : .exclusive }

    private mutating func lease() -> UInt64 {
        chance(1, in: 40) ? 0 : chance(1, in: 40) ? 501 : number(1...40)
    }

    private mutating func wait() -> UInt64 { chance(1, in: 40) ? 501 : number(1...40) }

    private mutating func time(now: UInt64) -> UInt64 {
        switch number(0...9) {
        case 0...6: now
        case 7...8: now + number(0...4)
        default: chance(1, in: 20) ? now + 2_000 : now + number(0...12) - min(now, 3)
        }
    }

    private mutating func number(_ range: ClosedRange<UInt64>) -> UInt64 { random.uniform(range) }

    private mutating func chance(_ hits: UInt64, in draws: UInt64) -> Bool { number(1...draws) <= hits }
}
