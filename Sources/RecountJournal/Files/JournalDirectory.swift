import SystemPackage

/// The directory of a journal, held open.
final class JournalDirectory {
    let path: FilePath
    private let fileSystem: any FileSystem
    private let directory: any FileSystemDirectory

    init(_ path: FilePath, in fileSystem: any FileSystem) throws(JournalError) {
        self.path = path
        self.fileSystem = fileSystem
        do throws(JournalError) {
            directory = try path.retrying("open") { () throws(Errno) in try fileSystem.openDirectory(path) }
        } catch .system(let failure) where failure.errno == .noSuchFileOrDirectory {
            throw .missingDirectory(path: path.string)
        } catch .system(let failure) where failure.errno == .notDirectory {
            throw .notADirectory(path: path.string)
        } catch {
            throw error
        }
    }

    /// Makes the directory durable under a path where nothing is, or takes the one that is there.
    static func create(_ path: FilePath, in fileSystem: any FileSystem) throws(JournalError) -> JournalDirectory {
        do throws(JournalError) {
            try path.retrying("create") { () throws(Errno) in try fileSystem.makeDirectory(path) }
        } catch .system(let failure) where failure.errno == .fileExists {
            return try JournalDirectory(path, in: fileSystem)
        } catch {
            throw error
        }
        return try JournalDirectory(path, in: fileSystem)
    }

    /// Makes names that were added and removed durable.
    func sync() throws(JournalError) {
        try path.retrying("sync") { () throws(Errno) in try directory.sync() }
    }

    /// Makes the directory's own name durable.
    func syncParent() throws(JournalError) {
        let parent = path.removingLastComponent()
        try JournalDirectory(parent.isEmpty ? "." : parent, in: fileSystem).sync()
    }

    /// Becomes the only writer, until this object or the process ends.
    func lock() throws(JournalError) {
        do throws(JournalError) {
            try path.retrying("lock") { () throws(Errno) in try directory.lock() }
        } catch .system(let failure) where failure.errno == .wouldBlock {
            throw .locked(path: path.string)
        } catch {
            throw error
        }
    }

    /// What is in it, each name understood.
    func contents() throws(JournalError) -> JournalContents {
        try JournalContents(try names(), in: path)
    }

    /// All names but `.` and `..`, sorted.
    func names() throws(JournalError) -> [String] {
        try path.retrying("list") { () throws(Errno) in try directory.names() }.sorted()
    }

    /// Opens a file of the journal.
    func open(_ name: some CustomStringConvertible, _ mode: FileOpening) throws(JournalError) -> OpenFile {
        let path = path.appending(name.description)
        let file = try path.retrying("open") { () throws(Errno) in try directory.open(name.description, mode) }
        return OpenFile(path, file)
    }

    /// Gives a file its final name, in place of one that has it.
    func rename(_ name: String, to newName: String) throws(JournalError) {
        try path.appending(name).retrying("rename") { () throws(Errno) in try directory.rename(name, to: newName) }
    }

    func remove(_ name: some CustomStringConvertible) throws(JournalError) {
        let path = path.appending(name.description)
        try path.retrying("remove") { () throws(Errno) in try directory.remove(name.description) }
    }
}
