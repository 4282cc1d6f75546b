import RecountKernel

/// A snapshot that lies in a journal's directory, its digests checked, without its state.
public struct SnapshotSummary: Equatable, Sendable {
    /// Its file name.
    public let name: String
    /// What it says of itself.
    public let header: SnapshotHeader
    /// The tree over the stamps of all records up to it.
    public let frontier: TreeFrontier
}

extension JournalReader {
    /// The snapshots that lie in the journal's directory, by ascending sequence, and those that are damaged.
    /// O(bytes of all), with memory for the largest.
    public func snapshots() throws(JournalError) -> (good: [SnapshotSummary], refused: [SnapshotRefusal]) {
        var good: [SnapshotSummary] = []
        var refused: [SnapshotRefusal] = []
        for name in snapshotNames {
            do throws(JournalError) {
                let snapshot = try SnapshotFile.read(name, in: files.directory, keys: files.access.keys)
                good.append(
                    SnapshotSummary(name: name.description, header: snapshot.header, frontier: snapshot.frontier))
            } catch .system(let failure) where failure.errno == .noSuchFileOrDirectory {
                // A writer has just removed it for a newer one.
            } catch {
                guard case .corrupt = error else { throw error }
                refused.append(SnapshotRefusal(name: name.description, error: error))
            }
        }
        return (good, refused)
    }
}
