extension Decision {
    /// Number of bytes of the largest decision but `assembled` and `admitted`.
    public static let maximumFixedByteCount = RouteDecision.byteCount &+ 2

    /// How many bytes the canonical form has. O(1).
    public var encodedByteCount: Int {
        // Bound: windows have at most 2^15 entries of 14 bytes.
        1 &+ bodyByteCount
    }

    private var bodyByteCount: Int {
        switch self {
        case .accepted: 0
        case .refused(let refusal): refusal.byteCount
        case .duplicate(let duplicate): 8 &+ 1 &+ duplicate.present.byteCount
        case .policyInstalled: 4 &+ Digest.byteCount
        case .sealed: Digest.byteCount
        case .routed: RouteDecision.byteCount
        case .settled: 1
        case .assembled(let window): window.bytes.count
        case .lockAcquired: LeaseGrant.byteCount
        case .lockQueued, .lockReleased: 4
        case .admitted(let admission): admission.bytes.count
        case .notAdmitted(let refusal): 1 &+ refusal.byteCount
        case .reservationExpired: 8 &+ 16 &+ 24
        case .leaseExpired: 8 &+ LeaseReference.byteCount
        case .waitExpired: 8 &+ 16 &+ 16
        case .lockPromoted: 8 &+ 16 &+ 16 &+ 1 &+ LeaseGrant.byteCount
        }
    }

    /// Writes the canonical form.
    ///
    /// - Returns: the number of bytes written, `encodedByteCount`.
    /// - Throws: if `output` is too small.
    @discardableResult
    public func encode(into output: UnsafeMutableRawBufferPointer) throws(EncodingError) -> Int {
        guard output.count >= encodedByteCount else {
            throw EncodingError(neededByteCount: encodedByteCount, offeredByteCount: output.count)
        }
        var writer = ByteWriter(output)
        writer.decision(self)
        return writer.offset
    }
}

extension Decision {
    /// Whether the canonical form is exactly these bytes. O(bytes), and no other memory.
    public func isEncoded(as bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .assembled(let window): bytes.isKind(.assembled, before: window.bytes)
        case .admitted(let admission): bytes.isKind(.admitted, before: admission.bytes)
        default: isFixedDecisionEncoded(as: bytes)
        }
    }

    private func isFixedDecisionEncoded(as bytes: UnsafeRawBufferPointer) -> Bool {
        var memory = DecisionMemory()
        return memory.withBytes { output in
            var writer = ByteWriter(output)
            writer.decision(self)
            return UnsafeRawBufferPointer(rebasing: output[..<writer.offset]).hasEqualBytes(bytes)
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are a kind and what follows it.
    fileprivate func isKind(_ kind: DecisionKind, before rest: UnsafeRawBufferPointer) -> Bool {
        first == kind.rawValue && UnsafeRawBufferPointer(rebasing: self[1...]).hasEqualBytes(rest)
    }
}

extension LeaseGrant {
    /// Number of bytes.
    static let byteCount = 20
}

extension AdmissionRefusal {
    /// Number of bytes after the tag.
    var byteCount: Int {
        switch self {
        case .refused(_, let refusal): refusal.byteCount
        case .notRouted: RouteDecision.byteCount
        }
    }
}

extension Refusal {
    /// Number of bytes.
    var byteCount: Int { 2 &+ detail.byteCount }
}

extension Refusal.Detail {
    /// Number of bytes after the tag.
    var byteCount: Int {
        switch self {
        case .none: 0
        case .account: 8
        case .budget: 25
        case .amount: 17
        case .count: 16
        case .reservation: 1
        case .policy: 4
        case .resource: 16
        case .holder: 32
        case .duration: 32
        case .room: 21
        }
    }
}

extension Duplicate.PresentState {
    /// Number of bytes after the tag.
    var byteCount: Int {
        switch self {
        case .tenantOpen, .accountOpen, .accountClosed, .transferred: 0
        case .reservation: 1 &+ 8 &+ 24
        }
    }
}

extension RouteDecision {
    /// Number of bytes after the kind: fixed, so that every rejection is as long as every choice.
    static let byteCount = 132
}

extension ByteWriter {
    mutating func decision(_ decision: Decision) {
        // Known last, so that the decision is looked at once: each look copies it.
        let kind = space(1)
        kind.storeBytes(of: body(decision).rawValue, as: UInt8.self)
    }

    /// - Returns: its kind.
    private mutating func body(_ decision: Decision) -> DecisionKind {
        switch decision {
        case .accepted: return frequentBody(.accepted)
        case .refused(let value):
            refusal(value)
            return .refused
        case .duplicate(let value): return frequentBody(.duplicate(value))
        case .policyInstalled(let value):
            integer(value.number.rawValue)
            digest(value.digest)
            return .policyInstalled
        case .sealed(let stateRoot):
            digest(stateRoot)
            return .sealed
        case .routed(let value):
            routeDecision(value)
            return .routed
        case .settled(let value): return frequentBody(.settled(value))
        case .assembled(let window):
            raw(window.bytes)
            return .assembled
        case .lockAcquired(let value): return frequentBody(.lockAcquired(value))
        case .lockQueued(let position): return frequentBody(.lockQueued(position: position))
        case .lockReleased(let holdCount): return frequentBody(.lockReleased(holdCount: holdCount))
        case .admitted(let admission):
            raw(admission.bytes)
            return .admitted
        case .notAdmitted(let value):
            admissionRefusal(value)
            return .notAdmitted
        case .reservationExpired(let value):
            integer(value.tenant.rawValue)
            identifier(value.reservation)
            perDimension(value.released.values)
            return .reservationExpired
        case .leaseExpired(let value):
            integer(value.tenant.rawValue)
            leaseReference(value.lease)
            return .leaseExpired
        case .waitExpired(let value):
            integer(value.tenant.rawValue)
            identifier(value.resource)
            identifier(value.agent)
            return .waitExpired
        case .lockPromoted(let value):
            lockPromotion(value)
            return .lockPromoted
        }
    }

    @inline(__always)
    mutating func decision(_ decision: FrequentDecision) {
        let kind = space(1)
        kind.storeBytes(of: frequentBody(decision).rawValue, as: UInt8.self)
    }

    /// - Returns: its kind.
    @inline(__always)
    private mutating func frequentBody(_ decision: FrequentDecision) -> DecisionKind {
        switch decision {
        case .accepted: return .accepted
        case .duplicate(let value):
            integer(value.sequence)
            presentState(value.present)
            return .duplicate
        case .settled(let value):
            byte(value.rawValue)
            return .settled
        case .lockAcquired(let value):
            leaseGrant(value)
            return .lockAcquired
        case .lockQueued(let position):
            integer(position)
            return .lockQueued
        case .lockReleased(let holdCount):
            integer(holdCount)
            return .lockReleased
        }
    }

    private mutating func refusal(_ value: Refusal) {
        byte(value.reason.rawValue)
        byte(value.detail.tag)
        switch value.detail {
        case .none: break
        case .account(let account): integer(account.rawValue)
        case .budget(let account, let dimension, let needed, let limit):
            integer(account.rawValue)
            byte(dimension.rawValue)
            integer(needed)
            integer(limit)
        case .amount(let dimension, let needed, let limit):
            byte(dimension.rawValue)
            integer(needed)
            integer(limit)
        case .count(let needed, let limit):
            integer(needed)
            integer(limit)
        case .reservation(let state): byte(state.rawValue)
        case .policy(let number): integer(number.rawValue)
        case .resource(let resource): identifier(resource)
        case .holder(let resource, let agent):
            identifier(resource)
            identifier(agent)
        case .duration(let resource, let needed, let limit):
            identifier(resource)
            integer(needed)
            integer(limit)
        case .room(let section, let needed, let limit):
            byte(section == nil ? 0 : 1)
            integer(section?.rawValue ?? 0)
            integer(needed)
            integer(limit)
        }
    }

    private mutating func admissionRefusal(_ value: AdmissionRefusal) {
        switch value {
        case .refused(let stage, let reason):
            byte(stage.rawValue)
            refusal(reason)
        case .notRouted(let decision):
            byte(0)
            routeDecision(decision)
        }
    }

    private mutating func lockPromotion(_ value: LockPromotion) {
        integer(value.tenant.rawValue)
        identifier(value.resource)
        identifier(value.agent)
        byte(value.mode.rawValue)
        leaseGrant(value.grant)
    }

    private mutating func presentState(_ value: Duplicate.PresentState) {
        byte(value.tag)
        guard case .reservation(let state, let expiry, let spent) = value else { return }
        byte(state.rawValue)
        integer(expiry.rawValue)
        perDimension(spent.values)
    }

    /// Begins a decision that is the answer to a routing request, and leaves room for the answer.
    @inline(__always)
    mutating func routed() -> RouteDecisionBytes {
        let start = space(1 &+ RouteDecision.byteCount)
        start.setLittleEndian(DecisionKind.routed.rawValue, at: 0)
        return RouteDecisionBytes(start + 1)
    }

    mutating func routeDecision(_ value: RouteDecision) {
        RouteDecisionBytes(space(RouteDecision.byteCount)).write(value)
    }
}
