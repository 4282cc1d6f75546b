import RecountKernel

/// A snapshot that was read: its digests are right, but nothing says yet that its state is one.
final class Snapshot {
    let header: SnapshotHeader
    /// The tree over the stamps of all records up to it.
    let frontier: TreeFrontier
    /// The canonical state.
    let state: UnsafeMutableRawBufferPointer

    init(header: SnapshotHeader, frontier: TreeFrontier, stateByteCount: Int) {
        self.header = header
        self.frontier = frontier
        state = .allocate(byteCount: stateByteCount, alignment: 16)
    }

    deinit { state.deallocate() }
}

/// A snapshot that was passed over, and why.
public struct SnapshotRefusal: Equatable, Sendable {
    /// Its file name.
    public let name: String
    /// What is wrong with it.
    public let error: JournalError
}
