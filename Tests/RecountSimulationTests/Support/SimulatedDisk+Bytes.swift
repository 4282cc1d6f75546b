import RecountJournal
import RecountSimulation
import SystemPackage

extension SimulatedDisk {
    /// The root, opened.
    var rootDirectory: any FileSystemDirectory {
        get throws { try openDirectory("/") }
    }

    /// The bytes of a file in the root; nil if there is none.
    func bytes(of name: String) throws -> [UInt8]? {
        guard try rootDirectory.names().contains(name) else { return nil }
        return try rootDirectory.open(name, .read).bytes()
    }

    /// A file in the root with these bytes, all durable.
    func durableFile(_ name: String, _ bytes: [UInt8]) throws -> any FileSystemFile {
        let file = try rootDirectory.open(name, .create)
        try file.writeAll(bytes, at: 0)
        try file.sync()
        try rootDirectory.sync()
        return file
    }
}

extension FileSystemFile {
    /// All bytes.
    func bytes() throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(try byteCount()))
        var count = 0
        while count < bytes.count {
            count += try bytes.withUnsafeMutableBytes {
                try read(into: UnsafeMutableRawBufferPointer(rebasing: $0[count...]), at: UInt64(count))
            }
        }
        return bytes
    }

    /// Writes with as many calls as it takes.
    func writeAll(_ bytes: [UInt8], at offset: UInt64) throws {
        var count = 0
        while count < bytes.count {
            count += try bytes.withUnsafeBytes {
                try write(UnsafeRawBufferPointer(rebasing: $0[count...]), at: offset + UInt64(count))
            }
        }
    }
}
