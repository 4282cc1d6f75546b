#if canImport(Glibc)
    import Glibc
#endif

/// What a path leads to.
enum FileKind {
    /// Bytes that can be read again and replaced.
    case file
    case directory
    /// A pipe, a device, a socket: what was read is gone, and nothing may take its place.
    case stream

    /// - Returns: nil if there is nothing, or it cannot be told.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR: self = .directory
        default: self = .stream
        }
    }
}
