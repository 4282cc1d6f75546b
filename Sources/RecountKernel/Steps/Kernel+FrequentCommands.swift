// The frequent kinds of commands, one function each, so that none is copied into a command and out of it again.

extension Kernel {
    @inline(never)
    mutating func decide(_ occasion: Occasion, routing request: RouteRequestBytes) throws(Refusal) -> Decision {
        try checkTimeAndTenant(of: occasion)
        let policy = try policies.policy(request.policy)
        return .routed(RouteDecision { Router(policy: policy, request: request, answer: $0).decide() })
    }

    /// What stands against a routing request before its policy does.
    @inline(__always)
    private mutating func checkTimeAndTenant(of occasion: Occasion) throws(Refusal) {
        try checkTime(occasion.time)
        _ = try ledger.tenant(occasion.tenant)
    }

    @inline(__always)
    mutating func decide(
        _ occasion: Occasion, reserving reservation: Reservation
    ) throws(Refusal) -> FrequentDecision {
        try checkTime(occasion.time)
        return try ledger.reserve(reservation, of: ledger.tenant(occasion.tenant), at: moment)
    }

    @inline(__always)
    mutating func decide(_ occasion: Occasion, settling spending: Spending) throws(Refusal) -> FrequentDecision {
        try checkTime(occasion.time)
        return try ledger.settle(spending, of: ledger.tenant(occasion.tenant), at: moment)
    }

    // What a command on budgets that is a value comes to. Not inlined, because the ledger's part of it is.

    @inline(never)
    mutating func decision(_ occasion: Occasion, reserving reservation: Reservation) throws(Refusal) -> Decision {
        Decision(try decide(occasion, reserving: reservation))
    }

    @inline(never)
    mutating func decision(_ occasion: Occasion, settling spending: Spending) throws(Refusal) -> Decision {
        Decision(try decide(occasion, settling: spending))
    }

    @inline(__always)
    mutating func decide(_ occasion: Occasion, acquiring request: LockRequest) throws(Refusal) -> FrequentDecision {
        try checkTime(occasion.time)
        return try locks.acquire(request, of: ledger.tenant(occasion.tenant), tenants: ledger.tenants, at: moment)
    }

    @inline(__always)
    mutating func decide(
        _ occasion: Occasion, releasing reference: LeaseReference
    ) throws(Refusal) -> FrequentDecision {
        try checkTime(occasion.time)
        return try locks.release(reference, of: ledger.tenant(occasion.tenant), tenants: ledger.tenants)
    }

    /// The step of a command that has begun.
    @inline(__always)
    mutating func answer(_ decide: (inout Kernel) throws(Refusal) -> Decision) -> Step {
        do throws(Refusal) {
            return finish(.command, try decide(&self))
        } catch {
            return finish(.command, .refused(error))
        }
    }

    /// Writes the decision of a command that has begun.
    ///
    /// - Parameter output: has room for it.
    /// - Returns: its number of bytes.
    @inline(__always)
    mutating func answer(
        into output: UnsafeMutableRawBufferPointer, _ decide: (inout Kernel) throws(Refusal) -> FrequentDecision
    ) -> Int {
        var writer = ByteWriter(output)
        do throws(Refusal) {
            writer.decision(try decide(&self))
            return writer.offset
        } catch {
            return output.write(error)
        }
    }

    /// Writes the decision on a routing request whose step has begun.
    ///
    /// - Parameter output: has room for it.
    /// - Returns: its number of bytes.
    @inline(__always)
    mutating func answer(
        _ occasion: Occasion, routing request: RouteRequestBytes, into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        do throws(Refusal) {
            try checkTimeAndTenant(of: occasion)
        } catch {
            return output.write(error)
        }
        return answer(request, into: output)
    }

    /// Writes the decision on a routing request of a known tenant whose step has begun.
    ///
    /// - Parameter output: has room for it.
    /// - Returns: its number of bytes.
    @inline(__always)
    func answer(_ request: RouteRequestBytes, into output: UnsafeMutableRawBufferPointer) -> Int {
        do throws(Refusal) {
            let policy = try policies.policy(request.policy)
            var writer = ByteWriter(output)
            Router(policy: policy, request: request, answer: writer.routed()).decide()
            return writer.offset
        } catch {
            return output.write(error)
        }
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes a refusal as the decision.
    ///
    /// - Returns: its number of bytes.
    @inline(never)
    fileprivate func write(_ refusal: Refusal) -> Int {
        var writer = ByteWriter(self)
        writer.decision(.refused(refusal))
        return writer.offset
    }
}
