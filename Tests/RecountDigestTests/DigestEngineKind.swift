import RecountDigest
import RecountKernel
import RecountTestSupport

/// The engines that must agree, as arguments of a test.
enum DigestEngineKind: CaseIterable {
    case kernel
    case libb2

    /// The digest of the parts in lowercase hexadecimal; `personal` is zero-padded.
    func digest(of parts: [ArraySlice<UInt8>], outputByteCount: Int, key: [UInt8], personal: [UInt8]) -> String {
        switch self {
        case .kernel:
            Blake2b.hexadecimalDigest(of: parts, outputByteCount: outputByteCount, key: key, personal: personal)
        case .libb2:
            LibBlake2b.hexadecimalDigest(of: parts, outputByteCount: outputByteCount, key: key, personal: personal)
        }
    }
}
