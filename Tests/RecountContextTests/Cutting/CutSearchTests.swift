import RecountTestSupport
import Testing

@testable import RecountContext

/// Where texts may end early.
@Suite struct CutSearchTests {
    @Test func nothingIsCutOffNothing() {
        for text in ["", "a", "é", "漢", "😀"] {
            #expect(CutSearch.byteOffsets(in: text).isEmpty, "\(text)")
        }
        #expect(CutSearch.byteOffsets(in: "ab") == [1])
        #expect(CutSearch.byteOffsets(in: "éé") == [2])
    }

    @Test func longTextHasEightEvenCuts() {
        let text = String(repeating: "x", count: 9_000)
        #expect(CutSearch.byteOffsets(in: text) == (1...8).map { $0 * 1_000 })
        let short = String(repeating: "x", count: 128)
        #expect(CutSearch.byteOffsets(in: short) == [32, 64, 96])
        #expect(CutSearch.byteOffsets(in: String(repeating: "x", count: 95)) == [47])
    }

    /// In each stretch a sentence end far from its middle wins over word ends near it.
    @Test func sentenceEndsWinOverWordEndsOverCharacters() {
        let piece = "aaaa bbbb cccc dddd eeee ffff gggg hhhh. iiii jjjj kkkk llll mmmm nnnn oooo pppp qqqq rrrr "
        let text = String(repeating: piece, count: 9)
        let offsets = CutSearch.byteOffsets(in: text)
        #expect(offsets.count == 8)
        for offset in offsets { #expect(text.prefix(byteCount: offset).hasSuffix("hhhh."), "\(offset)") }
        let words = text.replacing(".", with: ",")
        for offset in CutSearch.byteOffsets(in: words) {
            let (before, after) = (words.prefix(byteCount: offset), words.utf8.dropFirst(offset).first)
            #expect(before.hasSuffix(" ") == false && after == UInt8(ascii: " "), "\(offset)")
        }
    }

    @Test func chineseEndsAtItsSentences() {
        let sentence = "今天的会议讨论了新的预算方案，大家都同意了。"
        let text = String(repeating: sentence, count: 30)
        let offsets = CutSearch.byteOffsets(in: text)
        #expect(offsets.count == 8)
        #expect(Set(offsets.map { $0 / sentence.utf8.count }).count == 8)
        for offset in offsets { #expect(offset % sentence.utf8.count == 0, "\(offset)") }
    }

    /// A sentence end far away is left for a word end nearby, so that pieces stay even.
    @Test func reachIsLimited() {
        let half = String(repeating: "word ", count: 20_000)
        let text = half + "end. " + half
        let offsets = CutSearch.byteOffsets(in: text)
        #expect(offsets.count == 8)
        for (index, offset) in offsets.enumerated() {
            #expect(abs(offset - text.utf8.count * (index + 1) / 9) <= 2_048)
            #expect(text.prefix(byteCount: offset).hasSuffix("word"), "\(offset)")
        }
    }

    @Test(arguments: [Texts.family, Texts.flags, "e\u{301}\u{323}", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "क्षि", "각", "\r\n"])
    func clustersAreNotSplit(cluster: String) {
        for lead in 0..<12 {
            let text = String(repeating: "a", count: lead) + String(repeating: cluster, count: 160)
            let offsets = CutSearch.byteOffsets(in: text)
            #expect(offsets.count == 8, "\(lead)")
            #expect(Texts.clusterOffsets(of: text).isSuperset(of: offsets), "\(lead): \(offsets)")
        }
    }

    /// One cluster of 4 000 combining marks: scalars are all that is left.
    @Test func scalarsAreNeverSplit() {
        for mark in ["\u{301}", "\u{20D0}", "\u{1D165}"] {
            for lead in 0..<4 {
                let text = String(repeating: "a", count: lead) + "e" + String(repeating: mark, count: 4_000)
                let offsets = CutSearch.byteOffsets(in: text)
                #expect(offsets.count == 8)
                #expect(Texts.scalarOffsets(of: text).isSuperset(of: offsets))
            }
        }
    }

    @Test func randomTextsEndBetweenClusters() {
        let seed: UInt64 = 0x5eed_0002
        var random = SplitMix64(state: seed)
        for round in 0..<2_000 {
            let text = Texts.random(Int(random.uniform(0...300)), &random)
            let offsets = CutSearch.byteOffsets(in: text)
            let context: Comment = "seed \(seed), round \(round): \(offsets) in \(text.debugDescription)"
            #expect(offsets.count <= 8, context)
            #expect(Self.isSpaced(offsets, text), context)
            #expect(zip(offsets, offsets.dropFirst()).allSatisfy { $0 < $1 }, context)
            #expect(offsets.allSatisfy { $0 > 0 && $0 < text.utf8.count }, context)
            #expect(Texts.scalarOffsets(of: text).isSuperset(of: offsets), context)
            if text.utf8.count > 600 {
                #expect(offsets.count == 8, context)
                #expect(Texts.clusterOffsets(of: text).isSuperset(of: offsets), context)
            }
        }
    }

    /// A text that is long enough for two pieces of 32 bytes is cut into none that is shorter, wherever its best
    /// boundaries stand.
    @Test func noPieceIsShorterThan32Bytes() {
        var counts: Set<Int> = []
        for length in 2...400 {
            for stride in [1, 7, 17, 31, 33, 49] {
                var text = ""
                while text.utf8.count < length { text += String(repeating: "x", count: stride) + ". " }
                text = String(text.prefix(length))
                let offsets = CutSearch.byteOffsets(in: text)
                counts.insert(offsets.count)
                #expect(!offsets.isEmpty && Self.isSpaced(offsets, text), "\(length), \(stride): \(offsets)")
            }
        }
        #expect(counts == Set(1...8))
    }

    private static func isSpaced(_ offsets: [Int], _ text: String) -> Bool {
        let least = text.utf8.count < 64 ? 1 : 32
        return zip([0] + offsets, offsets + [text.utf8.count]).allSatisfy { $1 - $0 >= least || offsets.isEmpty }
    }

    /// A run of flags is of two halves each from its start on, however far away that is.
    @Test func longRunsOfFlagsAreNotSplit() {
        for lead in ["", "a", "🇩", "\u{1F1E6}\u{301}"] {
            let text = lead + String(repeating: "🇩🇪", count: 20_001) + "."
            let offsets = CutSearch.byteOffsets(in: text)
            #expect(offsets.count == 8, "\(lead)")
            #expect(Texts.clusterOffsets(of: text).isSuperset(of: offsets), "\(lead): \(offsets)")
        }
    }

    /// Clusters up to the reach are seen whole; of longer ones no more is walked than that.
    @Test func hugeClustersAreCutBetweenScalars() {
        let emoji = "👩" + String(repeating: "\u{200D}👩", count: 250)
        for text in [String(repeating: emoji + " ", count: 60), "a" + String(repeating: emoji, count: 60)] {
            let offsets = CutSearch.byteOffsets(in: text)
            #expect(offsets.count == 8)
            #expect(Texts.clusterOffsets(of: text).isSuperset(of: offsets), "\(offsets)")
        }
        let huge = "e" + String(repeating: "\u{301}", count: 2_000_000)
        let offsets = CutSearch.byteOffsets(in: huge)
        #expect(offsets.count == 8 && offsets.allSatisfy { $0 % 2 == 1 }, "\(offsets)")
    }

    /// The best boundary of each stretch, by reading the whole text from its start.
    @Test func searchAgreesWithAReadingOfTheWholeText() {
        let seed: UInt64 = 0x5eed_0003
        var random = SplitMix64(state: seed)
        for round in 0..<500 {
            let text = Texts.random(Int(random.uniform(200...600)), &random)
            let offsets = CutSearch.byteOffsets(in: text)
            let reference = Self.reference(text)
            // A sentence may end in marks that close what began before the stretch: then only the class
            // of the boundary differs, so every offset is one that the reference would also allow.
            let agreeing = zip(offsets, reference).count { $0 == $1 }
            #expect(offsets.count == reference.count, "seed \(seed), round \(round)")
            #expect(agreeing >= 7, "seed \(seed), round \(round): \(offsets), \(reference)")
        }
    }

    private static func reference(_ text: String) -> [Int] {
        var boundaries: [(offset: Int, boundary: Boundary)] = []
        var reader = BoundaryReader()
        var offset = 0
        let characters = Array(text)
        for (character, next) in zip(characters, characters.dropFirst()) {
            reader.read(CharacterRole(character.unicodeScalars.first!))
            offset += character.utf8.count
            boundaries.append((offset, reader.boundary(before: CharacterRole(next.unicodeScalars.first!))))
        }
        let byteCount = text.utf8.count
        let count = min(8, max(1, byteCount / 32 - 1))
        let reach = min(byteCount / (2 * (count + 1)), 2_048)
        var result: [Int] = []
        for position in 1...count {
            let target = byteCount * position / (count + 1)
            let least = byteCount < 64 ? 1 : 32
            let stretch = boundaries.filter {
                abs($0.offset - target) <= reach && $0.offset >= (result.last ?? 0) + least
                    && $0.offset <= byteCount - least
            }
            guard let top = stretch.map(\.boundary).max() else { continue }
            let best = stretch.filter { $0.boundary == top }.min { abs($0.offset - target) < abs($1.offset - target) }
            result.append(best!.offset)
        }
        return result
    }
}
