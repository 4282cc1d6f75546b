// The frequent kinds of commands, one function each: their answers are made where they are returned, and what they
// ask for is not copied on the way.

extension Kernel {
    @inline(never)
    mutating func answer(_ occasion: Occasion, routing request: UnsafePointer<RouteRequest>) -> Step {
        do throws(Refusal) {
            let policy = try policy(for: request, on: occasion)
            return finish(.command, .routed(policies.choose(request, under: policy)))
        } catch {
            return finish(.command, .refused(error))
        }
    }

    /// The policy by which a request is to be answered.
    @inline(__always)
    mutating func policy(
        for request: UnsafePointer<RouteRequest>, on occasion: Occasion
    ) throws(Refusal) -> UnsafePointer<InstalledPolicy> {
        try checkTime(occasion.time)
        _ = try ledger.tenant(occasion.tenant)
        return try policies.policy(request.pointee.policy)
    }

    @inline(never)
    mutating func answer(_ occasion: Occasion, reserving reservation: Reservation) -> Step {
        answer(occasion) { kernel throws(Refusal) in
            try kernel.ledger.reserve(
                reservation, of: kernel.ledger.tenant(occasion.tenant), at: kernel.moment)
        }
    }

    @inline(never)
    mutating func answer(_ occasion: Occasion, settling spending: Spending) -> Step {
        answer(occasion) { kernel throws(Refusal) in
            try kernel.ledger.settle(spending, of: kernel.ledger.tenant(occasion.tenant), at: kernel.moment)
        }
    }

    @inline(never)
    mutating func answer(_ occasion: Occasion, acquiring request: LockRequest) -> Step {
        answer(occasion) { kernel throws(Refusal) in
            try kernel.locks.acquire(
                request, of: kernel.ledger.tenant(occasion.tenant), tenants: kernel.ledger.tenants, at: kernel.moment)
        }
    }

    @inline(never)
    mutating func answer(_ occasion: Occasion, releasing reference: LeaseReference) -> Step {
        answer(occasion) { kernel throws(Refusal) in
            try kernel.locks.release(
                reference, of: kernel.ledger.tenant(occasion.tenant), tenants: kernel.ledger.tenants)
        }
    }

    @inline(__always)
    mutating func answer(
        _ occasion: Occasion, _ decide: (inout Kernel) throws(Refusal) -> Decision
    ) -> Step {
        do throws(Refusal) {
            try checkTime(occasion.time)
            return finish(.command, try decide(&self))
        } catch {
            return finish(.command, .refused(error))
        }
    }
}
