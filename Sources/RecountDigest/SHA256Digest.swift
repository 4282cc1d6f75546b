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
        SHA256Digest(of: bytes).bytes.hexadecimalDigits
    }
}

extension Sequence<UInt8> {
    /// Two lowercase hexadecimal digits for each byte. O(count).
    var hexadecimalDigits: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * underestimatedCount)
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xf)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
