import RecountTestSupport

/// Bits of files that changed on a simulated disk by themselves.
package struct BitRot {
    private struct Flip {
        let file: FileNode
        let offset: Int
        let bits: UInt8
    }

    private let flips: [Flip]

    /// Chooses one to four bytes of files, close to each other or not.
    ///
    /// - Returns: nil if no file has a byte.
    init?(seed: UInt64, in files: [FileNode]) {
        let files = files.filter { !$0.durable.isEmpty }
        guard !files.isEmpty else { return nil }
        var random = SplitMix64(state: seed)
        var flips: [Flip] = []
        for _ in 0..<random.number(1...4) {
            let file = flips.first?.file ?? random.choice(of: files)
            let isNear = random.chance(1, in: 2)
            let start = isNear ? flips.first?.offset ?? Self.offset(in: file, &random) : Self.offset(in: file, &random)
            let offset = min(file.durable.count - 1, start + random.number(0...8))
            flips.append(Flip(file: file, offset: offset, bits: UInt8(1 << random.number(0...7))))
        }
        self.flips = flips
    }

    /// Flips the bits: the first time they rot, the second time they are whole again.
    package func flip() {
        for flip in flips { flip.file.flip(flip.bits, at: flip.offset) }
    }

    /// Mostly anywhere, often in a header, often near the end.
    private static func offset(in file: FileNode, _ random: inout SplitMix64) -> Int {
        let last = file.durable.count - 1
        return switch random.number(0...3) {
        case 0: random.number(0...min(last, 600))
        case 1: random.number(max(0, last - 600)...last)
        default: random.number(0...last)
        }
    }
}
