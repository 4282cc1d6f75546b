/// Why a proof proves nothing. Each description is the end of a sentence that begins with what was to be
/// proven.
public enum ProofError: Error, Equatable, Sendable {
    /// The tree has no such record: they are numbered from 1 to its size.
    case noSuchRecord(record: UInt64, treeSize: UInt64)
    /// The tree that should come first has more leaves.
    case wrongOrder(olderSize: UInt64, newerSize: UInt64)
    /// A proof of these numbers has another count of hashes.
    case wrongHashCount(expected: Int, found: Int)
    /// The proof is about a tree of another size than the head it is checked against.
    case otherSize(proven: UInt64, given: UInt64)
    /// The hashes do not lead from the leaf to the root.
    case notIncluded
    /// The hashes lead to another root of the older tree.
    case otherOlderTree
    /// The hashes lead from the older tree to another root of the newer one.
    case otherNewerTree
}

extension ProofError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .noSuchRecord(let record, let treeSize): "there is no record \(record) among \(treeSize)"
        case .wrongOrder(let olderSize, let newerSize):
            "the older tree has \(olderSize) records and the newer one only \(newerSize)"
        case .wrongHashCount(let expected, let found):
            "a proof of these numbers has \(expected) hashes, this one \(found)"
        case .otherSize(let proven, let given): "the proof is of \(proven) records, the checkpoint of \(given)"
        case .notIncluded: "the hashes do not lead from the record's stamp to the checkpoint's root"
        case .otherOlderTree: "the hashes do not lead to the root of the older checkpoint"
        case .otherNewerTree: "the hashes do not lead from the older checkpoint to the root of the newer one"
        }
    }
}
