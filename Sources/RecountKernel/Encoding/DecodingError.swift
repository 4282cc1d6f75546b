/// Why bytes are no canonical command, decision, record or policy, and where.
public struct DecodingError: Error, Equatable, Sendable {
    /// What is wrong.
    public let code: DecodingErrorCode
    /// Offset of the first byte of the offending field in the bytes that were decoded.
    public let offset: UInt32

    /// Makes an error.
    public init(_ code: DecodingErrorCode, at offset: UInt32) {
        self.code = code
        self.offset = offset
    }
}

/// What can be wrong with bytes. The numbers are part of the format; 64 and above are the
/// violations of a policy.
public enum DecodingErrorCode: UInt8, Sendable {
    /// The bytes end before the field does.
    case truncated = 1
    /// Bytes follow the end.
    case trailingBytes = 2
    /// No command, decision or consequence has this kind.
    case unknownKind = 3
    /// The layout version is not one that this build reads.
    case unsupportedVersion = 4
    /// A tag, flag or enumeration has no such value.
    case unknownTag = 5
    /// A number is outside the range of its field.
    case outOfRange = 6
    /// A list has more entries than the format allows, or none where one is needed.
    case badCount = 7
    /// A list is not in strictly ascending order where the format demands it.
    case unsorted = 8
    /// A list names the same thing twice.
    case duplicateEntry = 9
    /// A command that concerns no tenant names one.
    case tenantNotAllowed = 10
    /// A command that concerns a tenant names tenant 0.
    case tenantRequired = 11
    /// A name is empty, too long or not UTF-8.
    case invalidName = 12
    /// A field that must be zero is not.
    case nonZeroReserved = 13
    /// A fragment names a section that the request does not have.
    case unknownSection = 14
    /// What no history can lead to; only in a state.
    case inconsistent = 15

    /// The hard risk limit is above 10 000 basis points.
    case policyHardRiskLimit = 64
    /// The minimum confidence is above 10 000 basis points.
    case policyMinimumConfidence = 65
    /// The risk multiplier is above 50 000 basis points.
    case policyRiskMultiplier = 66
    /// The catalog has no model.
    case policyEmptyCatalog = 67
    /// The models are not in ascending order of their ids.
    case policyUnsortedModels = 68
    /// Two models have the same id.
    case policyDuplicateModel = 69
    /// A provider id is above 63.
    case policyProvider = 70
    /// A model's quality is above 10 000 basis points.
    case policyQuality = 71
    /// A model's risk ceiling is above 10 000 basis points.
    case policyRiskCeiling = 72
    /// A model's enabled flag is neither 0 nor 1.
    case policyEnabledFlag = 73
    /// A model without a second price row states prices for it.
    case policyUnusedPriceRow = 74
    /// A model's threshold, context window or maximum output is above 2^53.
    case policyTokenCount = 75
    /// No model is enabled.
    case policyNoEnabledModel = 76
}
