extension Decision {
    /// Reads exactly one decision. Depends on the bytes alone.
    ///
    /// - Parameter bytes: the decision and nothing else.
    /// - Throws: what is wrong and the offset of the first byte of the offending field.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        self = try reader.decision()
        try reader.end()
    }
}

extension ByteReader {
    fileprivate mutating func decision() throws(DecodingError) -> Decision {
        guard let kind = DecisionKind(rawValue: try byte()) else { throw DecodingError(.unknownKind, at: 0) }
        switch kind {
        case .accepted: return .accepted
        case .refused: return .refused(try refusal())
        case .duplicate:
            let sequence = try integer(UInt64.self)
            return .duplicate(Duplicate(sequence: sequence, present: try presentState()))
        case .policyInstalled:
            let number = PolicyNumber(try integer(UInt32.self))
            return .policyInstalled(PolicyInstallation(number: number, digest: try digest()))
        case .sealed: return .sealed(stateRoot: try digest())
        case .routed: return .routed(try routeDecision())
        case .assembled: return .assembled(try rest { bytes throws(DecodingError) in try Window(validating: bytes) })
        case .lockAcquired: return .lockAcquired(try leaseGrant())
        case .lockQueued: return .lockQueued(position: try integer(UInt32.self))
        case .lockReleased: return .lockReleased(holdCount: try integer(UInt32.self))
        case .admitted: return .admitted(try rest { bytes throws(DecodingError) in try Admission(validating: bytes) })
        case .notAdmitted: return .notAdmitted(try admissionRefusal())
        case .leaseExpired:
            let tenant = TenantID(try integer(UInt64.self))
            return .leaseExpired(LeaseExpiry(tenant: tenant, lease: try leaseReference()))
        case .waitExpired:
            let tenant = TenantID(try integer(UInt64.self))
            let resource = try identifier()
            return .waitExpired(WaitExpiry(tenant: tenant, resource: resource, agent: try identifier()))
        case .lockPromoted: return .lockPromoted(try lockPromotion())
        case .settled:
            let tagOffset = position
            guard let value = Settlement(rawValue: try byte()) else { throw DecodingError(.unknownTag, at: tagOffset) }
            return .settled(value)
        case .reservationExpired:
            let tenant = TenantID(try integer(UInt64.self))
            let reservation = try identifier()
            return .reservationExpired(
                ReservationExpiry(tenant: tenant, reservation: reservation, released: try amounts()))
        }
    }

    private mutating func refusal() throws(DecodingError) -> Refusal {
        let reasonOffset = position
        guard let reason = Refusal.Reason(rawValue: try byte()) else {
            throw DecodingError(.unknownTag, at: reasonOffset)
        }
        return Refusal(reason, try refusalDetail())
    }

    private mutating func refusalDetail() throws(DecodingError) -> Refusal.Detail {
        let tagOffset = position
        switch try byte() {
        case 0: return .none
        case 1: return .account(AccountID(try integer(UInt64.self)))
        case 2:
            let account = AccountID(try integer(UInt64.self))
            let dimension = try dimension()
            let needed = try integer(UInt64.self)
            return .budget(account, dimension, needed: needed, limit: try integer(UInt64.self))
        case 3:
            let dimension = try dimension()
            let needed = try integer(UInt64.self)
            return .amount(dimension, needed: needed, limit: try integer(UInt64.self))
        case 4:
            let needed = try integer(UInt64.self)
            return .count(needed: needed, limit: try integer(UInt64.self))
        case 5: return .reservation(try reservationState())
        case 6: return .policy(PolicyNumber(try integer(UInt32.self)))
        case 7: return .resource(try identifier())
        case 8:
            let resource = try identifier()
            return .holder(resource, try identifier())
        case 9:
            let resource = try identifier()
            let needed = try integer(UInt64.self)
            return .duration(resource, needed: needed, limit: try integer(UInt64.self))
        case 10:
            let section = try isPresent(emptyByteCount: 4) ? SectionID(try integer(UInt32.self)) : nil
            let needed = try integer(UInt64.self)
            return .room(section, needed: needed, limit: try integer(UInt64.self))
        default: throw DecodingError(.unknownTag, at: tagOffset)
        }
    }

    private mutating func dimension() throws(DecodingError) -> Dimension {
        let tagOffset = position
        guard let dimension = Dimension(rawValue: try byte()) else { throw DecodingError(.unknownTag, at: tagOffset) }
        return dimension
    }

    private mutating func reservationState() throws(DecodingError) -> ReservationState {
        let tagOffset = position
        guard let state = ReservationState(rawValue: try byte()) else {
            throw DecodingError(.unknownTag, at: tagOffset)
        }
        return state
    }

    private mutating func presentState() throws(DecodingError) -> Duplicate.PresentState {
        let tagOffset = position
        switch try byte() {
        case 1: return .tenantOpen
        case 2: return .accountOpen
        case 3: return .accountClosed
        case 4: return .transferred
        case 5:
            let state = try reservationState()
            let expiry = try time()
            return .reservation(state, expiry: expiry, spent: try amounts())
        default: throw DecodingError(.unknownTag, at: tagOffset)
        }
    }

    /// The stage says what follows: the router's rejection at `routing` has a tag of its own, 0.
    private mutating func admissionRefusal() throws(DecodingError) -> AdmissionRefusal {
        let tagOffset = position
        let tag = try byte()
        if tag == 0 { return .notRouted(try routeDecision()) }
        guard let stage = AdmissionStage(rawValue: tag) else { throw DecodingError(.unknownTag, at: tagOffset) }
        return .refused(stage, try refusal())
    }

    private mutating func lockPromotion() throws(DecodingError) -> LockPromotion {
        let tenant = TenantID(try integer(UInt64.self))
        let resource = try identifier()
        let agent = try identifier()
        let mode = try lockMode()
        return LockPromotion(tenant: tenant, resource: resource, agent: agent, mode: mode, grant: try leaseGrant())
    }

    mutating func routeDecision() throws(DecodingError) -> RouteDecision {
        let actionOffset = position
        guard let action = RouteDecision.Action(rawValue: try byte()) else {
            throw DecodingError(.unknownTag, at: actionOffset)
        }
        let reasonOffset = position
        guard let reason = RouteDecision.Reason(rawValue: try byte()) else {
            throw DecodingError(.unknownTag, at: reasonOffset)
        }
        let winner = try winner()
        let runnerUp = try runnerUp()
        let evaluatedCount = try integer(UInt32.self)
        let eligibleCount = try integer(UInt32.self)
        var rejections = GateHistogram()
        for index in 0..<Gate.count { rejections[at: index] = try integer(UInt32.self) }
        let policyDigest = try digest()
        let policyEpoch = try integer(UInt64.self)
        let policy = RouteDecision.PolicyIdentity(
            digest: policyDigest, policyEpoch: policyEpoch, catalogEpoch: try integer(UInt64.self))
        return RouteDecision(
            action: action, reason: reason, winner: winner, runnerUp: runnerUp, evaluatedCount: evaluatedCount,
            eligibleCount: eligibleCount, rejections: rejections, policy: policy)
    }

    private mutating func winner() throws(DecodingError) -> RouteDecision.Candidate? {
        guard try isPresent(emptyByteCount: 20) else { return nil }
        let model = ModelID(try integer(UInt32.self))
        let cost = Microcents(try integer(UInt64.self))
        return RouteDecision.Candidate(
            model: model, cost: cost, utility: Int64(bitPattern: try integer(UInt64.self)))
    }

    private mutating func runnerUp() throws(DecodingError) -> RouteDecision.RunnerUp? {
        guard try isPresent(emptyByteCount: 12) else { return nil }
        let model = ModelID(try integer(UInt32.self))
        return RouteDecision.RunnerUp(model: model, utility: Int64(bitPattern: try integer(UInt64.self)))
    }

    /// Reads the tag of something that may be absent; if it is, its bytes must all be zero.
    mutating func isPresent(emptyByteCount: Int) throws(DecodingError) -> Bool {
        let tagOffset = position
        switch try byte() {
        case 0:
            try zeros(emptyByteCount)
            return false
        case 1: return true
        default: throw DecodingError(.unknownTag, at: tagOffset)
        }
    }
}
