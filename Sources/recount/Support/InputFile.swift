import SystemPackage

/// Files and standard input, read with the errors that people see.
enum InputFile {
    private static let pieceByteCount = 1 << 20

    /// The whole of a file; `-` is standard input.
    ///
    /// - Throws: a failure if it cannot be read, has nothing in it, or more than `limit` bytes.
    static func bytes(of path: String, limit: Int = 1 << 30) throws(Failure) -> [UInt8] {
        try bytes(of: open(path), path == "-" ? "standard input" : path, limit)
    }

    /// The whole of a file that another file names: there `-` is a name like any other.
    ///
    /// - Throws: a failure if it cannot be read, has nothing in it, or more than `limit` bytes.
    static func bytes(ofNamed path: String, limit: Int) throws(Failure) -> [UInt8] {
        try bytes(of: openNamed(path), path, limit)
    }

    /// The whole of an open file, which is closed.
    static func bytes(of file: FileDescriptor, _ label: String, _ limit: Int) throws(Failure) -> [UInt8] {
        defer { try? file.close() }
        var bytes: [UInt8] = []
        while true {
            let count = try read(from: file, label, appendingTo: &bytes)
            if count == 0 { break }
            guard bytes.count <= limit else { throw .wrongInput(label, "larger than \(limit) bytes") }
        }
        guard !bytes.isEmpty else {
            throw .wrongInput(label, file == .standardInput ? "there is nothing in it" : "the file is empty")
        }
        return bytes
    }

    /// Opens a file for reading; `-` is standard input.
    static func open(_ path: String) throws(Failure) -> FileDescriptor {
        try path == "-" ? .standardInput : openNamed(path)
    }

    private static func openNamed(_ path: String) throws(Failure) -> FileDescriptor {
        do {
            return try FileDescriptor.open(FilePath(path), .readOnly)
        } catch {
            throw Failure(.inputOutput, "\(path): cannot open: \(error); check the path")
        }
    }

    /// Appends the next piece of a file.
    ///
    /// - Returns: the number of bytes, 0 at the end.
    static func read(
        from file: FileDescriptor, _ path: String, appendingTo bytes: inout [UInt8]
    ) throws(Failure) -> Int {
        do {
            let piece = try [UInt8](unsafeUninitializedCapacity: pieceByteCount) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            bytes += piece
            return piece.count
        } catch {
            throw Failure(.inputOutput, "\(path): cannot read: \(error)")
        }
    }
}
