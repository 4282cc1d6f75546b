import RecountDigest
import RecountJournal
import RecountKernel
import RecountReplay

extension FuzzTarget {
    /// Two trees, one of which begins with the other, and a record of both: what the collectors make proves it,
    /// wherever they begin, and with anything changed proves nothing.
    ///
    /// An input is the sizes of both trees, the record and the size of the prefix, 8 bits each, then the place of
    /// the change in 16 bits, and the bytes that are put there.
    static let proof = FuzzTarget("proof") { input throws(PropertyViolation) in
        var payload = ArraySlice(input)
        let sizes = [payload.takeInteger(UInt8.self), payload.takeInteger(UInt8.self)].map { UInt64($0) }.sorted()
        let trees = Trees(older: sizes[0], newer: sizes[1])
        let record = UInt64(payload.takeInteger(UInt8.self))
        let prefixSize = UInt64(payload.takeInteger(UInt8.self))
        let change = ByteChange(offset: Int(payload.takeInteger(UInt16.self)), bytes: payload)
        let isIncluded = try trees.checkInclusion(of: record, after: prefixSize, change)
        let isConsistent = try trees.checkConsistency(after: prefixSize, change)
        return isIncluded || isConsistent ? .accepted : .refused
    }
}

private struct Trees {
    let older: UInt64
    let newer: UInt64
    private let stamps: [Digest]

    init(older: UInt64, newer: UInt64) {
        self.older = older
        self.newer = newer
        stamps = (0..<newer).map { Digest(words: [$0, 4, 5, 6]) }
    }

    private func frontier(_ size: UInt64) -> TreeFrontier {
        var frontier = TreeFrontier()
        for stamp in stamps.prefix(Int(size)) { frontier.append(stamp) }
        return frontier
    }

    private func head(_ size: UInt64) -> TreeHead { TreeHead(size: size, root: frontier(size).root) }

    /// - Returns: false if there is no such record, or it is in the prefix.
    func checkInclusion(
        of record: UInt64, after prefixSize: UInt64, _ change: ByteChange
    ) throws(PropertyViolation) -> Bool {
        let prefix = frontier(prefixSize)
        guard var collector = try? InclusionProofCollector(record: record, treeSize: newer, after: prefix) else {
            try require(
                record < 1 || record > newer || record <= prefix.size, "no proof of record \(record) of \(newer)")
            return false
        }
        for stamp in stamps.dropFirst(Int(prefix.size)) { collector.append(TreeHash(ofStamp: stamp)) }
        let stamp = stamps[Int(record) - 1]
        guard let proof = collector.proof, (try? proof.verify(stamp, in: head(newer))) != nil else {
            throw PropertyViolation("the proof of record \(record) of \(newer) after \(prefix.size) proves nothing")
        }
        let document = ProofDocument.inclusion(proof, stamp: stamp)
        guard case .inclusion(let changed, let other)? = try Self.changed(document, change) else { return true }
        let isProven = (try? changed.verify(other, in: head(newer))) != nil
        try require(
            !isProven || changed.record >= 1 && other == stamps[Int(changed.record) - 1],
            "\(changed) proves that a record is there which is not")
        return true
    }

    /// - Returns: false if the prefix is longer than the older tree.
    func checkConsistency(after prefixSize: UInt64, _ change: ByteChange) throws(PropertyViolation) -> Bool {
        let prefix = frontier(prefixSize)
        let made = try? ConsistencyProofCollector(olderSize: older, newerSize: newer, after: prefix)
        guard var collector = made else {
            try require(prefix.size > older, "no proof from \(older) to \(newer) after \(prefix.size)")
            return false
        }
        for stamp in stamps.dropFirst(Int(prefix.size)) { collector.append(TreeHash(ofStamp: stamp)) }
        guard let proof = collector.proof, (try? proof.verify(from: head(older), to: head(newer))) != nil else {
            throw PropertyViolation("the proof from \(older) to \(newer) after \(prefix.size) proves nothing")
        }
        guard case .consistency(let changed)? = try Self.changed(.consistency(proof), change) else { return true }
        let isProven = (try? changed.verify(from: head(older), to: head(newer))) != nil
        try require(!isProven || changed == proof, "\(changed) proves what \(proof) proves")
        return true
    }

    /// A document with some of its bytes changed; nil if it is none any more.
    private static func changed(
        _ document: ProofDocument, _ change: ByteChange
    ) throws(PropertyViolation) -> ProofDocument? {
        var bytes = document.json
        try require((try? ProofDocument(parsing: bytes)) == document, "a proof does not read as it is written")
        bytes.overwrite(at: change.offset, with: change.bytes)
        return try? ProofDocument(parsing: bytes)
    }
}
