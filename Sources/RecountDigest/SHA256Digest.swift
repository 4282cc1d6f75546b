import Crypto

/// SHA-256 by swift-crypto, for the provenance of imported files: publishers name it, so people can compare.
public enum SHA256Digest {
    /// The digest of `bytes` as 64 lowercase hexadecimal digits. O(count).
    public static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
        var function = SHA256()
        function.update(bufferPointer: bytes)
        return function.finalize().hexadecimalDigits
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
