import RecountKernel

/// Writes the snapshots of a journal that is open for writing, and keeps the last two.
struct SnapshotKeeper {
    /// With one before the last, damage to the last costs time only.
    private static let keptCount = 2

    private let directory: JournalDirectory
    private let journalID: Identifier128
    /// The tree over the stamps of all records that are in a written batch.
    private var frontier: TreeFrontier

    init(_ directory: JournalDirectory, journalID: Identifier128, frontier: TreeFrontier) {
        self.directory = directory
        self.journalID = journalID
        self.frontier = frontier
    }

    /// Takes the stamps of a written batch.
    mutating func append(_ stamps: UnsafeRawBufferPointer) {
        for offset in stride(from: 0, to: stamps.count, by: Digest.byteCount) { append(stamps.digest(at: offset)) }
    }

    /// Takes the stamp of a record that is in the journal.
    mutating func append(_ stamp: Digest) { frontier.append(stamp) }

    /// Writes a snapshot of a kernel that is where the journal is, unless there is one of its sequence.
    /// O(n log n) for n entries in the kernel's tables, with memory for its canonical state.
    func write(_ kernel: borrowing Kernel, head: JournalHead, key: JournalKey?) throws(JournalError) {
        let kept = try directory.contents().snapshots
        guard head.sequence > 0, kept.last?.sequence != head.sequence else { return }
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
        for name in kept.dropLast(Self.keptCount - 1) { try directory.remove(name) }
    }
}
