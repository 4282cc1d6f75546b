import RecountKernel
import SystemPackage

/// Where a replay begins.
public enum JournalStart: Equatable, Sendable {
    /// With the first record.
    case genesis
    /// After the last good snapshot up to a sequence; with the first record if there is none.
    case snapshot(upTo: UInt64)
    /// After the last good snapshot; with the first record if there is none.
    public static let newestSnapshot = JournalStart.snapshot(upTo: .max)
}

/// A journal on its way through a replay: a reader, and the kernel that has taken every step before it.
public struct JournalReplay {
    /// Reads the records that are to be replayed.
    public let reader: JournalReader
    /// Has taken every step before them.
    public let hosted: HostedKernel
    /// The snapshot that the replay begins with; nil if it begins with the first record.
    public let snapshot: SnapshotHeader?
    /// The tree over the stamps of the records before the replay.
    public let frontier: TreeFrontier
    /// Newer snapshots that were passed over.
    public let refusals: [SnapshotRefusal]

    /// Opens a journal where a replay is to begin. O(bytes of the snapshot), O(bytes of the kernel).
    public init(
        at path: FilePath, access: JournalAccess = JournalAccess(), from start: JournalStart
    ) throws(JournalError) {
        try self.init(JournalFiles(path, access), from: start)
    }

    init(_ files: JournalFiles, from start: JournalStart) throws(JournalError) {
        var refusals: [SnapshotRefusal] = []
        if case .snapshot(let limit) = start {
            for name in try files.directory.contents().snapshots.reversed() where name.sequence <= limit {
                do throws(JournalError) {
                    try self.init(files, from: name, refusals)
                    return
                } catch {
                    // What the system or the keys refuse, they refuse for the next one as well.
                    guard error.isDamage else { throw error }
                    refusals.append(SnapshotRefusal(name: name.description, error: error))
                }
            }
        }
        try self.init(genesisOf: files, refusals)
    }

    private init(genesisOf files: JournalFiles, _ refusals: [SnapshotRefusal]) throws(JournalError) {
        reader = try JournalReader(files, after: nil)
        hosted = try HostedKernel(reader.header)
        snapshot = nil
        frontier = TreeFrontier()
        self.refusals = refusals
    }

    private init(
        _ files: JournalFiles, from name: SequenceName, _ refusals: [SnapshotRefusal]
    ) throws(JournalError) {
        let snapshot = try SnapshotFile.read(name, in: files.directory, keys: files.access.keys)
        reader = try JournalReader(files, after: snapshot.header)
        hosted = try HostedKernel(restoring: snapshot, name, reader.header)
        self.snapshot = snapshot.header
        frontier = snapshot.frontier
        self.refusals = refusals
    }
}

extension JournalError {
    /// Whether it tells of bytes that are not what was written.
    fileprivate var isDamage: Bool {
        switch self {
        case .corrupt, .notAJournal, .unfinishedCreation: true
        default: false
        }
    }
}
