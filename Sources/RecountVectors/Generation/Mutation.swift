/// What happens to bytes that were sound.
enum Mutation: CaseIterable {
    case truncation
    case trailing
    case bit
    case byte
    case ones
    case zeros

    static func draw(_ random: inout SeededRandom) -> Mutation { random.pick(allCases) }

    /// The bytes after it.
    func applied(to bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        guard !bytes.isEmpty else { return bytes }
        // The ids at the bytes 18 to 65 are only recorded: what happens there shows nothing.
        var offset = Int(random.number(0...UInt64(bytes.count - 1)))
        if (18..<66).contains(offset) { offset = bytes.count > 66 ? 66 : 0 }
        switch self {
        case .truncation: return bytes.first(offset)
        case .trailing:
            return bytes + [UInt8](repeating: UInt8(random.number(0...255)), count: Int(random.number(1...9)))
        case .bit: return bytes.replacing(offset, bytes[offset] ^ 1 << UInt8(random.number(0...7)))
        case .byte: return bytes.replacing(offset, UInt8(random.number(0...255)))
        case .ones: return Self.filled(bytes, offset, 255)
        case .zeros: return Self.filled(bytes, offset, 0)
        }
    }

    private static func filled(_ bytes: [UInt8], _ offset: Int, _ byte: UInt8) -> [UInt8] {
        var filled = bytes
        for index in offset..<min(offset + 8, bytes.count) { filled[index] = byte }
        return filled
    }
}
