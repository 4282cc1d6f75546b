import RecountKernel
import SystemPackage

@testable import RecountJournal

/// A journal that a test writes, reopens and damages, with what must come out.
final class JournalRun {
    let directory = TemporaryDirectory()
    var workload = Workload(seed: 5)
    var path: FilePath { directory.journal }

    /// Segments of two or three batches.
    static let small = RotationPolicy(segmentByteCount: 4_096, snapshots: .everySegment)

    /// Writes a journal of that many commands.
    @discardableResult
    func write(
        _ count: Int, rotation: RotationPolicy = JournalRun.small, keys: [JournalKey] = []
    ) throws -> (head: JournalHead, summary: KernelSummary, digest: Digest) {
        let journal = try Journal.create(
            at: path, settings: .small(), identity: .fixed, sync: .records(4), rotation: rotation,
            access: JournalAccess(keys: keys))
        return try extend(journal, by: count)
    }

    /// Writes more, and closes the journal.
    @discardableResult
    func extend(
        _ journal: Journal, by count: Int
    ) throws -> (head: JournalHead, summary: KernelSummary, digest: Digest) {
        for command in workload.next(count) { _ = try journal.submit(command) }
        try journal.flush()
        let result = (journal.head, KernelSummary(journal.kernel), journal.kernel.stateDigest())
        try journal.close()
        return result
    }

    /// The names of a kind of file, in order.
    func names(_ suffix: String, in path: FilePath? = nil) throws -> [String] {
        try JournalDirectory(path ?? self.path, in: SystemFileSystem()).names().filter { $0.hasSuffix(suffix) }
    }

    /// Changes one byte of a file.
    func flip(_ name: String, at offset: Int) throws {
        var bytes = try Bytes.read(path.appending(name))
        bytes[offset] ^= 0x10
        try Bytes.write(bytes, to: path.appending(name))
    }

    /// Removes a file.
    func remove(_ name: String, in path: FilePath? = nil) throws {
        try JournalDirectory(path ?? self.path, in: SystemFileSystem()).remove(name)
    }

    /// Reads a journal to its end without executing anything.
    func head(keys: [JournalKey] = [], archive: FilePath? = nil) throws -> JournalHead {
        let reader = try JournalReader(at: path, access: JournalAccess(keys: keys, archive: archive))
        while try reader.nextBatch() != nil {}
        return reader.head
    }
}

extension JournalKey {
    /// A key of one repeated byte.
    static func repeating(_ byte: UInt8) -> JournalKey { JournalKey(bytes: InlineArray(repeating: byte)) }
}
