/// BLAKE2b as RFC 7693 defines it, with the `personal` field of the BLAKE2 specification
/// (section 2.5), in Swift alone: the kernel's own digest engine.
///
/// Sequential mode only: fanout and depth 1, no salt. A copy continues on its own from the bytes
/// that came before it. The time taken depends on lengths alone, never on the bytes. The key is
/// not wiped from memory.
public struct Blake2b: DigestEngine, Sendable {
    /// Number of bytes that one compression consumes.
    public static let blockByteCount = 128
    /// Greatest length of a digest, in bytes.
    public static let maximumOutputByteCount = 64
    /// Greatest length of a key, in bytes.
    public static let maximumKeyByteCount = 64

    private var state: Blake2bState
    /// Bytes that wait for a compression, then zeros. The last block is compressed with a flag, so
    /// even a full block waits until more bytes come or the digest ends.
    private var pending = InlineArray<16, UInt64>(repeating: 0)
    /// 0…128.
    private var pendingByteCount: Int
    /// 1…64.
    private let outputByteCount: Int

    /// Starts a digest. A key costs one block, whatever its length.
    ///
    /// - Parameters:
    ///   - outputByteCount: 1…64, the length of the digest; part of what is hashed.
    ///   - key: 0…64 bytes; empty for an unkeyed digest.
    ///   - personal: the 16 bytes of BLAKE2b's personalisation field.
    /// - Precondition: both lengths are in range.
    public init(outputByteCount: Int, key: UnsafeRawBufferPointer, personal: InlineArray<16, UInt8>) {
        precondition(outputByteCount >= 1 && outputByteCount <= Self.maximumOutputByteCount)
        precondition(key.count <= Self.maximumKeyByteCount)
        self.outputByteCount = outputByteCount
        state = Blake2bState(outputByteCount: outputByteCount, keyByteCount: key.count, personal: personal)
        pendingByteCount = 0
        if !key.isEmpty {
            append(key)
            pendingByteCount = Self.blockByteCount
        }
    }

    /// Appends bytes to what is hashed. O(count), no allocation; blocks that are whole in `bytes`
    /// are compressed where they are.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes
        let room = Self.blockByteCount - pendingByteCount
        if pendingByteCount > 0 && rest.count > room {
            append(UnsafeRawBufferPointer(rebasing: rest[..<room]))
            compressPending()
            rest = UnsafeRawBufferPointer(rebasing: rest[room...])
        }
        while rest.count > Self.blockByteCount {
            state.compress(UnsafeRawBufferPointer(rebasing: rest[..<Self.blockByteCount]))
            rest = UnsafeRawBufferPointer(rebasing: rest[Self.blockByteCount...])
        }
        append(rest)
    }

    /// Writes the digest into `output` and ends it: nothing may follow.
    ///
    /// - Precondition: `output.count` is the `outputByteCount` given at the start.
    public mutating func finish(into output: UnsafeMutableRawBufferPointer) {
        precondition(output.count == outputByteCount)
        withUnsafeBytes(of: &pending) { block in
            state.compressLast(block, byteCount: pendingByteCount)
        }
        state.copyPrefix(into: output)
    }

    /// Copies bytes behind those pending, which leave room for them.
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        let start = pendingByteCount
        withUnsafeMutableBytes(of: &pending) { block in
            UnsafeMutableRawBufferPointer(rebasing: block[start...]).copyMemory(from: bytes)
        }
        // Bound: both terms are at most one block.
        pendingByteCount = start + bytes.count
    }

    private mutating func compressPending() {
        withUnsafeBytes(of: &pending) { block in
            state.compress(block)
        }
        pending = InlineArray(repeating: 0)
        pendingByteCount = 0
    }
}
