import Crypto

/// A SHA-256 hash in a Merkle tree (RFC 6962, section 2.1): of a leaf, of two subtrees, or of a tree
/// without leaves. 32 bytes, kept as four little-endian words.
///
/// What is hashed begins with a byte that says which of the two it is, so no leaf passes for a node.
public struct TreeHash: Equatable, Sendable, BitwiseCopyable {
    /// Number of bytes of a hash.
    public static let byteCount = 32

    /// The hash of a tree without leaves: that of nothing.
    public static let emptyTree = TreeHash(SHA256().finalize())

    /// Bytes 0…7, 8…15, 16…23 and 24…31, each read as a little-endian integer.
    public let words: InlineArray<4, UInt64>

    /// Makes a hash of its four little-endian words.
    public init(words: InlineArray<4, UInt64>) {
        self.words = words
    }

    /// Makes a hash of its bytes.
    ///
    /// - Precondition: there are 32.
    public init(bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count == Self.byteCount, "a hash has 32 bytes")
        var words = InlineArray<4, UInt64>(repeating: 0)
        for index in 0..<4 {
            words[index] = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        }
        self.words = words
    }

    /// The hash of a leaf. O(count).
    public init(ofLeaf data: UnsafeRawBufferPointer) {
        var function = SHA256(prefix: .leaf)
        function.update(bufferPointer: data)
        self.init(function.finalize())
    }

    /// The hash of a tree of two subtrees. O(1).
    public init(left: TreeHash, right: TreeHash) {
        var function = SHA256(prefix: .node)
        left.withBytes { function.update(bufferPointer: $0) }
        right.withBytes { function.update(bufferPointer: $0) }
        self.init(function.finalize())
    }

    private init(_ digest: SHA256.Digest) {
        self = digest.withUnsafeBytes { TreeHash(bytes: $0) }
    }

    /// Lends the 32 bytes for the time of a call.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        var ordered = words
        for index in 0..<4 { ordered[index] = words[index].littleEndian }
        return withUnsafeBytes(of: ordered, body)
    }

    /// Whether all 32 bytes are equal. Not constant-time: hashes here are no secrets.
    public static func == (left: TreeHash, right: TreeHash) -> Bool {
        (0..<4).allSatisfy { left.words[$0] == right.words[$0] }
    }
}

/// The byte before what is hashed (RFC 6962, section 2.1).
private enum TreeHashPrefix: UInt8 {
    case leaf = 0
    case node = 1
}

extension SHA256 {
    fileprivate init(prefix: TreeHashPrefix) {
        self.init()
        withUnsafeBytes(of: prefix.rawValue) { update(bufferPointer: $0) }
    }
}
