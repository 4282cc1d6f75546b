import Crypto

/// A SHA-256 digest by swift-crypto, where a format or a publisher names it: the provenance of imported files, the ids
/// of signing keys.
public struct SHA256Digest: Sendable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// The digest of `bytes`. O(count).
    public init(of bytes: UnsafeRawBufferPointer) {
        var function = SHA256()
        function.update(bufferPointer: bytes)
        self.bytes = Array(function.finalize())
    }

    /// The digest of `bytes` as 64 lowercase hexadecimal digits. O(count).
    public static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
        SHA256Digest(of: bytes).bytes.hexadecimal
    }
}
