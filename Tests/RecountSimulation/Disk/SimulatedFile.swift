import RecountJournal
import SystemPackage

/// A handle of a file on a simulated disk.
final class SimulatedFile: FileSystemFile {
    private let node: FileNode
    private let name: String
    private let mode: FileOpening
    private let disk: SimulatedDisk
    private let process: Int

    init(_ node: FileNode, _ name: String, _ mode: FileOpening, on disk: SimulatedDisk) {
        self.node = node
        self.name = name
        self.mode = mode
        self.disk = disk
        process = disk.process
    }

    func byteCount() throws(Errno) -> UInt64 {
        try disk.call("byteCount \(name)", in: process) { () throws(Errno) in UInt64(node.cached.count) }
    }

    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        try disk.call("read \(name) \(offset)+\(bytes.count)", in: process) { () throws(Errno) in
            if disk.strikes(.readError) { throw .ioError }
            guard let start = Int(exactly: offset), start < node.cached.count else { return 0 }
            var count = min(bytes.count, node.cached.count - start)
            if count > 1, disk.strikes(.shortRead) { count = disk.faults.number(1...count - 1) }
            bytes.copyBytes(from: node.cached[start..<start + count])
            return count
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(Errno) -> Int {
        try disk.call("write \(name) \(offset)+\(bytes.count)", in: process) { () throws(Errno) in
            let start = try writableOffset(offset)
            if disk.strikes(.writeError) {
                put(bytes.prefix(disk.faults.number(0...bytes.count)), at: start)
                throw .ioError
            }
            var count = shortenedCount(bytes.count, at: start)
            let growth = max(0, start + count - node.cached.count)
            count -= growth - disk.room(forGrowth: growth)
            if count <= 0, !bytes.isEmpty { throw .noSpace }
            put(bytes.prefix(count), at: start)
            return count
        }
    }

    func truncate(to byteCount: UInt64) throws(Errno) {
        try disk.call("truncate \(name) to \(byteCount)", in: process) { () throws(Errno) in
            let length = try writableOffset(byteCount)
            if disk.strikes(.writeError) { throw .ioError }
            node.setLength(length)
        }
    }

    func sync() throws(Errno) {
        try disk.call("sync \(name)", in: process) { () throws(Errno) in
            if disk.strikes(.syncError) {
                disk.faults.failSync(of: node)
                throw .ioError
            }
            if disk.strikes(.lyingSync) { return }
            node.sync()
        }
    }

    /// How many of so many bytes are written: if not all, then up to the end of a sector, since a signal cuts a write
    /// short between two pages.
    private func shortenedCount(_ byteCount: Int, at offset: Int) -> Int {
        let size = FileNode.sectorByteCount
        let ends = (offset / size + 1)...max(offset / size + 1, (offset + byteCount - 1) / size)
        guard ends.lowerBound * size < offset + byteCount, disk.strikes(.shortWrite) else { return byteCount }
        return disk.faults.number(ends) * size - offset
    }

    private func put(_ bytes: Slice<UnsafeRawBufferPointer>, at offset: Int) {
        node.write(UnsafeRawBufferPointer(rebasing: bytes), at: offset)
    }

    /// An offset that the file can have and that this handle may change.
    private func writableOffset(_ offset: UInt64) throws(Errno) -> Int {
        guard mode != .read else { throw .badFileDescriptor }
        guard let offset = Int(exactly: offset), offset <= 1 << 40 else { throw .fileTooLarge }
        return offset
    }
}
