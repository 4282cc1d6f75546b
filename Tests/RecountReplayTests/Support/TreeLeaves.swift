import RecountDigest
import RecountJournal
import RecountKernel
import RecountTestSupport

@testable import RecountReplay

/// Leaves and trees that several tests share.
enum TreeLeaves {
    static let count = 64

    /// Stamps that look like none of the others.
    static let stamps = (1...UInt64(count)).map { number in
        Digest(words: [number, ~number, number &* 0x9e37_79b9_7f4a_7c15, 1 &<< (number % 64)])
    }
    static let hashes = stamps.map { TreeHash(ofStamp: $0) }
    static let reference = ReferenceTree(leaves: hashes, empty: .emptyTree) { TreeHash(left: $0, right: $1) }

    static func head(_ size: Int) -> TreeHead { TreeHead(size: UInt64(size), root: reference.root(0..<size)) }

    /// The frontier of the first leaves.
    static func frontier(_ size: Int) -> TreeFrontier {
        var frontier = TreeFrontier()
        for leaf in hashes[..<size] { frontier.append(leaf) }
        return frontier
    }

    /// The proof that leaf `index` is in the tree of the first `size`, by its definition.
    static func inclusion(_ index: Int, _ size: Int) throws -> InclusionProof {
        try InclusionProof(
            record: UInt64(index) + 1, treeSize: UInt64(size), hashes: reference.path(to: index, in: 0..<size))
    }

    /// The proof that the tree of `newer` leaves begins with that of `older`, by its definition.
    static func consistency(_ older: Int, _ newer: Int) throws -> ConsistencyProof {
        try ConsistencyProof(
            olderSize: UInt64(older), newerSize: UInt64(newer), hashes: reference.consistency(from: older, to: newer))
    }
}

extension TreeHash {
    /// The hash with one bit flipped.
    func flipping(_ bit: Int) -> TreeHash {
        var words = words
        words[bit / 64] ^= 1 << UInt64(bit % 64)
        return TreeHash(words: words)
    }
}

extension Digest {
    /// The digest with one bit flipped.
    func flipping(_ bit: Int) -> Digest {
        var words = words
        words[bit / 64] ^= 1 << UInt64(bit % 64)
        return Digest(words: words)
    }
}
