import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Standard output and error, and files that are whole or not there.
enum Output {
    /// Writes text to standard output.
    static func write(_ text: String) throws(Failure) {
        try write(Array(text.utf8))
    }

    /// Writes bytes to standard output.
    static func write(_ bytes: [UInt8]) throws(Failure) {
        do {
            _ = try FileDescriptor.standardOutput.writeAll(bytes)
        } catch {
            throw Failure(.inputOutput, "standard output: cannot write: \(error)")
        }
    }

    /// Writes bytes to standard error.
    static func writeError(_ bytes: [UInt8]) throws(Failure) {
        do {
            _ = try FileDescriptor.standardError.writeAll(bytes)
        } catch {
            throw Failure(.inputOutput, "standard error: cannot write: \(error)")
        }
    }

    /// Writes a file beside its place and moves it there, so that it is never half-written. A device
    /// or pipe is written to as it is.
    static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        if FileKind(path: path) == .stream { try writeThrough(bytes, to: path) } else { try replace(path, with: bytes) }
    }

    private static func writeThrough(_ bytes: [UInt8], to path: String) throws(Failure) {
        do {
            let stream = try FileDescriptor.open(FilePath(path), .writeOnly)
            try stream.closeAfter { _ = try stream.writeAll(bytes) }
        } catch {
            throw Failure(.inputOutput, "\(path): cannot write: \(error)")
        }
    }

    private static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
        let temporary = path + ".part"
        do {
            let file = try FileDescriptor.open(
                FilePath(temporary), .writeOnly, options: [.create, .truncate],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            try file.closeAfter { _ = try file.writeAll(bytes) }
        } catch {
            unlink(temporary)
            throw Failure(.inputOutput, "\(path): cannot write: \(error)")
        }
        guard rename(temporary, path) == 0 else {
            let error = Errno(rawValue: errno)
            unlink(temporary)
            throw Failure(.inputOutput, "\(path): cannot write: \(error)")
        }
    }

    /// Whether standard output is a terminal.
    static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether standard error is a terminal, where progress may be shown.
    static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
