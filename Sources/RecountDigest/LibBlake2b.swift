import CBlake2
import RecountKernel

/// BLAKE2b by libb2, which picks the instructions that the processor has: the digest engine of hosts.
///
/// Gives the same bytes as the kernel's `Blake2b`. A copy continues on its own from the bytes that
/// came before it. The key is not wiped from memory.
public struct LibBlake2b: DigestEngine, Sendable {
    private var state = blake2b_state()

    /// Starts a digest. A key costs one block, whatever its length.
    ///
    /// - Parameters:
    ///   - outputByteCount: 1…64, the length of the digest; part of what is hashed.
    ///   - key: 0…64 bytes; empty for an unkeyed digest.
    ///   - personal: the 16 bytes of BLAKE2b's personalisation field.
    /// - Precondition: both lengths are in range.
    public init(outputByteCount: Int, key: UnsafeRawBufferPointer, personal: InlineArray<16, UInt8>) {
        // libb2 checks lengths only where it fills in the parameter block itself.
        precondition(outputByteCount >= 1 && outputByteCount <= Blake2b.maximumOutputByteCount)
        precondition(key.count <= Blake2b.maximumKeyByteCount)
        var parameters = blake2b_param()
        parameters.digest_length = UInt8(outputByteCount)
        parameters.key_length = UInt8(key.count)
        parameters.fanout = 1
        parameters.depth = 1
        withUnsafeMutableBytes(of: &parameters.personal) { field in
            for index in personal.indices {
                field[index] = personal[index]
            }
        }
        Self.require(blake2b_init_param(&state, &parameters))
        if !key.isEmpty {
            updateWithKeyBlock(key)
        }
    }

    /// Appends bytes to what is hashed. O(count), no allocation.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        Self.require(blake2b_update(&state, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
    }

    /// Writes the digest into `output` and ends it: nothing may follow.
    ///
    /// - Precondition: `output.count` is the `outputByteCount` given at the start.
    public mutating func finish(into output: UnsafeMutableRawBufferPointer) {
        Self.require(blake2b_final(&state, output.bindMemory(to: UInt8.self).baseAddress, output.count))
    }

    /// Hashes the key, zero-padded to a block, as the first block (RFC 7693, section 3.3):
    /// `blake2b_init_param` leaves that to its caller.
    private mutating func updateWithKeyBlock(_ key: UnsafeRawBufferPointer) {
        var block = InlineArray<16, UInt64>(repeating: 0)
        withUnsafeMutableBytes(of: &block) { bytes in
            bytes.copyMemory(from: key)
            update(UnsafeRawBufferPointer(bytes))
        }
    }

    /// libb2 returns 0, or −1 for an output length that differs from the parameter block's. Only a
    /// broken precondition leads there.
    private static func require(_ result: CInt) {
        precondition(result == 0, "libb2 refused a digest's parameters: an output length out of step with its start")
    }
}
