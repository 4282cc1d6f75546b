import RecountKernel

/// Writes the snapshots of a journal that is open for writing, and keeps the last two.
struct SnapshotKeeper {
    /// With one before the last, damage to the last costs time only.
    private static let keptCount = 2

    private let directory: JournalDirectory
    private let journalID: Identifier128
    /// Snapshots that are known to be damaged.
    private let refusals: [SnapshotRefusal]
    /// The tree over the stamps of all records that are in a written batch.
    private var frontier: TreeFrontier

    init(
        _ directory: JournalDirectory, journalID: Identifier128, frontier: TreeFrontier,
        refusals: [SnapshotRefusal] = []
    ) {
        self.directory = directory
        self.journalID = journalID
        self.refusals = refusals
        self.frontier = frontier
    }

    /// Takes the stamps of a written batch.
    mutating func append(_ stamps: UnsafeRawBufferPointer) {
        for offset in stride(from: 0, to: stamps.count, by: Digest.byteCount) { append(stamps.digest(at: offset)) }
    }

    /// Takes the stamp of a record that is in the journal.
    mutating func append(_ stamp: Digest) { frontier.append(stamp) }

    /// Writes a snapshot of a kernel that is where the journal is, unless there is a good one of its sequence. A
    /// damaged one goes when there is a newer one, and counts as none.
    /// O(n log n) for n entries in the kernel's tables, with memory for its canonical state.
    func write(_ kernel: borrowing Kernel, head: JournalHead, key: JournalKey?) throws(JournalError) {
        let found = try directory.contents().snapshots
        let good = found.filter { name in !refusals.contains { $0.name == name.description } }
        guard head.sequence > 0, good.last?.sequence != head.sequence else { return }
        let state = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(kernel.stateByteCount()), alignment: 16)
        defer { state.deallocate() }
        do throws(EncodingError) {
            try kernel.writeState(into: state)
        } catch {
            preconditionFailure("a state is longer than it says: \(error)")
        }
        let bytes = UnsafeRawBufferPointer(state)
        let header = SnapshotHeader(
            journalID: journalID, head: head, stateByteCount: UInt64(bytes.count),
            stateDigest: JournalDigest.digest(bytes, in: .state), key: key)
        try SnapshotFile.write(header, frontier: frontier, state: bytes, key: key, in: directory)
        let kept = good.suffix(Self.keptCount - 1)
        for name in found where name.sequence != head.sequence && !kept.contains(name) { try directory.remove(name) }
    }
}
