import SystemPackage

/// The lines of a file or of standard input, one after another, in memory that does not grow with
/// the file.
struct LineReader: ~Copyable {
    /// The longest line.
    static let maximumLineByteCount = 1 << 20

    /// The file's path; `-` is standard input.
    let path: String
    /// Number of the last line that was read, from 1.
    private(set) var lineNumber = 0
    /// How many bytes were passed over.
    private(set) var consumedByteCount: UInt64 = 0

    private let file: FileDescriptor
    private var buffer: [UInt8] = []
    private var start = 0
    private var isAtEnd = false

    /// Opens a file.
    init(path: String) throws(Failure) {
        self.path = path
        file = try InputFile.open(path)
    }

    deinit {
        if path != "-" { try? file.close() }
    }

    /// Calls `body` with the next line that is not empty, without its line feed and the carriage
    /// return before it.
    ///
    /// - Returns: what `body` returned, or nil at the end of the file.
    mutating func next<Result>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        while true {
            guard let end = try lineEnd() else { return nil }
            let lineStart = start
            start = min(end + 1, buffer.count)
            consumedByteCount += UInt64(start - lineStart)
            lineNumber += 1
            let content = trimmed(lineStart..<end)
            if content.isEmpty { continue }
            return try buffer.withUnsafeBufferPointer { (bytes) throws(Failure) -> Result in
                try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[content])))
            }
        }
    }

    /// Whether the next line is at hand without reading from the file, which may have to wait.
    var hasLineAtHand: Bool {
        isAtEnd || buffer[start...].contains(UInt8(ascii: "\n"))
    }

    /// A failure about the line that was read last.
    func failure(_ what: some CustomStringConvertible) -> Failure {
        .wrongInput(path == "-" ? "standard input" : path, "line \(lineNumber): \(what)")
    }

    /// The index of the line feed that ends the next line, or of the end; nil if nothing is left.
    private mutating func lineEnd() throws(Failure) -> Int? {
        var searched = start
        while true {
            let lineFeed = buffer[searched...].firstIndex(of: UInt8(ascii: "\n"))
            let end = lineFeed ?? buffer.count
            guard end - start <= Self.maximumLineByteCount else {
                lineNumber += 1
                throw failure("longer than \(Self.maximumLineByteCount) bytes")
            }
            if lineFeed != nil { return end }
            if isAtEnd { return start == end ? nil : end }
            buffer.removeSubrange(..<start)
            start = 0
            searched = buffer.count
            isAtEnd = try InputFile.read(from: file, path, appendingTo: &buffer) == 0
        }
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        guard let last = range.last, buffer[last] == UInt8(ascii: "\r") else { return range }
        return range.lowerBound..<last
    }
}
