/// Bytes written by hand: little-endian, fixed width, no padding. Independent of the kernel's writer,
/// and free to write what it never would.
public struct LittleEndianBytes: Sendable {
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// Starts with no bytes.
    public init() {}

    /// Appends an integer, low byte first.
    public mutating func append(_ value: some FixedWidthInteger) {
        var rest = value
        for _ in 0..<(rest.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            // A shift by all bits of a single byte gives 0.
            rest >>= 8
        }
    }

    /// Appends a byte `count` times.
    public mutating func append(_ byte: UInt8, count: Int) {
        bytes += [UInt8](repeating: byte, count: count)
    }

    /// Appends bytes as they are.
    public mutating func append(contentsOf other: some Sequence<UInt8>) {
        bytes += other
    }
}

extension [UInt8] {
    /// Two lowercase hexadecimal digits for each byte.
    public var hexadecimalDigits: String {
        var digits: [UInt8] = []
        let alphabet = Array("0123456789abcdef".utf8)
        for byte in self { digits += [alphabet[Int(byte >> 4)], alphabet[Int(byte & 15)]] }
        return String(decoding: digits, as: UTF8.self)
    }
}
