/// Mistakes that a journal could make with its files, to see that the simulation finds each. They are made between the
/// journal and the disk, so the journal itself knows nothing of them.
package enum PlantedBug: String, CaseIterable, Sendable {
    /// The names in the journal's directory are never made durable.
    case skippedDirectorySync = "skipped-directory-sync"
    /// The directory's own name is never made durable.
    case skippedParentSync = "skipped-parent-sync"
    /// Batches are acknowledged and never synced.
    case skippedBatchSync = "skipped-batch-sync"
    /// Batches are acknowledged before they are synced: the sync comes with the next write.
    case lateBatchSync = "late-batch-sync"
    /// A short write of a batch passes for a whole one.
    case ignoredShortWrite = "ignored-short-write"
    /// A failed sync is tried again, and the success of the second believed.
    case retriedSync = "retried-sync"
    /// Opening does not sync what an earlier process left in the cache.
    case skippedOpeningSync = "skipped-opening-sync"
    /// Opening does not write the last batch again, which a failed sync may have left in the cache for good.
    case skippedRewrite = "skipped-rewrite"
    /// A snapshot gets its name before its bytes are durable.
    case skippedSnapshotSync = "skipped-snapshot-sync"
    /// An archived segment gets its name before its bytes are durable.
    case skippedArchiveSync = "skipped-archive-sync"

    /// Whether it concerns a file.
    func concerns(_ name: String) -> Bool {
        switch self {
        case .skippedDirectorySync, .skippedParentSync: false
        case .skippedSnapshotSync: name.contains(".snapshot")
        case .skippedArchiveSync: name.hasSuffix(".journal.partial")
        default: name.hasSuffix(".journal")
        }
    }
}
