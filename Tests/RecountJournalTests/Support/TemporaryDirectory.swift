import Glibc
import SystemPackage

/// A directory of one test, removed with the last reference to it. In memory where the system has
/// room for that, because these tests sync thousands of times.
final class TemporaryDirectory {
    let path: FilePath

    init() {
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/recount-journal-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("no temporary directory: \(Errno(rawValue: errno))") }
        path = FilePath(platformString: template)
    }

    deinit { Self.remove(path) }

    /// Where a journal of the test may stand.
    var journal: FilePath { path.appending("journal") }

    private static func remove(_ path: FilePath) {
        if let stream = opendir(path.string) {
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { remove(path.appending(name)) }
            }
            closedir(stream)
        }
        Glibc.remove(path.string)
    }
}

/// Whole files as arrays.
enum Bytes {
    static func read(_ path: FilePath) throws -> [UInt8] {
        let file = try FileDescriptor.open(path, .readOnly)
        defer { try? file.close() }
        var bytes = [UInt8](repeating: 0, count: Int(try file.seek(offset: 0, from: .end)))
        _ = try bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 0, into: $0) }
        return bytes
    }

    static func write(_ bytes: some Sequence<UInt8>, to path: FilePath) throws {
        let file = try FileDescriptor.open(
            path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        defer { try? file.close() }
        try file.writeAll(Array(bytes))
    }
}

extension FilePath {
    /// The journal's first segment.
    var firstSegment: FilePath { appending("00000000000000000001.journal") }
}
