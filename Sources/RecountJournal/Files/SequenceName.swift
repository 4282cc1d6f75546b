import RecountKernel

/// The name of a file that stands at a sequence: 20 digits, then what it is. Such names sort by their sequences.
struct SequenceName: Equatable, Comparable, CustomStringConvertible {
    /// What a file is, by the end of its name.
    enum Kind: String, CaseIterable {
        /// Records from the sequence on.
        case segment = ".journal"
        /// The state after the sequence.
        case snapshot = ".snapshot"
    }

    private static let digitCount = 20

    let kind: Kind
    let sequence: UInt64

    init(_ kind: Kind, _ sequence: UInt64) {
        self.kind = kind
        self.sequence = sequence
    }

    /// - Returns: nil if the name has another form, or its number is 0 or above `Step.maximumSequence`.
    init?(_ name: String) {
        let digits = name.utf8.prefix(Self.digitCount)
        guard let kind = Kind(rawValue: String(name.dropFirst(Self.digitCount))), digits.count == Self.digitCount,
            digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = UInt64(String(decoding: digits, as: UTF8.self)), number > 0, number <= Step.maximumSequence
        else { return nil }
        self.kind = kind
        sequence = number
    }

    var description: String {
        let digits = String(sequence)
        return String(repeating: "0", count: Self.digitCount - digits.utf8.count) + digits + kind.rawValue
    }

    static func < (left: SequenceName, right: SequenceName) -> Bool {
        (left.sequence, left.kind.rawValue) < (right.sequence, right.kind.rawValue)
    }
}
