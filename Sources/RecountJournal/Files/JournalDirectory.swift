import Glibc
import SystemPackage

/// The directory of a journal, held open.
final class JournalDirectory {
    let path: FilePath
    private let file: OpenFile

    init(_ path: FilePath) throws(JournalError) {
        self.path = path
        do throws(Errno) {
            file = try OpenFile(path, .readOnly, .directory)
        } catch {
            switch error {
            case .noSuchFileOrDirectory: throw .missingDirectory(path: path.string)
            case .notDirectory: throw .notADirectory(path: path.string)
            default: throw .system(SystemFailure(operation: "open", path: path.string, errno: error))
            }
        }
    }

    /// Makes the directory durable under a path where nothing is, or takes the one that is there.
    static func create(_ path: FilePath) throws(JournalError) -> JournalDirectory {
        if mkdir(path.string, 0o700) != 0, errno != EEXIST {
            throw .system(SystemFailure(operation: "create", path: path.string, errno: Errno(rawValue: errno)))
        }
        return try JournalDirectory(path)
    }

    /// Makes names that were added and removed durable.
    func sync() throws(JournalError) {
        try file.sync()
    }

    /// Makes the directory's own name durable.
    func syncParent() throws(JournalError) {
        let parent = path.removingLastComponent()
        try JournalDirectory(parent.isEmpty ? "." : parent).sync()
    }

    /// Becomes the only writer, until this object or the process ends.
    func lock() throws(JournalError) {
        guard try file.lock() else { throw .locked(path: path.string) }
    }

    /// All names but `.` and `..`, sorted.
    func names() throws(JournalError) -> [String] {
        guard let stream = opendir(path.string) else { throw failure("list", path) }
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
        guard errno == 0 else { throw failure("list", path) }
        return names.sorted()
    }

    /// The segments in the order of their sequences; at least one.
    func segments() throws(JournalError) -> [SegmentName] {
        var segments: [SegmentName] = []
        for name in try names() {
            guard let segment = SegmentName(name) else { throw .unexpectedFile(path: path.string, name: name) }
            segments.append(segment)
        }
        if segments.isEmpty { throw .emptyDirectory(path: path.string) }
        return segments.sorted()
    }

    func open(
        _ segment: SegmentName, _ mode: FileDescriptor.AccessMode, _ options: FileDescriptor.OpenOptions = []
    ) throws(JournalError) -> OpenFile {
        let path = path.appending(segment.description)
        do throws(Errno) {
            return try OpenFile(path, mode, options)
        } catch {
            throw .system(SystemFailure(operation: "open", path: path.string, errno: error))
        }
    }

    func remove(_ segment: SegmentName) throws(JournalError) {
        let path = path.appending(segment.description)
        if unlink(path.string) != 0 { throw failure("remove", path) }
    }

    private func failure(_ operation: String, _ path: FilePath) -> JournalError {
        .system(SystemFailure(operation: operation, path: path.string, errno: Errno(rawValue: errno)))
    }
}
