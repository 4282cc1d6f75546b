import SystemPackage

/// What a journal asks of a file system. The calls do what the system's calls of these names do, short
/// reads and writes and interruptions included; whoever uses them deals with that.
///
/// There are two: the system's, and in the tests a simulated disk that crashes.
package protocol FileSystem: AnyObject {
    /// Makes a directory for its owner alone.
    func makeDirectory(_ path: FilePath) throws(Errno)
    /// Opens a directory that is there.
    func openDirectory(_ path: FilePath) throws(Errno) -> any FileSystemDirectory
}

/// An open directory, closed with its last reference.
package protocol FileSystemDirectory: AnyObject {
    /// All names but `.` and `..`, in any order.
    func names() throws(Errno) -> [String]
    /// Opens a file in it.
    func open(_ name: String, _ mode: FileOpening) throws(Errno) -> any FileSystemFile
    /// Gives a file another name, in place of a file that has it.
    func rename(_ name: String, to newName: String) throws(Errno)
    /// Removes a name; an open file stays.
    func remove(_ name: String) throws(Errno)
    /// Makes the names durable that were given and removed.
    func sync() throws(Errno)
    /// Becomes its only writer until it is closed, without waiting.
    ///
    /// - Throws: `wouldBlock` if another is.
    func lock() throws(Errno)
}

/// An open file, closed with its last reference.
package protocol FileSystemFile: AnyObject {
    /// Its length.
    func byteCount() throws(Errno) -> UInt64
    /// Reads bytes from an offset on.
    ///
    /// - Returns: how many were read; 0 at the end.
    func read(into bytes: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(Errno) -> Int
    /// Writes bytes from an offset on.
    ///
    /// - Returns: how many were written.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(Errno) -> Int
    /// Cuts it to a length.
    func truncate(to byteCount: UInt64) throws(Errno)
    /// Makes everything written durable. After a failure nothing is known of what was written.
    func sync() throws(Errno)
}

/// What a file is opened for.
package enum FileOpening: UInt8, Sendable {
    /// To read one that is there.
    case read = 1
    /// To read and write one that is there.
    case readWrite = 2
    /// To write one that must not be there.
    case create = 3
}
