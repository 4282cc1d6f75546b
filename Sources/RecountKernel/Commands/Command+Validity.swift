extension Command {
    /// What decoding would refuse in a command that was made in memory; nil if nothing. The types of
    /// the other fields exclude everything else.
    var malformation: DecodingErrorCode? {
        if header.time > .maximum || latestTime > .maximum { return .outOfRange }
        if case .describe(let description) = body, description.subject == .tenant, description.id != .zero {
            return .nonZeroReserved
        }
        if concernsTenant { return header.tenant == .none ? .tenantRequired : nil }
        return header.tenant == .none ? nil : .tenantNotAllowed
    }

    /// The largest moment or span of time in the body.
    private var latestTime: Milliseconds {
        switch body {
        case .reserve(let reservation): reservation.expiry
        case .extend(_, let expiry): expiry
        case .acquireLock(let request): max(request.lease, request.wait)
        case .renewLock(_, let lease): lease
        default: .zero
        }
    }

    /// Whether the command carries a tenant other than 0.
    private var concernsTenant: Bool {
        switch body {
        case .tick, .installPolicy, .seal: false
        case .describe(let description): description.subject.belongsToTenant
        default: true
        }
    }
}
