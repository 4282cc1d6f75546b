import SystemPackage

/// The memory of this process, as Linux tells it.
enum ProcessMemory {
    /// Lets the peak begin anew with what the process has now. Where that is not allowed, it stays the peak of the
    /// whole process.
    static func resetPeak() {
        guard let file = try? FileDescriptor.open("/proc/self/clear_refs", .writeOnly) else { return }
        _ = try? file.closeAfter { try file.writeAll("5".utf8) }
    }

    /// The most bytes of memory that the process had since then; nil if the system does not tell.
    static var peakByteCount: UInt64? {
        guard let status = SystemText.read("/proc/self/status"),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let number = line.split(separator: " ", omittingEmptySubsequences: true).dropFirst().first
        else { return nil }
        let digits = number.filter(\.isNumber)
        return UInt64(digits).map { $0 * 1_024 }
    }
}

/// Small files of the system.
enum SystemText {
    /// The first 64 KiB of a file; nil if it cannot be read.
    static func read(_ path: FilePath) -> String? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: .closeOnExec) else { return nil }
        return try? file.closeAfter {
            try String(unsafeUninitializedCapacity: 0x1_0000) { buffer in
                let bytes = UnsafeMutableRawBufferPointer(buffer)
                var count = 0
                while count < bytes.count {
                    let read = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[count...]))
                    if read == 0 { break }
                    count += read
                }
                return count
            }
        }
    }
}
