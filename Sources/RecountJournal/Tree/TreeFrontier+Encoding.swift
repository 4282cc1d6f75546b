import RecountDigest

/// The bytes of a frontier: the size as `u64`, little-endian, then 32 bytes for each subtree's root,
/// the largest subtree first.
extension TreeFrontier {
    /// The most bytes that a frontier has.
    public static let maximumEncodedByteCount = encodedByteCount(size: .max)

    /// How many bytes the frontier of a tree with `size` leaves has.
    public static func encodedByteCount(size: UInt64) -> Int {
        MemoryLayout<UInt64>.size + size.nonzeroBitCount * TreeHash.byteCount
    }

    /// How many bytes this frontier has: 8…2056.
    public var encodedByteCount: Int { Self.encodedByteCount(size: size) }

    /// Writes the frontier's bytes. O(log size).
    ///
    /// - Precondition: `output` has room for `encodedByteCount` bytes.
    public func encode(into output: UnsafeMutableRawBufferPointer) {
        output.store(size, at: 0)
        var offset = MemoryLayout<UInt64>.size
        for root in subtreeRoots {
            root.withBytes { output.piece(offset..<offset + TreeHash.byteCount).copyMemory(from: $0) }
            offset += TreeHash.byteCount
        }
    }

    /// The frontier's bytes. O(log size).
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: encodedByteCount) { buffer, count in
            encode(into: UnsafeMutableRawBufferPointer(buffer))
            count = encodedByteCount
        }
    }

    /// Reads a frontier of exactly these bytes. O(log size).
    ///
    /// Every root of the right length is accepted: whether it is right, only who computed it knows.
    ///
    /// - Returns: nil if there are fewer or more bytes than the size that they begin with demands.
    public init?(decoding bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= MemoryLayout<UInt64>.size else { return nil }
        let size = bytes.integer(at: 0, as: UInt64.self)
        guard bytes.count == Self.encodedByteCount(size: size) else { return nil }
        let starts = stride(from: MemoryLayout<UInt64>.size, to: bytes.count, by: TreeHash.byteCount)
        self.init(size: size, subtreeRoots: starts.map { TreeHash(bytes: bytes.piece($0..<$0 + TreeHash.byteCount)) })
    }
}
