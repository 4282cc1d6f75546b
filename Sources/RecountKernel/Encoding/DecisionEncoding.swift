extension Decision {
    /// Number of bytes of the largest decision.
    public static let maximumByteCount = RouteDecision.byteCount &+ 1

    /// How many bytes the canonical form has. O(1).
    public var encodedByteCount: Int {
        // Bound: at most `maximumByteCount`.
        1 &+ bodyByteCount
    }

    private var bodyByteCount: Int {
        switch self {
        case .accepted: 0
        case .refused(let refusal): 2 &+ refusal.detail.byteCount
        case .duplicate(let duplicate): 8 &+ 1 &+ duplicate.present.byteCount
        case .policyInstalled: 4 &+ Digest.byteCount
        case .routed: RouteDecision.byteCount
        case .settled: 1
        case .reservationExpired: 8 &+ 16 &+ 24
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
        byte(decision.kind.rawValue)
        switch decision {
        case .accepted: break
        case .refused(let value): refusal(value)
        case .duplicate(let value):
            integer(value.sequence)
            presentState(value.present)
        case .policyInstalled(let value):
            integer(value.number.rawValue)
            digest(value.digest)
        case .routed(let value): routeDecision(value)
        case .settled(let value): byte(value.rawValue)
        case .reservationExpired(let value):
            integer(value.tenant.rawValue)
            identifier(value.reservation)
            perDimension(value.released.values)
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
        }
    }

    private mutating func presentState(_ value: Duplicate.PresentState) {
        byte(value.tag)
        guard case .reservation(let state, let expiry, let spent) = value else { return }
        byte(state.rawValue)
        integer(expiry.rawValue)
        perDimension(spent.values)
    }

    private mutating func routeDecision(_ value: RouteDecision) {
        byte(value.action.rawValue)
        byte(value.reason.rawValue)
        byte(value.winner == nil ? 0 : 1)
        integer(value.winner?.model.rawValue ?? 0)
        integer(value.winner?.cost.rawValue ?? 0)
        integer(UInt64(bitPattern: value.winner?.utility ?? 0))
        byte(value.runnerUp == nil ? 0 : 1)
        integer(value.runnerUp?.model.rawValue ?? 0)
        integer(UInt64(bitPattern: value.runnerUp?.utility ?? 0))
        integer(value.evaluatedCount)
        integer(value.eligibleCount)
        for index in 0..<Gate.count { integer(value.rejections[at: index]) }
        digest(value.policy.digest)
        integer(value.policy.policyEpoch)
        integer(value.policy.catalogEpoch)
    }
}
