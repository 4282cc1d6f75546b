import RecountKernel

extension DecodingErrorCode {
    /// The error's name in JSON, in snake_case.
    public var name: StaticString {
        switch self {
        case .truncated: "truncated"
        case .trailingBytes: "trailing_bytes"
        case .unknownKind: "unknown_kind"
        case .unsupportedVersion: "unsupported_version"
        case .unknownTag: "unknown_tag"
        case .outOfRange: "out_of_range"
        case .badCount: "bad_count"
        case .unsorted: "unsorted"
        case .duplicateEntry: "duplicate_entry"
        case .tenantNotAllowed: "tenant_not_allowed"
        case .tenantRequired: "tenant_required"
        case .invalidName: "invalid_name"
        case .nonZeroReserved: "non_zero_reserved"
        case .unknownSection: "unknown_section"
        case .inconsistent: "inconsistent"
        case .policyHardRiskLimit: "policy_hard_risk_limit"
        case .policyMinimumConfidence: "policy_minimum_confidence"
        case .policyRiskMultiplier: "policy_risk_multiplier"
        case .policyEmptyCatalog: "policy_empty_catalog"
        case .policyUnsortedModels: "policy_unsorted_models"
        case .policyDuplicateModel: "policy_duplicate_model"
        case .policyProvider: "policy_provider"
        case .policyQuality: "policy_quality"
        case .policyRiskCeiling: "policy_risk_ceiling"
        case .policyEnabledFlag: "policy_enabled_flag"
        case .policyUnusedPriceRow: "policy_unused_price_row"
        case .policyTokenCount: "policy_token_count"
        case .policyNoEnabledModel: "policy_no_enabled_model"
        }
    }
}
