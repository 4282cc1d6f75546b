import RecountKernel

extension DecodingErrorCode {
    /// What is wrong and what would be right, as the end of a sentence.
    public var explanation: String {
        switch self {
        case .truncated: "the bytes end too early"
        case .trailingBytes: "bytes follow the end"
        case .unknownKind: "no such kind"
        case .unsupportedVersion: "a layout version that this build does not read"
        case .unknownTag: "no such tag"
        case .outOfRange: "a number outside its range"
        case .badCount: "a list with too many entries, or none"
        case .unsorted: "entries out of ascending order, or twice"
        case .duplicateEntry: "the same entry twice"
        case .tenantNotAllowed: "a tenant in a command that concerns none"
        case .tenantRequired: "tenant 0 in a command that concerns a tenant"
        case .invalidName: "a name must have 1 to 128 bytes of UTF-8"
        case .nonZeroReserved: "a reserved field that is not zero"
        case .unknownSection: "a fragment of a section that the request does not have"
        case .inconsistent: "no history leads to this state"
        case .policyHardRiskLimit: "the hard risk limit must be at most 10000 basis points"
        case .policyMinimumConfidence: "the minimum confidence must be at most 10000 basis points"
        case .policyRiskMultiplier: "the risk multiplier must be at most 50000 basis points"
        case .policyEmptyCatalog: "the catalog must have at least one model"
        case .policyUnsortedModels: "models must stand in ascending order of their ids"
        case .policyDuplicateModel: "model ids must be unique"
        case .policyProvider: "provider ids must be at most 63"
        case .policyQuality: "quality must be at most 10000 basis points"
        case .policyRiskCeiling: "the risk ceiling must be at most 10000 basis points"
        case .policyEnabledFlag: "the enabled flag must be 0 or 1"
        case .policyUnusedPriceRow: "a second price row needs a long-context threshold"
        case .policyTokenCount: "token counts must be at most 2^53"
        case .policyNoEnabledModel: "at least one model must be enabled"
        }
    }
}
