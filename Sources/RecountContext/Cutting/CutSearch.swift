import RecountKernel

/// Finds where a text may end early: at the end of a sentence, else of a word, else between two grapheme
/// clusters, else between two Unicode scalars.
///
/// The places aimed at divide the text evenly. To each belongs the stretch of text up to the middle of the
/// way to its neighbours, at most `maximumReach` bytes to either side, without what is too close to the place
/// before or to the end; the best boundary in it is taken, and of equally good ones the nearest.
struct CutSearch {
    /// A text that is long enough for two pieces of so many bytes is cut into none that is shorter.
    private static let pieceByteCount = 32
    /// How far a boundary may be from the place aimed at, so that pieces stay even and the search short; and the
    /// longest grapheme cluster that is told apart from a longer one.
    private static let maximumReach = 2_048

    private let text: String
    private let byteCount: Int
    private let reach: Int
    private let count: Int
    private let leastPieceByteCount: Int

    /// The offsets in the UTF-8 of a text where it may end early: ascending, above 0, below its end, at
    /// most `Fragment.maximumCutCount`. O(1) in the length of the text, but for runs of flags, which are
    /// counted as far as they go: every second half ends one.
    static func byteOffsets(in text: String) -> [Int] { CutSearch(text).run() }

    private init(_ text: String) {
        self.text = text
        byteCount = text.utf8.count
        count = min(Int(Fragment.maximumCutCount), max(1, byteCount / Self.pieceByteCount - 1))
        reach = min(byteCount / (2 * (count + 1)), Self.maximumReach)
        leastPieceByteCount = byteCount < 2 * Self.pieceByteCount ? 1 : Self.pieceByteCount
    }

    private func run() -> [Int] {
        var offsets: [Int] = []
        // The last place that is known to be between two grapheme clusters.
        var boundary = 0
        for position in 1...count {
            // Bound: a text in memory is shorter than 2^59 bytes.
            let target = byteCount * position / (count + 1)
            let lowest = max(target - reach, (offsets.last ?? 0) + leastPieceByteCount)
            let highest = min(target + reach, byteCount - leastPieceByteCount)
            guard lowest <= highest else { continue }
            let stretch = lowest...highest
            if let offset = characterOffset(in: stretch, near: target, surroundings(of: stretch, from: boundary)) {
                offsets.append(offset)
                boundary = offset
            } else if let offset = scalarOffset(in: stretch, near: target) {
                offsets.append(offset)
            }
        }
        return offsets
    }

    /// The best boundary between grapheme clusters in a stretch, the nearest of equals, the first of two
    /// that are equally near.
    private func characterOffset(
        in stretch: ClosedRange<Int>, near target: Int, _ surroundings: Range<Int>
    ) -> Int? {
        // A text of its own, so that no cluster is walked beyond it.
        let start = self.text.utf8.index(self.text.startIndex, offsetBy: surroundings.lowerBound)
        let end = self.text.utf8.index(start, offsetBy: surroundings.count)
        let text = String(self.text[start..<end])
        var best: (boundary: Boundary, distance: Int, offset: Int)?
        var reader = BoundaryReader()
        // The cluster before the first boundary in the stretch: an index inside a cluster is rounded
        // down to its start, and what follows it is its end.
        let before = text.utf8.index(text.startIndex, offsetBy: stretch.lowerBound - 1 - surroundings.lowerBound)
        var index = text.index(before: text.index(after: before))
        while true {
            reader.read(CharacterRole(text.unicodeScalars[index]))
            text.formIndex(after: &index)
            let offset = surroundings.lowerBound + text.utf8.distance(from: text.startIndex, to: index)
            guard offset <= stretch.upperBound else { return best?.offset }
            let boundary = reader.boundary(before: CharacterRole(text.unicodeScalars[index]))
            let distance = abs(offset - target)
            if let best, (best.boundary, -best.distance) >= (boundary, -distance) { continue }
            best = (boundary, distance, offset)
        }
    }

    /// The bytes to look at for the grapheme clusters of a stretch: whole scalars, and so many on either side
    /// that every cluster of up to `maximumReach` bytes begins and ends where it does in the whole text.
    ///
    /// - Parameter boundary: a place between two clusters before the stretch.
    private func surroundings(of stretch: ClosedRange<Int>, from boundary: Int) -> Range<Int> {
        var start = max(stretch.lowerBound - 1 - Self.maximumReach, boundary)
        while !text.isScalarBoundary(atByteOffset: start) { start -= 1 }
        // Half a flag at the start would make other flags of all that follow.
        var flagStart = start
        while flagStart > boundary, text.isFlagHalf(endingAtByteOffset: flagStart) { flagStart -= 4 }
        start -= (start - flagStart) % 8
        var end = min(stretch.upperBound + Self.maximumReach, byteCount)
        while !text.isScalarBoundary(atByteOffset: end) { end += 1 }
        return start..<end
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

    /// Whether the scalar that ends at an offset above 0 is a regional indicator, two of which are a flag. O(1) for
    /// native strings.
    func isFlagHalf(endingAtByteOffset offset: Int) -> Bool {
        let end = utf8.index(startIndex, offsetBy: offset)
        return (0x1F1E6...0x1F1FF).contains(unicodeScalars[unicodeScalars.index(before: end)].value)
    }
}
