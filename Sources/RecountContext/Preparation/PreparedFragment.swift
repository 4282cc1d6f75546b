import RecountKernel

/// A fragment with its tokens, its digest and the places where it may end early.
public struct PreparedFragment: Sendable {
    /// What the host said of it.
    public let document: FragmentDocument
    /// Tokens of the whole text, estimated or counted.
    public let tokens: UInt32
    /// Where it may end early, ascending in tokens and in bytes; empty if it must be whole.
    public let cutPoints: [CutPoint]
    /// Digest of its text, its cut points and the document's separator, in the domain `recount.content`.
    public let contentDigest: Digest

    /// Counts and digests a fragment. O(bytes).
    init(
        _ document: FragmentDocument, estimate: TokenEstimate, digester: ContentDigester
    ) throws(ContextError) {
        var document = document
        // Offsets in the UTF-8 are found in constant time from here on.
        document.text.makeContiguousUTF8()
        switch document.count {
        case .estimated:
            let byteCount = document.text.utf8.count
            guard let tokens = estimate.tokens(ofByteCount: byteCount) else {
                throw ContextError(.tooManyTokens(byteCount: byteCount), in: .fragment(document.id))
            }
            self.tokens = tokens
            cutPoints =
                document.mayEndEarly ? Self.estimatedCutPoints(of: document.text, tokens, estimate) : []
        case .counted(let tokens, let points):
            try Self.check(points, of: document, tokens)
            self.tokens = tokens
            cutPoints = document.mayEndEarly ? points : []
        }
        contentDigest = digester.digest(of: document.text, cutPoints: cutPoints)
        self.document = document
    }

    /// What the kernel sees of it.
    var fragment: Fragment {
        var fragment = Fragment(
            id: document.id, section: document.section, tokens: tokens, contentDigest: contentDigest)
        fragment.priority = document.priority
        fragment.order = document.order
        fragment.necessity = document.necessity
        fragment.divisibility = document.divisibility
        fragment.stability = document.stability
        fragment.group = document.group
        for point in cutPoints { fragment.cutPoints.append(point.tokens) }
        return fragment
    }

    /// How many bytes of the text stand in a window that keeps so many of its tokens.
    ///
    /// - Returns: nil if no form of the fragment has so many.
    func byteCount(of outcome: WindowEntry.Outcome, keptTokens: UInt32) -> Int? {
        switch outcome {
        case .included: keptTokens == tokens ? document.text.utf8.count : nil
        case .truncated: cutPoints.first { $0.tokens == keptTokens }?.byteOffset
        case .excluded: keptTokens == 0 ? 0 : nil
        }
    }

    /// The places in a text where it may end early, without those that the estimate cannot tell apart.
    private static func estimatedCutPoints(
        of text: String, _ wholeTokens: UInt32, _ estimate: TokenEstimate
    ) -> [CutPoint] {
        var points: [CutPoint] = []
        for offset in CutSearch.byteOffsets(in: text) {
            guard let tokens = estimate.tokens(ofByteCount: offset) else {
                preconditionFailure("a part has no more tokens than the whole, which was counted")
            }
            if tokens > points.last?.tokens ?? 0, tokens < wholeTokens {
                points.append(CutPoint(tokens: tokens, byteOffset: offset))
            }
        }
        return points
    }

    private static func check(
        _ points: [CutPoint], of document: FragmentDocument, _ wholeTokens: UInt32
    ) throws(ContextError) {
        let place = ContextError.Place.fragment(document.id)
        guard points.count <= Int(Fragment.maximumCutCount) else {
            throw ContextError(.tooManyCutPoints(count: points.count), in: place)
        }
        var previous = CutPoint(tokens: 0, byteOffset: 0)
        for (position, point) in points.enumerated() {
            guard point.tokens > previous.tokens, point.tokens < wholeTokens else {
                throw ContextError(.cutTokensOutOfOrder(position: position), in: place)
            }
            guard point.byteOffset > previous.byteOffset, point.byteOffset < document.text.utf8.count else {
                throw ContextError(.cutOffsetOutOfOrder(position: position), in: place)
            }
            guard document.text.isScalarBoundary(atByteOffset: point.byteOffset) else {
                throw ContextError(.cutInsideScalar(position: position), in: place)
            }
            previous = point
        }
    }
}
