import RecountKernel
import Testing

@testable import RecountContext

/// What the digests of fragments cover.
@Suite struct ContentDigestTests {
    /// docs/context.md, "The content digest", byte by byte.
    @Test func layoutIsAsDocumented() throws {
        var document = ContextDocument.of(["four", "héllo"], separator: "--")
        document.fragments[1].divisibility = .truncatable
        document.fragments[1].count = .counted(
            tokens: 300, cutPoints: [CutPoint(tokens: 1, byteOffset: 1), CutPoint(tokens: 299, byteOffset: 5)])
        let fragments = try PreparedContext(document).fragments
        let separator = Self.digest(Array("--".utf8))
        let plain: [UInt8] = [0xFF] + Self.bytes(of: separator) + [0, 0, 0, 0] + Array("four".utf8)
        #expect(fragments[0].contentDigest == Self.digest(plain))
        let cuts: [UInt8] = [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]
        let cut: [UInt8] = [0xFF] + Self.bytes(of: separator) + cuts + Array("héllo".utf8)
        #expect(fragments[1].contentDigest == Self.digest(cut))
    }

    /// Everything that a window shows of a fragment changes its digest; what only chooses it does not.
    @Test func digestCoversWhatIsShown() throws {
        var document = ContextDocument.of(["some text"], separator: " ")
        document.fragments[0].divisibility = .truncatable
        let digest = try Self.contentDigest(document)
        let shown: [(inout ContextDocument) -> Void] = [
            { $0.fragments[0].text = "same text" }, { $0.fragments[0].divisibility = .whole },
            { $0.fragments[0].count = .counted(tokens: 9, cutPoints: [CutPoint(tokens: 4, byteOffset: 5)]) },
            { $0.fragments[0].count = .counted(tokens: 9, cutPoints: []) }, { $0.separator.text = "" },
            { $0.separator.text = "  " }, { $0.fragments[0].group = GroupID(1) },
        ]
        for (number, change) in shown.enumerated() {
            var other = document
            change(&other)
            #expect(try Self.contentDigest(other) != digest, "\(number)")
        }
        let choosing: [(inout ContextDocument) -> Void] = [
            { $0.fragments[0].priority = 7 }, { $0.fragments[0].necessity = .required }, { $0.mode = .greedy },
            { $0.separator.countedTokens = 7 }, { $0.fragments[0].id = FragmentID(8) },
            { $0.fragments[0].count = .counted(tokens: 9, cutPoints: [CutPoint(tokens: 2, byteOffset: 4)]) },
        ]
        for (number, change) in choosing.enumerated() {
            var other = document
            change(&other)
            #expect(try Self.contentDigest(other) == digest, "\(number)")
        }
    }

    private static func contentDigest(_ document: ContextDocument) throws -> Digest {
        try PreparedContext(document).fragments[0].contentDigest
    }

    private static func digest(_ bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { Blake2b.digest($0, in: .content) }
    }

    private static func bytes(of digest: Digest) -> [UInt8] {
        (0..<4).flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: digest.words[word] >> (8 * UInt64($0))) } }
    }
}
