import RecountJournal
import SystemPackage

/// A file with which whoever uses it makes a mistake.
final class MistakenFile: FileSystemFile {
    private let base: any FileSystemFile
    private let bug: PlantedBug
    /// Whether the file was there when it was opened, and nothing but what opening does was done with it yet.
    private var isOpening: Bool
    private var owesSync = false

    init(_ base: any FileSystemFile, _ bug: PlantedBug, _ mode: FileOpening) {
        self.base = base
        self.bug = bug
        isOpening = mode == .readWrite
    }

    func byteCount() throws(Errno) -> UInt64 { try base.byteCount() }

    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        try base.read(into: bytes, at: offset)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        if bug == .skippedRewrite, isOpening { return bytes.count }
        if owesSync { try base.sync() }
        owesSync = false
        let count = try base.write(bytes, at: offset)
        return bug == .ignoredShortWrite ? bytes.count : count
    }

    func truncate(to byteCount: UInt64) throws(Errno) { try base.truncate(to: byteCount) }

    func sync() throws(Errno) {
        defer { isOpening = false }
        switch bug {
        case .skippedBatchSync, .skippedSnapshotSync, .skippedArchiveSync: return
        case .skippedOpeningSync where isOpening: return
        case .lateBatchSync: owesSync = true
        case .retriedSync:
            do throws(Errno) {
                try base.sync()
            } catch {
                try base.sync()
            }
        default: try base.sync()
        }
    }
}
