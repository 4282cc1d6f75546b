import RecountJournal
import SystemPackage

/// A file system on which whoever uses it makes a mistake.
final class MistakenFileSystem: FileSystem {
    private let base: any FileSystem
    private let bug: PlantedBug

    init(_ base: any FileSystem, _ bug: PlantedBug) {
        self.base = base
        self.bug = bug
    }

    func makeDirectory(_ path: FilePath) throws(Errno) { try base.makeDirectory(path) }

    func openDirectory(_ path: FilePath) throws(Errno) -> any FileSystemDirectory {
        let directory = try base.openDirectory(path)
        return MistakenDirectory(directory, bug, isParent: path.components.count < 2)
    }
}

private final class MistakenDirectory: FileSystemDirectory {
    private let base: any FileSystemDirectory
    private let bug: PlantedBug
    private let isParent: Bool

    init(_ base: any FileSystemDirectory, _ bug: PlantedBug, isParent: Bool) {
        self.base = base
        self.bug = bug
        self.isParent = isParent
    }

    func names() throws(Errno) -> [String] { try base.names() }

    func open(_ name: String, _ mode: FileOpening) throws(Errno) -> any FileSystemFile {
        let file = try base.open(name, mode)
        return bug.concerns(name) ? MistakenFile(file, bug, mode) : file
    }

    func rename(_ name: String, to newName: String) throws(Errno) { try base.rename(name, to: newName) }

    func remove(_ name: String) throws(Errno) { try base.remove(name) }

    func sync() throws(Errno) {
        if bug != (isParent ? .skippedParentSync : .skippedDirectorySync) { try base.sync() }
    }

    func lock() throws(Errno) { try base.lock() }
}
