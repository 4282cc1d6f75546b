import RecountTestSupport

/// A file's bytes on a simulated disk: what processes see (the page cache), what a power loss leaves for
/// certain, and the changes between the two.
///
/// Bytes arrive by sectors, each whole or not at all, in any order, and each in any version that it had
/// since it was last synced. Lengths arrive in the order in which they were given, independently of the
/// bytes: what a length covers and no sector brought reads as zero.
final class FileNode: DiskNode {
    /// What a disk writes whole or not at all.
    static let sectorByteCount = 512

    /// What processes see.
    private(set) var cached: [UInt8] = []
    /// What a power loss leaves at least.
    private(set) var durable: [UInt8] = []

    /// What a sector was to become.
    private struct SectorVersion {
        /// All of its bytes, zero beyond the file's end.
        let bytes: [UInt8]
        /// How many changes of the length came before.
        let precedingLengthCount: Int
    }

    private var sectors: [Int: [SectorVersion]] = [:]
    private var lengths: [Int] = []

    /// Writes bytes from an offset on, which may lie beyond the end.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard !bytes.isEmpty else { return }
        let end = offset + bytes.count
        if end > cached.count { cached.setLength(end) }
        cached.put(bytes, at: offset)
        if end > lengths.last ?? durable.count { lengths.append(cached.count) }
        for sector in offset / Self.sectorByteCount...(end - 1) / Self.sectorByteCount { addVersion(of: sector) }
    }

    /// Cuts the file, or extends it by zeros.
    func setLength(_ length: Int) {
        cached.setLength(length)
        lengths.append(length)
        if length % Self.sectorByteCount != 0 { addVersion(of: length / Self.sectorByteCount) }
    }

    /// Makes everything durable that was changed since the last time.
    func sync() {
        durable = image(lengthCount: lengths.count) { $0 }
        sectors = [:]
        lengths = []
    }

    func losePower(_ loss: inout PowerLoss) {
        let lengthCount = loss.arrivedCount(of: lengths.count)
        durable = image(lengthCount: lengthCount) { loss.arrivedCount(of: $0) }
        cached = durable
        sectors = [:]
        lengths = []
    }

    /// Flips bits of a byte, in the cache as on the disk.
    func flip(_ bits: UInt8, at offset: Int) {
        if offset < durable.count { durable[offset] ^= bits }
        if offset < cached.count { cached[offset] ^= bits }
    }

    private func addVersion(of sector: Int) {
        sectors[sector, default: []].append(
            SectorVersion(bytes: cached.sector(sector), precedingLengthCount: lengths.count))
    }

    /// The durable bytes with the first changes of the length, and of each sector as many versions as `arrived`
    /// makes of their number.
    private func image(lengthCount: Int, _ arrived: (Int) -> Int) -> [UInt8] {
        var bytes = durable
        for length in lengths.prefix(lengthCount) { bytes.setLength(length) }
        for (sector, versions) in sectors.sorted(by: { $0.key < $1.key }) {
            let count = arrived(versions.count)
            if count > 0 { put(versions[count - 1], of: sector, into: &bytes, lengthCount: lengthCount) }
        }
        return bytes
    }

    /// Puts a version of a sector in its place, without what a later cut took away.
    private func put(_ version: SectorVersion, of sector: Int, into bytes: inout [UInt8], lengthCount: Int) {
        let start = sector * Self.sectorByteCount
        guard start < bytes.count else { return }
        let laterLengths = lengths[min(version.precedingLengthCount, lengthCount)..<lengthCount]
        var sector = version.bytes
        sector.setLength(max(0, min(Self.sectorByteCount, (laterLengths.min() ?? .max) - start)))
        sector.setLength(min(Self.sectorByteCount, bytes.count - start))
        bytes.put(sector, at: start)
    }
}

/// What a failed sync makes of what it could not write. Systems differ.
package enum SyncFailureAftermath: CaseIterable, Sendable {
    /// It waits for the next sync.
    case waiting
    /// It is gone: processes see again what the disk has.
    case dropped
    /// Processes go on seeing it, but no later sync writes it, unless it is written again.
    case onlyCached
}

extension FileNode {
    /// Makes some of what was changed durable, and gives up the rest.
    func failSync(_ aftermath: SyncFailureAftermath, _ random: inout SplitMix64) {
        if aftermath == .waiting { return }
        let onlyGrew = zip([durable.count] + lengths, lengths).allSatisfy(<=)
        let losesLength = onlyGrew && random.chance(1, in: 2)
        var lost: [Int] = []
        durable = image(lengthCount: losesLength ? 0 : lengths.count) { count in
            random.chance(1, in: 2) ? count : 0
        }
        for sector in sectors.keys.sorted() where durable.sector(sector) != cached.sector(sector) {
            lost.append(sector)
        }
        sectors = [:]
        lengths = []
        guard aftermath == .dropped else { return }
        for sector in lost {
            var old = durable.sector(sector)
            old.setLength(min(Self.sectorByteCount, cached.count - sector * Self.sectorByteCount))
            cached.put(old, at: sector * Self.sectorByteCount)
        }
    }
}

// In pieces instead of byte by byte, which without optimisation takes most of a simulation's time.
extension [UInt8] {
    /// Cuts it, or extends it by zeros.
    fileprivate mutating func setLength(_ length: Int) {
        if length < count {
            removeLast(count - length)
        } else if length > count {
            append(contentsOf: [UInt8](repeating: 0, count: length - count))
        }
    }

    /// Puts bytes in the place of others.
    fileprivate mutating func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        withUnsafeMutableBytes {
            UnsafeMutableRawBufferPointer(rebasing: $0[offset..<offset + bytes.count]).copyMemory(from: bytes)
        }
    }

    fileprivate mutating func put(_ bytes: [UInt8], at offset: Int) {
        bytes.withUnsafeBytes { put($0, at: offset) }
    }

    /// The bytes of a sector, zero beyond the end.
    fileprivate func sector(_ index: Int) -> [UInt8] {
        var sector = [UInt8](repeating: 0, count: FileNode.sectorByteCount)
        let start = index * FileNode.sectorByteCount
        let end = Swift.min(count, start + FileNode.sectorByteCount)
        guard start < end else { return sector }
        withUnsafeBytes { sector.put(UnsafeRawBufferPointer(rebasing: $0[start..<end]), at: 0) }
        return sector
    }
}
