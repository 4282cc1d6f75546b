import RecountKernel

/// Reads the fields of a message; nil where there are too few bytes.
struct MessageReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { offset == bytes.count }

    mutating func integer<Integer: FixedWidthInteger & BitwiseCopyable>(_ type: Integer.Type) -> Integer? {
        guard let raw = raw(MemoryLayout<Integer>.size) else { return nil }
        return Integer(littleEndian: raw.withUnsafeBytes { $0.loadUnaligned(as: Integer.self) })
    }

    mutating func raw(_ count: Int) -> [UInt8]? {
        guard bytes.count - offset >= count else { return nil }
        defer { offset += count }
        return [UInt8](bytes[offset..<offset + count])
    }

    mutating func rest() -> [UInt8] {
        defer { offset = bytes.count }
        return [UInt8](bytes[offset...])
    }

    mutating func digest() -> Digest? {
        var words = InlineArray<4, UInt64>(repeating: 0)
        for index in 0..<4 {
            guard let word = integer(UInt64.self) else { return nil }
            words[index] = word
        }
        return Digest(words: words)
    }
}
