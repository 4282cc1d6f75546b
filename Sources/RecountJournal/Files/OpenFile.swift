import Glibc
import SystemPackage

/// An open file or directory, closed with its last reference. Every call is retried when a signal
/// interrupts it, and goes on where it did less than was asked.
final class OpenFile {
    let path: FilePath
    private let descriptor: FileDescriptor
    private var isLocked = false

    init(_ path: FilePath, _ mode: FileDescriptor.AccessMode, _ options: FileDescriptor.OpenOptions = []) throws(Errno)
    {
        self.path = path
        do {
            // A header holds the journal's secrets, so a new file is its owner's alone.
            descriptor = try FileDescriptor.open(
                path, mode, options: options.union(.closeOnExec), permissions: .ownerReadWrite)
        } catch {
            throw Errno(caught: error)
        }
    }

    deinit {
        // A process that is just being spawned shares the lock until it executes its program, so
        // closing alone would give it up too late.
        if isLocked { flock(descriptor.rawValue, LOCK_UN) }
        try? descriptor.close()
    }

    /// Its length in bytes.
    func byteCount() throws(JournalError) -> UInt64 {
        var status = stat()
        try check("read the length of") { fstat(descriptor.rawValue, &status) }
        return UInt64(status.st_size)
    }

    /// Fills `bytes` from an offset on.
    ///
    /// - Returns: how many bytes there were; fewer than asked only at the end of the file.
    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(JournalError) -> Int {
        var count = 0
        do {
            while count < bytes.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[count...])
                let read = try descriptor.read(fromAbsoluteOffset: Int64(offset) + Int64(count), into: rest)
                if read == 0 { break }
                count += read
            }
        } catch {
            throw failure("read", Errno(caught: error))
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
        do {
            while count < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[count...])
                count += try descriptor.write(toAbsoluteOffset: Int64(offset) + Int64(count), rest)
            }
        } catch {
            throw failure("write", Errno(caught: error))
        }
    }

    /// Makes everything written durable. After a failure nothing is known of what was written: never retried.
    func sync() throws(JournalError) {
        try check("sync") { fsync(descriptor.rawValue) }
    }

    /// Cuts the file to a length.
    func truncate(to byteCount: UInt64) throws(JournalError) {
        try check("cut") { ftruncate(descriptor.rawValue, off_t(byteCount)) }
    }

    /// Takes the file's lock for one writer, without waiting. It ends with this object or process.
    ///
    /// - Returns: false if another has it.
    func lock() throws(JournalError) -> Bool {
        while flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
            let reason = Errno(rawValue: errno)
            if reason == .wouldBlock { return false }
            if reason != .interrupted { throw failure("lock", reason) }
        }
        isLocked = true
        return true
    }

    private func check(_ operation: String, _ call: () -> CInt) throws(JournalError) {
        while call() != 0 {
            let reason = Errno(rawValue: errno)
            if reason != .interrupted { throw failure(operation, reason) }
        }
    }

    private func failure(_ operation: String, _ reason: Errno) -> JournalError {
        .system(SystemFailure(operation: operation, path: path.string, errno: reason))
    }
}

extension Errno {
    /// The reason that a call of swift-system threw; it throws nothing else.
    init(caught error: any Error) {
        self = error as? Errno ?? .ioError
    }
}
