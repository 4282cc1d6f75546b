import RecountDigest
import RecountJSON
import RecountKernel

/// How many leaves an RFC 6962 tree has and what its root is: all that a proof is checked against.
public struct TreeHead: Equatable, Sendable {
    /// How many leaves the tree has: the sequence of the last record.
    public let size: UInt64
    /// The tree's root.
    public let root: TreeHash

    /// Makes a head.
    public init(size: UInt64, root: TreeHash) {
        self.size = size
        self.root = root
    }
}

extension TreeHash {
    /// Makes a hash of 64 hexadecimal digits.
    ///
    /// - Returns: nil if the text is anything else.
    public init?(hexadecimal text: String) {
        guard let bytes = Digest(hexadecimal: text) else { return nil }
        self.init(words: bytes.words)
    }

    /// The 64 lower-case hexadecimal digits, first byte first.
    public var hexadecimal: String { Digest(words: words).hexadecimal }
}
