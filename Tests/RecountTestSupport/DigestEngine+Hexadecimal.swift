import RecountKernel

extension DigestEngine {
    /// The digest of the parts, one after the other and each in an update of its own, in lowercase
    /// hexadecimal.
    ///
    /// - Parameters:
    ///   - parts: what is hashed; none is the empty input.
    ///   - outputByteCount: 1…64.
    ///   - key: 0…64 bytes.
    ///   - personal: 0…16 bytes, zero-padded here.
    public static func hexadecimalDigest(
        of parts: [some Collection<UInt8>],
        outputByteCount: Int,
        key: [UInt8],
        personal: [UInt8]
    ) -> String {
        var field = InlineArray<16, UInt8>(repeating: 0)
        for (index, byte) in personal.enumerated() {
            field[index] = byte
        }
        var engine = key.withUnsafeBytes { Self(outputByteCount: outputByteCount, key: $0, personal: field) }
        for part in parts {
            Array(part).withUnsafeBytes { engine.update($0) }
        }
        var output = [UInt8](repeating: 0, count: outputByteCount)
        output.withUnsafeMutableBytes { engine.finish(into: $0) }
        return output.lowercaseHexadecimal
    }
}

extension Digest {
    /// The 32 bytes in lowercase hexadecimal.
    public var lowercaseHexadecimal: String {
        var bytes: [UInt8] = []
        for index in words.indices {
            withUnsafeBytes(of: words[index].littleEndian) { bytes += $0 }
        }
        return bytes.lowercaseHexadecimal
    }
}

extension [UInt8] {
    fileprivate var lowercaseHexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
