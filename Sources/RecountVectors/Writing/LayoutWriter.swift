/// Bytes in the layouts of docs/format.md, written field by field and without the kernel's encoder, so that
/// a vector can also hold what no encoder writes.
struct LayoutWriter {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []

    /// Appends an integer, low byte first.
    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends a 128-bit id: the low half first.
    mutating func identifier(low: UInt64, high: UInt64 = 0) {
        integer(low)
        integer(high)
    }

    /// Appends bytes as they are.
    mutating func raw(_ other: some Sequence<UInt8>) {
        bytes.append(contentsOf: other)
    }

    /// Appends the count of a list.
    mutating func count(_ value: Int) {
        integer(UInt32(value))
    }
}

extension [UInt8] {
    /// Bytes written field by field.
    static func layout(_ write: (inout LayoutWriter) -> Void) -> [UInt8] {
        var writer = LayoutWriter()
        write(&writer)
        return writer.bytes
    }
}
