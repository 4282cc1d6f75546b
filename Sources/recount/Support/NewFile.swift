import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Files that must not be there yet: keys, which nothing may ever replace.
enum NewFile {
    /// Who may read a file.
    enum Readers {
        /// Its owner alone: it holds a secret.
        case owner
        /// Everyone.
        case everyone

        fileprivate var permissions: FilePermissions {
            switch self {
            case .owner: .ownerReadWrite
            case .everyone: [.ownerReadWrite, .groupRead, .otherRead]
            }
        }
    }

    /// Writes a file and makes it durable. If that fails, there is none.
    static func write(_ text: String, to path: String, for readers: Readers) throws(Failure) {
        do {
            let file = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: readers.permissions)
            do {
                try file.closeAfter {
                    try file.writeAll(text.utf8)
                    try sync(file)
                }
                try syncDirectory(of: path)
            } catch {
                remove(path)
                throw error
            }
        } catch {
            let advice = error as? Errno == .fileExists ? "; a key is never replaced: choose another name" : ""
            throw Failure(.inputOutput, "\(path): cannot create: \(error)\(advice)")
        }
    }

    /// Takes a file away again that was just written.
    static func remove(_ path: String) {
        unlink(path)
    }

    private static func syncDirectory(of path: String) throws {
        let parent = FilePath(path).removingLastComponent()
        let directory = try FileDescriptor.open(parent.isEmpty ? "." : parent, .readOnly, options: .closeOnExec)
        try directory.closeAfter { try sync(directory) }
    }

    private static func sync(_ file: FileDescriptor) throws {
        guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
}
