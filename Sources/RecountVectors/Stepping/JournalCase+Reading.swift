import Glibc
import RecountJournal
import RecountKernel
import SystemPackage

extension JournalCase {
    /// What this build's reader says of segments, which it needs as files.
    ///
    /// - Throws: `JournalError.system` if there is no place for the files.
    static func read(_ segments: [[UInt8]]) throws -> JournalResult {
        let names = segments.enumerated().map { name(of: $1, at: $0) }
        // The order of the names is that of the segments, and no two files of a directory have one name.
        guard zip(names, names.dropFirst()).allSatisfy({ $0 < $1 }) else { return .refused }
        let directory = try ScratchDirectory()
        for (name, segment) in zip(names, segments) { try directory.write(segment, as: name) }
        do throws(JournalError) {
            let reader = try JournalReader(at: directory.path)
            var recordCount: UInt64 = 0
            while let batch = try reader.nextBatch() { recordCount += UInt64(batch.count) }
            return .valid(recordCount: recordCount, chain: reader.chain)
        } catch .system(let failure) {
            throw JournalError.system(failure)
        } catch {
            return .refused
        }
    }

    /// A segment is named by the first sequence in its header. One without a header was never finished: it stands
    /// behind all others.
    private static func name(of segment: [UInt8], at position: Int) -> String {
        let sequence: UInt64
        if segment.count >= 40, !segment.allSatisfy({ $0 == 0 }) {
            sequence = segment.withUnsafeBytes {
                UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: 32, as: UInt64.self))
            }
        } else {
            sequence = position == 0 ? 1 : Step.maximumSequence
        }
        let digits = String(sequence)
        return String(repeating: "0", count: 20 - digits.utf8.count) + digits + ".journal"
    }
}

/// A directory that is there for a moment; in memory where the system has room for that.
private final class ScratchDirectory {
    let path: FilePath
    private var files: [FilePath] = []

    init() throws {
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var template = Array("\(parent)/recount-vectors-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        path = FilePath(platformString: template)
    }

    deinit {
        for file in files { unlink(file.string) }
        rmdir(path.string)
    }

    func write(_ bytes: [UInt8], as name: String) throws {
        let file = path.appending(name)
        let descriptor = try FileDescriptor.open(
            file, .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
        files.append(file)
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
    }
}
