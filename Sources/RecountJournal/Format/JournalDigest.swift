import RecountDigest
import RecountKernel

/// The engine that computes chain values and checksums of a journal, and digests that stand alone; stamps are computed
/// together, see `RecordStamps`. Up to 400 bytes libb2 and the kernel's engine take the same time within the noise; libb2 is
/// ahead by a sixth for thousands (`recount bench digest`), which states and policies have.
public typealias JournalDigest = LibBlake2b

/// A 64-bit BLAKE2b that tells damage from what was written; the chain proves, this only finds.
enum Checksum {
    /// The checksum of a segment header, in the domain `recount.header`, without a key.
    static func ofHeader(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        checksum(of: bytes, key: UnsafeRawBufferPointer(start: nil, count: 0), domain: .header)
    }

    /// The checksum of a frame header, in the domain `recount.frame`, keyed with the hash seed: what a
    /// tenant puts into a record never passes for a frame, nor does a frame of another journal.
    static func ofFrame(_ bytes: UnsafeRawBufferPointer, seed: HashSeed) -> UInt64 {
        withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { key in
            key.store(seed.first, at: 0)
            key.store(seed.second, at: 8)
            return checksum(of: bytes, key: UnsafeRawBufferPointer(key), domain: .frame)
        }
    }

    private static func checksum(
        of bytes: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, domain: JournalDomain
    ) -> UInt64 {
        var engine = JournalDigest(outputByteCount: 8, key: key, personal: domain.personal)
        engine.update(bytes)
        var checksum: UInt64 = 0
        withUnsafeMutableBytes(of: &checksum) { engine.finish(into: $0) }
        return UInt64(littleEndian: checksum)
    }
}
