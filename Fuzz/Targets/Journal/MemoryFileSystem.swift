import RecountJournal
import SystemPackage

/// A file system in memory where everything succeeds: what an input makes of a journal's files is in them, not
/// in their disk.
final class MemoryFileSystem: FileSystem {
    /// By their paths; all of them stand in the present one.
    private var directories = [".": MemoryDirectory()]

    /// The files of a directory that is there from the beginning.
    init(_ files: [String: [UInt8]], at path: FilePath) {
        let directory = MemoryDirectory()
        directory.files = files.mapValues { MemoryFile($0) }
        directories[path.string] = directory
    }

    func makeDirectory(_ path: FilePath) throws(Errno) {
        guard directories[path.string] == nil else { throw .fileExists }
        directories[path.string] = MemoryDirectory()
    }

    func openDirectory(_ path: FilePath) throws(Errno) -> any FileSystemDirectory {
        guard let directory = directories[path.string] else { throw .noSuchFileOrDirectory }
        return OpenMemoryDirectory(directory)
    }
}

private final class MemoryDirectory {
    var files: [String: MemoryFile] = [:]
    weak var writer: OpenMemoryDirectory?
}

private final class OpenMemoryDirectory: FileSystemDirectory {
    private let directory: MemoryDirectory

    init(_ directory: MemoryDirectory) { self.directory = directory }

    func names() throws(Errno) -> [String] { Array(directory.files.keys) }

    func open(_ name: String, _ mode: FileOpening) throws(Errno) -> any FileSystemFile {
        switch (directory.files[name], mode) {
        case (.some, .create): throw .fileExists
        case (.some(let file), _): return file
        case (.none, .create):
            let file = MemoryFile([])
            directory.files[name] = file
            return file
        case (.none, _): throw .noSuchFileOrDirectory
        }
    }

    func rename(_ name: String, to newName: String) throws(Errno) {
        guard let file = directory.files.removeValue(forKey: name) else { throw .noSuchFileOrDirectory }
        directory.files[newName] = file
    }

    func remove(_ name: String) throws(Errno) {
        guard directory.files.removeValue(forKey: name) != nil else { throw .noSuchFileOrDirectory }
    }

    func sync() throws(Errno) {}

    func lock() throws(Errno) {
        if let writer = directory.writer, writer !== self { throw .wouldBlock }
        directory.writer = self
    }
}

private final class MemoryFile: FileSystemFile {
    private var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func byteCount() throws(Errno) -> UInt64 { UInt64(bytes.count) }

    func read(into output: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        guard offset < bytes.count else { return 0 }
        let piece = bytes[Int(offset)...].prefix(output.count)
        output.copyBytes(from: piece)
        return piece.count
    }

    func write(_ input: UnsafeRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        guard let start = Int(exactly: offset) else { throw .fileTooLarge }
        let end = start + input.count
        if end > bytes.count { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
        bytes.replaceSubrange(start..<end, with: input)
        return input.count
    }

    func truncate(to byteCount: UInt64) throws(Errno) {
        guard byteCount <= bytes.count else { throw .invalidArgument }
        bytes.removeSubrange(Int(byteCount)...)
    }

    func sync() throws(Errno) {}
}
