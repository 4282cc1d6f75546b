import Synchronization
import SystemPackage

@testable import RecountJournal

/// The system's files, with what is open and how far was read. Calls may come from any thread.
final class WatchedFileSystem: FileSystem {
    struct Counts {
        var openFiles = 0
        var reads = 0
        /// The end of the last byte that was read of any file.
        var readEnd: UInt64 = 0
    }

    private let real = SystemFileSystem()
    fileprivate let state = Mutex(Counts())

    var counts: Counts { state.withLock { $0 } }

    func makeDirectory(_ path: FilePath) throws(Errno) { try real.makeDirectory(path) }

    func openDirectory(_ path: FilePath) throws(Errno) -> any FileSystemDirectory {
        WatchedDirectory(try real.openDirectory(path), of: self)
    }
}

private final class WatchedDirectory: FileSystemDirectory {
    private let real: any FileSystemDirectory
    private let system: WatchedFileSystem

    init(_ real: any FileSystemDirectory, of system: WatchedFileSystem) {
        self.real = real
        self.system = system
    }

    func names() throws(Errno) -> [String] { try real.names() }
    func open(_ name: String, _ mode: FileOpening) throws(Errno) -> any FileSystemFile {
        WatchedFile(try real.open(name, mode), of: system)
    }
    func rename(_ name: String, to newName: String) throws(Errno) { try real.rename(name, to: newName) }
    func remove(_ name: String) throws(Errno) { try real.remove(name) }
    func sync() throws(Errno) { try real.sync() }
    func lock() throws(Errno) { try real.lock() }
}

private final class WatchedFile: FileSystemFile {
    private let real: any FileSystemFile
    private let system: WatchedFileSystem

    init(_ real: any FileSystemFile, of system: WatchedFileSystem) {
        self.real = real
        self.system = system
        system.state.withLock { $0.openFiles += 1 }
    }

    deinit { system.state.withLock { $0.openFiles -= 1 } }

    func byteCount() throws(Errno) -> UInt64 { try real.byteCount() }
    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        system.state.withLock {
            $0.reads += 1
            $0.readEnd = max($0.readEnd, offset + UInt64(bytes.count))
        }
        return try real.read(into: bytes, at: offset)
    }
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        try real.write(bytes, at: offset)
    }
    func truncate(to byteCount: UInt64) throws(Errno) { try real.truncate(to: byteCount) }
    func sync() throws(Errno) { try real.sync() }
}
