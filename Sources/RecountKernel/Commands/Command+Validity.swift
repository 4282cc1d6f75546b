extension Command {
    /// What decoding would refuse in a command that was made in memory; nil if nothing. The types of
    /// the other fields exclude everything else.
    var malformation: DecodingErrorCode? {
        // One look at the body: each copies it.
        switch body {
        case .tick, .installPolicy, .seal: header.malformation(.forbidden)
        case .describe(let description): header.malformation(describing: description)
        case .reserve(let reservation): header.malformation(.required, latestTime: reservation.expiry)
        case .extend(_, let expiry): header.malformation(.required, latestTime: expiry)
        case .acquireLock(let request): header.malformation(.required, latestTime: max(request.lease, request.wait))
        case .renewLock(_, let lease): header.malformation(.required, latestTime: lease)
        default: header.malformation(.required)
        }
    }
}

/// Whether a command carries a tenant other than 0.
enum TenantRule: UInt8 {
    /// It concerns a tenant.
    case required
    /// It concerns none.
    case forbidden

    /// What decoding would refuse in a tenant.
    func malformation(of tenant: TenantID) -> DecodingErrorCode? {
        switch self {
        case .required: tenant == .none ? .tenantRequired : nil
        case .forbidden: tenant == .none ? nil : .tenantNotAllowed
        }
    }
}

extension Description.Subject {
    /// The rule for a description's tenant.
    var tenantRule: TenantRule { belongsToTenant ? .required : .forbidden }
}

extension CommandHeader {
    /// What decoding would refuse in a command with this header.
    ///
    /// - Parameter latestTime: the largest moment or span of time in the body.
    func malformation(_ rule: TenantRule, latestTime: Milliseconds = .zero) -> DecodingErrorCode? {
        max(time, latestTime) > .maximum ? .outOfRange : rule.malformation(of: tenant)
    }

    fileprivate func malformation(describing description: Description) -> DecodingErrorCode? {
        if time > .maximum { return .outOfRange }
        if description.subject == .tenant, description.id != .zero { return .nonZeroReserved }
        return description.subject.tenantRule.malformation(of: tenant)
    }
}
