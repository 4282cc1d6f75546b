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

    /// What decoding would refuse in a description with this header.
    func malformation(describing description: Description) -> DecodingErrorCode? {
        if time > .maximum { return .outOfRange }
        if description.subject == .tenant, description.id != .zero { return .nonZeroReserved }
        return description.subject.tenantRule.malformation(of: tenant)
    }
}
