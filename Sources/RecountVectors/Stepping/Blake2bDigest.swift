import RecountKernel

/// The kernel's BLAKE2b over arrays.
enum Blake2bDigest {
    /// BLAKE2b of some data.
    ///
    /// - Returns: nil if personal, key or length are out of the algorithm's range.
    static func bytes(of data: [UInt8], personal: [UInt8], key: [UInt8], length: Int) -> [UInt8]? {
        guard personal.count <= 16, key.count <= 64, (1...64).contains(length) else { return nil }
        var padded = InlineArray<16, UInt8>(repeating: 0)
        for (index, byte) in personal.enumerated() { padded[index] = byte }
        var engine = key.withUnsafeBytes { Blake2b(outputByteCount: length, key: $0, personal: padded) }
        data.withUnsafeBytes { engine.update($0) }
        var output = [UInt8](repeating: 0, count: length)
        output.withUnsafeMutableBytes { engine.finish(into: $0) }
        return output
    }
}
