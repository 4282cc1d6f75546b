import Glibc
import SystemPackage

/// The file system of the system that this runs on.
package final class SystemFileSystem: FileSystem, Sendable {
    /// Makes one; all are the same.
    package init() {}

    package func makeDirectory(_ path: FilePath) throws(Errno) {
        try Errno.check { mkdir(path.string, 0o700) }
    }

    package func openDirectory(_ path: FilePath) throws(Errno) -> any FileSystemDirectory {
        SystemDirectory(path, try FileDescriptor.opened(path, .readOnly, .directory))
    }
}

private final class SystemDirectory: FileSystemDirectory {
    private let path: FilePath
    private let descriptor: FileDescriptor
    private var isLocked = false

    init(_ path: FilePath, _ descriptor: FileDescriptor) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit {
        // A process that is just being spawned shares the lock until it executes its program, so
        // closing alone would give it up too late.
        if isLocked { flock(descriptor.rawValue, LOCK_UN) }
        try? descriptor.close()
    }

    func names() throws(Errno) -> [String] {
        guard let stream = opendir(path.string) else { throw Errno(rawValue: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw Errno(rawValue: errno) }
        return names
    }

    func open(_ name: String, _ mode: FileOpening) throws(Errno) -> any FileSystemFile {
        let path = path.appending(name)
        return switch mode {
        case .read: SystemFile(try .opened(path, .readOnly))
        case .readWrite: SystemFile(try .opened(path, .readWrite))
        case .create: SystemFile(try .opened(path, .readWrite, [.create, .exclusiveCreate]))
        }
    }

    func rename(_ name: String, to newName: String) throws(Errno) {
        try Errno.check { Glibc.rename(path.appending(name).string, path.appending(newName).string) }
    }

    func remove(_ name: String) throws(Errno) {
        try Errno.check { unlink(path.appending(name).string) }
    }

    func sync() throws(Errno) {
        try Errno.check { fsync(descriptor.rawValue) }
    }

    func lock() throws(Errno) {
        try Errno.check { flock(descriptor.rawValue, LOCK_EX | LOCK_NB) }
        isLocked = true
    }
}

private final class SystemFile: FileSystemFile {
    private let descriptor: FileDescriptor

    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    deinit { try? descriptor.close() }

    func byteCount() throws(Errno) -> UInt64 {
        var status = stat()
        try Errno.check { fstat(descriptor.rawValue, &status) }
        return UInt64(status.st_size)
    }

    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        let count = pread(descriptor.rawValue, bytes.baseAddress, bytes.count, off_t(offset))
        guard count >= 0 else { throw Errno(rawValue: errno) }
        return count
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        let count = pwrite(descriptor.rawValue, bytes.baseAddress, bytes.count, off_t(offset))
        guard count >= 0 else { throw Errno(rawValue: errno) }
        return count
    }

    func truncate(to byteCount: UInt64) throws(Errno) {
        try Errno.check { ftruncate(descriptor.rawValue, off_t(byteCount)) }
    }

    func sync() throws(Errno) {
        try Errno.check { fsync(descriptor.rawValue) }
    }
}

extension Errno {
    /// Makes a system call that answers 0 where it succeeds.
    fileprivate static func check(_ call: () -> CInt) throws(Errno) {
        if call() != 0 { throw Errno(rawValue: errno) }
    }
}

extension FileDescriptor {
    fileprivate static func opened(
        _ path: FilePath, _ mode: AccessMode, _ options: OpenOptions = []
    ) throws(Errno) -> FileDescriptor {
        do {
            // A header holds the journal's secrets, so a new file is its owner's alone.
            return try open(
                path, mode, options: options.union(.closeOnExec), permissions: .ownerReadWrite,
                retryOnInterrupt: false)
        } catch {
            // It throws nothing else.
            throw error as? Errno ?? .ioError
        }
    }
}
