import Glibc
import SystemPackage

/// A directory of one test on the disk, removed with the last reference to it.
final class TemporaryDirectory {
    let path: FilePath

    init() {
        var template = Array("/tmp/recount-replay-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("no temporary directory: \(Errno(rawValue: errno))") }
        path = FilePath(platformString: template)
    }

    deinit {
        for name in ["journal/\(Self.segmentName)", "journal", ""] { Glibc.remove(path.appending(name).string) }
    }

    /// Where the test's journal stands.
    var journal: FilePath { path.appending("journal") }

    /// The journal's only segment.
    var segment: FilePath { journal.appending(Self.segmentName) }

    /// Puts bytes into the directory as a journal of one segment.
    static func holding(_ segment: [UInt8]) throws -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        guard mkdir(directory.journal.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
        try directory.writeSegment(segment)
        return directory
    }

    func readSegment() throws -> [UInt8] {
        let file = try FileDescriptor.open(segment, .readOnly)
        defer { try? file.close() }
        var bytes = [UInt8](repeating: 0, count: Int(try file.seek(offset: 0, from: .end)))
        _ = try bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 0, into: $0) }
        return bytes
    }

    func writeSegment(_ bytes: [UInt8]) throws {
        let file = try FileDescriptor.open(
            segment, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        defer { try? file.close() }
        try file.writeAll(bytes)
    }

    func removeSegment() throws {
        guard Glibc.remove(segment.string) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Replaces one byte of the segment.
    func write(_ byte: UInt8, at offset: Int) throws {
        let file = try FileDescriptor.open(segment, .writeOnly)
        defer { try? file.close() }
        try file.writeAll(toAbsoluteOffset: Int64(offset), [byte])
    }

    private static let segmentName = "00000000000000000001.journal"
}
