import Glibc
import SystemPackage

/// A directory for the files of one run, removed with the last reference to it.
final class ScratchDirectory {
    let path: FilePath

    init() throws(PropertyViolation) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/recount-fuzz-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw PropertyViolation("no directory in \(parent): \(Errno(rawValue: errno)); set TMPDIR to another one")
        }
        path = FilePath(platformString: template)
    }

    deinit {
        if let stream = opendir(path.string) {
            while let entry = readdir(stream) {
                let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { unlink(path.appending(name).string) }
            }
            closedir(stream)
        }
        rmdir(path.string)
    }

    /// Writes a file.
    func write(_ bytes: [UInt8], to name: String) throws(PropertyViolation) {
        do {
            let file = try FileDescriptor.open(
                path.appending(name), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
            try file.closeAfter { _ = try file.writeAll(bytes) }
        } catch {
            throw PropertyViolation("\(path.appending(name)) cannot be written: \(error)")
        }
    }
}
