import SystemPackage

@testable import RecountJournal

/// The system's files, whose writes and syncs fail when a test says so, and that remember what was asked of them.
final class FaultyFileSystem: FileSystem {
    enum Call: Equatable {
        case write(offset: UInt64, byteCount: Int)
        case sync
    }

    private let real = SystemFileSystem()
    fileprivate(set) var calls: [Call] = []
    /// How many bytes of the next write arrive before the disk is full; nil for all.
    var writtenByteCountBeforeFailure: Int?
    /// Whether the next sync of a file fails.
    var syncFailure: Errno?
    /// How many more syncs of files and directories succeed; nil for all.
    var allowedSyncCount: Int?
    /// The end of a name under which no file can be made.
    var refusedName: String?

    /// Counts a sync.
    fileprivate func takeSync() throws(Errno) {
        guard let count = allowedSyncCount else { return }
        if count == 0 { throw .ioError }
        allowedSyncCount = count - 1
    }

    func makeDirectory(_ path: FilePath) throws(Errno) { try real.makeDirectory(path) }

    func openDirectory(_ path: FilePath) throws(Errno) -> any FileSystemDirectory {
        FaultyDirectory(try real.openDirectory(path), of: self)
    }
}

private final class FaultyDirectory: FileSystemDirectory {
    private let real: any FileSystemDirectory
    private let system: FaultyFileSystem

    init(_ real: any FileSystemDirectory, of system: FaultyFileSystem) {
        self.real = real
        self.system = system
    }

    func names() throws(Errno) -> [String] { try real.names() }
    func open(_ name: String, _ mode: FileOpening) throws(Errno) -> any FileSystemFile {
        if let refused = system.refusedName, name.hasSuffix(refused) { throw .noSpace }
        return FaultyFile(try real.open(name, mode), of: system)
    }
    func rename(_ name: String, to newName: String) throws(Errno) { try real.rename(name, to: newName) }
    func remove(_ name: String) throws(Errno) { try real.remove(name) }
    func sync() throws(Errno) {
        try system.takeSync()
        try real.sync()
    }
    func lock() throws(Errno) { try real.lock() }
}

private final class FaultyFile: FileSystemFile {
    private let real: any FileSystemFile
    private let system: FaultyFileSystem

    init(_ real: any FileSystemFile, of system: FaultyFileSystem) {
        self.real = real
        self.system = system
    }

    func byteCount() throws(Errno) -> UInt64 { try real.byteCount() }
    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        try real.read(into: bytes, at: offset)
    }
    func truncate(to byteCount: UInt64) throws(Errno) { try real.truncate(to: byteCount) }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        system.calls.append(.write(offset: offset, byteCount: bytes.count))
        guard let count = system.writtenByteCountBeforeFailure else { return try real.write(bytes, at: offset) }
        if count == 0 { throw .noSpace }
        system.writtenByteCountBeforeFailure = 0
        return try real.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(count)), at: offset)
    }

    func sync() throws(Errno) {
        system.calls.append(.sync)
        try system.takeSync()
        if let syncFailure = system.syncFailure { throw syncFailure }
        try real.sync()
    }
}

extension Journal {
    /// Opens a journal whose files a test can make fail from then on.
    static func open(
        at path: FilePath, sync: SyncPolicy, through faults: (FaultyFileSystem) -> Void
    ) throws -> Journal {
        let system = FaultyFileSystem()
        let journal = try Journal.open(at: path, sync: sync, access: JournalAccess(fileSystem: system))
        system.calls = []
        faults(system)
        return journal
    }
}
