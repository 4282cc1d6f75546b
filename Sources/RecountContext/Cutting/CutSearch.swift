import RecountKernel

/// Finds where a text may end early: at the end of a sentence, else of a word, else between two grapheme
/// clusters, else between two Unicode scalars.
///
/// The places aimed at divide the text evenly. To each belongs the stretch of text up to the middle of the
/// way to its neighbours, at most `maximumReach` bytes to either side; the best boundary in it is taken,
/// and of equally good ones the nearest.
struct CutSearch {
    /// No pieces shorter than this are cut off a text that is long enough for two.
    private static let pieceByteCount = 32
    /// How far a boundary may be from the place aimed at, so that pieces stay even and the search short.
    private static let maximumReach = 2_048

    private let text: String
    private let byteCount: Int
    private let reach: Int
    private let count: Int

    /// The offsets in the UTF-8 of a text where it may end early: ascending, above 0, below its end, at
    /// most `Fragment.maximumCutCount`. O(1) in the length of the text, but for grapheme clusters and runs
    /// of flags, which are walked as far as they go.
    static func byteOffsets(in text: String) -> [Int] {
        var search = CutSearch(text)
        return search.run()
    }

    private init(_ text: String) {
        self.text = text
        byteCount = text.utf8.count
        count = min(Int(Fragment.maximumCutCount), max(1, byteCount / Self.pieceByteCount - 1))
        reach = min(byteCount / (2 * (count + 1)), Self.maximumReach)
    }

    private mutating func run() -> [Int] {
        var offsets: [Int] = []
        for position in 1...count {
            // Bound: a text in memory is shorter than 2^59 bytes.
            let target = byteCount * position / (count + 1)
            let lowest = max(target - reach, (offsets.last ?? 0) + 1)
            let highest = min(target + reach, byteCount - 1)
            guard lowest <= highest else { continue }
            let stretch = lowest...highest
            if let offset = characterOffset(in: stretch, near: target) ?? scalarOffset(in: stretch, near: target) {
                offsets.append(offset)
            }
        }
        return offsets
    }

    /// The best boundary between grapheme clusters in a stretch, the nearest of equals, the first of two
    /// that are equally near.
    private func characterOffset(in stretch: ClosedRange<Int>, near target: Int) -> Int? {
        var best: (boundary: Boundary, distance: Int, offset: Int)?
        var reader = BoundaryReader()
        // The cluster before the first boundary in the stretch: an index inside a cluster is rounded
        // down to its start, and what follows it is its end.
        let before = text.utf8.index(text.startIndex, offsetBy: stretch.lowerBound - 1)
        var index = text.index(before: text.index(after: before))
        while true {
            reader.read(CharacterRole(text.unicodeScalars[index]))
            text.formIndex(after: &index)
            let offset = text.utf8.distance(from: text.startIndex, to: index)
            guard offset <= stretch.upperBound else { return best?.offset }
            let boundary = reader.boundary(before: CharacterRole(text.unicodeScalars[index]))
            let distance = abs(offset - target)
            if let best, (best.boundary, -best.distance) >= (boundary, -distance) { continue }
            best = (boundary, distance, offset)
        }
    }

    /// The nearest boundary between scalars in a stretch: nil if a scalar fills it.
    private func scalarOffset(in stretch: ClosedRange<Int>, near target: Int) -> Int? {
        for distance in 0...max(target - stretch.lowerBound, stretch.upperBound - target, 0) {
            for offset in [target - distance, target + distance] where stretch.contains(offset) {
                if text.isScalarBoundary(atByteOffset: offset) { return offset }
            }
        }
        return nil
    }
}

extension String {
    /// Whether a scalar starts at an offset in the UTF-8, or the text ends there. O(1) for native strings.
    func isScalarBoundary(atByteOffset offset: Int) -> Bool {
        guard offset < utf8.count else { return offset == utf8.count }
        return utf8[utf8.index(startIndex, offsetBy: offset)] & 0xC0 != 0x80
    }
}
