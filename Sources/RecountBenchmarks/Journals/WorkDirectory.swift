import Glibc
import SystemPackage

/// A directory for the journals of one piece of work, removed with its owner.
final class WorkDirectory {
    private let path: FilePath
    private var journalCount = 0

    init(_ site: BenchmarkSite) throws(BenchmarkError) {
        var template = Array((site.directory + "/recount-bench.XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else {
            throw .directory(path: site.directory, reason: "\(Errno(rawValue: errno))")
        }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit {
        clear()
        rmdir(path.string)
    }

    /// Removes every journal and names a place for the next.
    func nextJournal() -> FilePath {
        clear()
        journalCount += 1
        return path.appending("journal-\(journalCount)")
    }

    /// How many bytes the files of a journal have.
    static func byteCount(of journal: FilePath) -> UInt64 {
        names(in: journal).reduce(0) { sum, name in
            var status = stat()
            return stat(journal.appending(name).string, &status) == 0 ? sum + UInt64(status.st_size) : sum
        }
    }

    private func clear() {
        for journal in Self.names(in: path) {
            let journal = path.appending(journal)
            for name in Self.names(in: journal) { unlink(journal.appending(name).string) }
            rmdir(journal.string)
        }
    }

    private static func names(in directory: FilePath) -> [String] {
        guard let stream = opendir(directory.string) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
