import RecountJournal
import SystemPackage

/// A handle of a directory on a simulated disk.
final class SimulatedDirectory: FileSystemDirectory {
    private let node: DirectoryNode
    private let disk: SimulatedDisk
    private let process: Int

    init(_ node: DirectoryNode, on disk: SimulatedDisk) {
        self.node = node
        self.disk = disk
        process = disk.process
    }

    func names() throws(Errno) -> [String] {
        try disk.call("names", in: process) { () throws(Errno) in
            if disk.strikes(.readError) { throw .ioError }
            return node.names.keys.sorted()
        }
    }

    func open(_ name: String, _ mode: FileOpening) throws(Errno) -> any FileSystemFile {
        try disk.call("open \(name) to \(mode)", in: process) { () throws(Errno) in
            if disk.strikes(.openError) { throw .tooManyOpenFiles }
            switch (node.names[name], mode) {
            case (let file as FileNode, .read), (let file as FileNode, .readWrite):
                return SimulatedFile(file, name, mode, on: disk)
            case (nil, .create):
                let file = FileNode()
                node.add(name, file)
                return SimulatedFile(file, name, mode, on: disk)
            case (nil, _): throw .noSuchFileOrDirectory
            case (_, .create): throw .fileExists
            default: throw .isDirectory
            }
        }
    }

    func rename(_ name: String, to newName: String) throws(Errno) {
        try disk.call("rename \(name) to \(newName)", in: process) { () throws(Errno) in
            guard let file = node.names[name] else { throw .noSuchFileOrDirectory }
            if disk.strikes(.renameError) { throw .ioError }
            node.rename(name, to: newName, file)
        }
    }

    func remove(_ name: String) throws(Errno) {
        try disk.call("remove \(name)", in: process) { () throws(Errno) in
            guard let file = node.names[name] else { throw .noSuchFileOrDirectory }
            node.remove(name, file)
        }
    }

    func sync() throws(Errno) {
        try disk.call("sync directory", in: process) { () throws(Errno) in
            if disk.strikes(.directorySyncError) { throw .ioError }
            if disk.strikes(.lyingSync) { return }
            node.sync()
        }
    }

    func lock() throws(Errno) {
        try disk.call("lock", in: process) { () throws(Errno) in
            if let owner = node.lockOwner, owner !== self, owner.process == disk.process { throw .wouldBlock }
            node.lockOwner = self
        }
    }
}
