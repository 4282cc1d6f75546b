import SystemPackage

/// An open file. Every call is retried when a signal interrupts it, and goes on where it did less than was asked.
final class OpenFile {
    let path: FilePath
    private let file: any FileSystemFile

    init(_ path: FilePath, _ file: any FileSystemFile) {
        self.path = path
        self.file = file
    }

    /// Its length in bytes.
    func byteCount() throws(JournalError) -> UInt64 {
        try path.retrying("read the length of") { () throws(Errno) in try file.byteCount() }
    }

    /// Fills `bytes` from an offset on.
    ///
    /// - Returns: how many bytes there were; fewer than asked only at the end of the file.
    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(JournalError) -> Int {
        var count = 0
        while count < bytes.count {
            let rest = bytes.piece(count..<bytes.count)
            let position = offset + UInt64(count)
            let read = try path.retrying("read") { () throws(Errno) in try file.read(into: rest, at: position) }
            if read == 0 { break }
            count += read
        }
        return count
    }

    /// Whether all bytes of a range are zero or beyond the end. O(range), with 64 KiB of memory.
    func isAllZero(_ range: Range<UInt64>) throws(JournalError) -> Bool {
        let window = UnsafeMutableRawBufferPointer.allocate(byteCount: 0x1_0000, alignment: 16)
        defer { window.deallocate() }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let wanted = window.piece(0..<Int(min(UInt64(window.count), range.upperBound - offset)))
            let count = try read(into: wanted, at: offset)
            if count == 0 { return true }
            if !UnsafeRawBufferPointer(wanted).piece(0..<count).isAllZero { return false }
            offset += UInt64(count)
        }
        return true
    }

    /// Writes all of `bytes` from an offset on.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(JournalError) {
        var count = 0
        while count < bytes.count {
            let rest = bytes.piece(count..<bytes.count)
            let position = offset + UInt64(count)
            count += try path.retrying("write") { () throws(Errno) in try file.write(rest, at: position) }
        }
    }

    /// Writes bytes that it has once more as they are: what a failed sync left in the cache alone, where no other sync
    /// would write it, is then written by the next. O(range), with 64 KiB of memory.
    func rewrite(_ range: Range<UInt64>) throws(JournalError) {
        let window = UnsafeMutableRawBufferPointer.allocate(byteCount: 0x1_0000, alignment: 16)
        defer { window.deallocate() }
        var offset = range.lowerBound
        while offset < range.upperBound {
            let wanted = window.piece(0..<Int(min(UInt64(window.count), range.upperBound - offset)))
            let count = try read(into: wanted, at: offset)
            if count == 0 { return }
            try write(UnsafeRawBufferPointer(wanted).piece(0..<count), at: offset)
            offset += UInt64(count)
        }
    }

    /// Makes everything written durable. After a failure nothing is known of what was written: never retried.
    func sync() throws(JournalError) {
        try path.retrying("sync") { () throws(Errno) in try file.sync() }
    }

    /// Cuts the file to a length.
    func truncate(to byteCount: UInt64) throws(JournalError) {
        try path.retrying("cut") { () throws(Errno) in try file.truncate(to: byteCount) }
    }
}

extension FilePath {
    /// Makes a call about this path, again as long as a signal interrupts it.
    func retrying<Result>(
        _ operation: String, _ call: () throws(Errno) -> Result
    ) throws(JournalError) -> Result {
        while true {
            do throws(Errno) {
                return try call()
            } catch {
                if error != .interrupted {
                    throw .system(SystemFailure(operation: operation, path: string, errno: error))
                }
            }
        }
    }
}
