/// How a simulated disk misbehaves.
package enum DiskFault: String, CaseIterable, Hashable, Sendable {
    /// A signal interrupts a call before it has done anything.
    case interruption = "interrupted calls"
    /// A read returns fewer bytes than there are.
    case shortRead = "short reads"
    /// A write takes fewer bytes than it was given.
    case shortWrite = "short writes"
    /// A write meets the end of the disk's room.
    case diskFull = "full disk"
    /// A file or directory cannot be opened.
    case openError = "failed opens"
    /// A read fails.
    case readError = "failed reads"
    /// A write fails, after some of its bytes.
    case writeError = "failed writes"
    /// Syncing a file fails.
    case syncError = "failed syncs"
    /// Syncing a directory fails.
    case directorySyncError = "failed directory syncs"
    /// A rename fails.
    case renameError = "failed renames"
    /// A sync of a file or directory succeeds and does nothing.
    case lyingSync = "lying syncs"
    /// Bits of a file change on the disk.
    case bitRot = "bit rot"
}
