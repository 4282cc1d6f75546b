/// The file name of a segment: the sequence of its first record as 20 digits, then `.journal`.
struct SegmentName: Equatable, Comparable, CustomStringConvertible {
    static let suffix = ".journal"
    static let digitCount = 20

    let firstSequence: UInt64

    init(firstSequence: UInt64) {
        self.firstSequence = firstSequence
    }

    /// - Returns: nil if the name is no segment's, or its number is 0 or none of 64 bits.
    init?(_ name: String) {
        guard name.utf8.count == Self.digitCount + Self.suffix.utf8.count, name.hasSuffix(Self.suffix) else {
            return nil
        }
        let digits = name.utf8.prefix(Self.digitCount)
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt64(String(decoding: digits, as: UTF8.self)), number > 0
        else { return nil }
        firstSequence = number
    }

    var description: String {
        let digits = String(firstSequence)
        return String(repeating: "0", count: Self.digitCount - digits.utf8.count) + digits + Self.suffix
    }

    static func < (left: SegmentName, right: SegmentName) -> Bool { left.firstSequence < right.firstSequence }
}
