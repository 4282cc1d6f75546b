import CRecount
import RecountKernel

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_abi_version() -> UInt32 { Handle.abiVersion }

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_version() -> UnsafePointer<CChar>! { cString("0.1.0") }

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_status_text(_ status: recount_status) -> UnsafePointer<CChar>! {
    cString(text(ofStatus: Int(truncatingIfNeeded: status)))
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_decoding_text(_ code: UInt32) -> UnsafePointer<CChar>! {
    guard code < 256, let code = DecodingErrorCode(rawValue: UInt8(truncatingIfNeeded: code)) else {
        return cString("unknown decoding code")
    }
    return cString(code.text)
}

/// A literal as C knows it: literals end with a zero byte.
private func cString(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

private func text(ofStatus status: Int) -> StaticString {
    switch status {
    case RECOUNT_OK: "done"
    case RECOUNT_NOTHING_DUE: "nothing is due"
    case RECOUNT_NOT_FOUND: "there is no such account"
    case RECOUNT_NULL_POINTER: "a pointer that is needed is null"
    case RECOUNT_MISALIGNED: "a pointer is not aligned for what it points to"
    case RECOUNT_UNSUPPORTED_STRUCT: "a struct is too small, or states what this version does not know"
    case RECOUNT_TOO_LONG: "a number of bytes is above what is allowed"
    case RECOUNT_BUFFER_TOO_SMALL: "a buffer is too small"
    case RECOUNT_OVERLAPPING: "two buffers share memory, or one shares the kernel's"
    case RECOUNT_NOT_A_KERNEL: "the pointer points to no kernel of this library"
    case RECOUNT_LIMITS_OUT_OF_RANGE: "a limit is outside its range"
    case RECOUNT_TIME_OUT_OF_RANGE: "a time is above 2^53 milliseconds"
    case RECOUNT_MALFORMED: "the bytes are not in canonical form"
    case RECOUNT_CONSEQUENCES_DUE: "consequences are due first"
    default: "unknown status"
    }
}

extension DecodingErrorCode {
    fileprivate var text: StaticString {
        switch self {
        case .truncated: "the bytes end before the field does"
        case .trailingBytes: "bytes follow the end"
        case .unknownKind: "there is no such kind"
        case .unsupportedVersion: "the layout version is not one that this library reads"
        case .unknownTag: "a tag, flag or enumeration has no such value"
        case .outOfRange: "a number is outside its range"
        case .badCount: "a list has too many entries, or none where one is needed"
        case .unsorted: "entries are not in strictly ascending order"
        case .duplicateEntry: "a list names the same thing twice"
        case .tenantNotAllowed: "the command concerns no tenant but names one"
        case .tenantRequired: "the command concerns a tenant but names none"
        case .invalidName: "a name is empty, longer than 128 bytes, or not UTF-8"
        case .nonZeroReserved: "a byte that must be zero is not"
        case .unknownSection: "a fragment names a section that the request does not have"
        case .inconsistent: "no history leads to this state"
        case .policyHardRiskLimit: "the policy's hard risk limit is above 10 000 basis points"
        case .policyMinimumConfidence: "the policy's minimum confidence is above 10 000 basis points"
        case .policyRiskMultiplier: "the policy's risk multiplier is above 50 000 basis points"
        case .policyEmptyCatalog: "the policy has no model"
        case .policyUnsortedModels: "the policy's models are not in ascending order"
        case .policyDuplicateModel: "the policy has two models of one id"
        case .policyProvider: "a model's provider is above 63"
        case .policyQuality: "a model's quality is above 10 000 basis points"
        case .policyRiskCeiling: "a model's risk ceiling is above 10 000 basis points"
        case .policyEnabledFlag: "a model's enabled flag is neither 0 nor 1"
        case .policyUnusedPriceRow: "a model without a threshold has prices above it"
        case .policyTokenCount: "a model's number of tokens is above 2^53"
        case .policyNoEnabledModel: "the policy enables no model"
        }
    }
}
