import RecountJournal
import SystemPackage

/// Mistakes that a journal could make with its files, to see that the simulation finds each.
package enum PlantedBug: String, CaseIterable, Sendable {
    /// Names are never made durable.
    case skippedDirectorySync = "skipped directory sync"
    /// Batches are acknowledged and never synced.
    case skippedFileSync = "skipped file sync"
    /// Batches are acknowledged before they are synced: the sync comes with the next call on the file.
    case lateFileSync = "late file sync"
    /// A short write passes for a whole one.
    case ignoredShortWrite = "ignored short write"
    /// A snapshot gets its name before its bytes are durable.
    case skippedSnapshotSync = "skipped snapshot sync"
    /// A failed sync is tried again, and the success of the second believed.
    case retriedSync = "retried sync"
}

/// A file system on which whoever uses it makes a mistake.
final class MistakenFileSystem: FileSystem {
    private let base: any FileSystem
    private let bug: PlantedBug

    init(_ base: any FileSystem, _ bug: PlantedBug) {
        self.base = base
        self.bug = bug
    }

    func makeDirectory(_ path: FilePath) throws(Errno) { try base.makeDirectory(path) }

    func openDirectory(_ path: FilePath) throws(Errno) -> any FileSystemDirectory {
        MistakenDirectory(try base.openDirectory(path), bug)
    }
}

private final class MistakenDirectory: FileSystemDirectory {
    private let base: any FileSystemDirectory
    private let bug: PlantedBug

    init(_ base: any FileSystemDirectory, _ bug: PlantedBug) {
        self.base = base
        self.bug = bug
    }

    func names() throws(Errno) -> [String] { try base.names() }

    func open(_ name: String, _ mode: FileOpening) throws(Errno) -> any FileSystemFile {
        let file = try base.open(name, mode)
        let isSnapshot = name.contains(".snapshot")
        return (bug == .skippedSnapshotSync) == isSnapshot ? MistakenFile(file, bug) : file
    }

    func rename(_ name: String, to newName: String) throws(Errno) { try base.rename(name, to: newName) }

    func remove(_ name: String) throws(Errno) { try base.remove(name) }

    func sync() throws(Errno) {
        if bug != .skippedDirectorySync { try base.sync() }
    }

    func lock() throws(Errno) { try base.lock() }
}

private final class MistakenFile: FileSystemFile {
    private let base: any FileSystemFile
    private let bug: PlantedBug
    private var owesSync = false

    init(_ base: any FileSystemFile, _ bug: PlantedBug) {
        self.base = base
        self.bug = bug
    }

    func byteCount() throws(Errno) -> UInt64 { try base.byteCount() }

    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        try base.read(into: bytes, at: offset)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        if owesSync { try base.sync() }
        owesSync = false
        let count = try base.write(bytes, at: offset)
        return bug == .ignoredShortWrite ? bytes.count : count
    }

    func truncate(to byteCount: UInt64) throws(Errno) { try base.truncate(to: byteCount) }

    func sync() throws(Errno) {
        switch bug {
        case .skippedFileSync, .skippedSnapshotSync: return
        case .lateFileSync: owesSync = true
        case .retriedSync:
            do throws(Errno) {
                try base.sync()
            } catch {
                try base.sync()
            }
        case .ignoredShortWrite, .skippedDirectorySync: try base.sync()
        }
    }
}
