import RecountKernel

/// Digests the texts of a document's fragments in the domain `recount.content`, each with all that decides
/// what a window shows of it: where it may end early, and the separator before the next.
///
/// Two documents that could render the same window as different texts so never have the same digests. Layout:
/// docs/context.md, "The content digest".
struct ContentDigester {
    /// No UTF-8 text has this byte, so that no digest of a text alone is one of these.
    private static let mark: UInt8 = 0xFF

    private let separatorDigest: Digest

    /// Digests the separator once for all fragments. O(bytes).
    init(separator: String) {
        var separator = separator
        separatorDigest = separator.withUTF8 { Blake2b.digest(UnsafeRawBufferPointer($0), in: .content) }
    }

    /// The digest of a text that may end at the cut points and nowhere else but at its end. O(bytes).
    func digest(of text: String, cutPoints: [CutPoint]) -> Digest {
        var engine = Blake2b(in: .content)
        engine.update(Self.mark)
        engine.update(separatorDigest)
        // Bound: at most `Fragment.maximumCutCount`.
        engine.update(UInt32(truncatingIfNeeded: cutPoints.count))
        for point in cutPoints { engine.update(UInt64(point.byteOffset)) }
        var text = text
        text.withUTF8 { engine.update(UnsafeRawBufferPointer($0)) }
        return engine.finishDigest()
    }
}

extension Blake2b {
    /// Takes an integer, little-endian.
    mutating func update(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { update($0) }
    }
}
