import RecountDigest
import RecountReplay

extension FuzzTarget {
    /// Statements of tenants. What is read is written the same, and never believed under a checkpoint of a tree
    /// that has none of its records.
    static let statement = FuzzTarget("statement") { input throws(PropertyViolation) in
        let bytes = Array(input)
        guard let statement = try? Statement(parsing: bytes) else { return .refused }
        try require(statement.json == bytes, "a statement is written otherwise than it was read")
        let root = TreeHash(words: [statement.checkpointSize, 1, 2, 3])
        guard let key = Ed25519PrivateKey(seed: [UInt8](repeating: 7, count: Ed25519PrivateKey.seedByteCount)) else {
            throw PropertyViolation("a seed makes no key")
        }
        let head = TreeHead(size: statement.checkpointSize, root: root)
        let note = Checkpoint.sign(head, with: NoteSigningKey(name: statement.journal, key: key)).bytes
        guard let checkpoint = try? Checkpoint(unverified: note) else {
            throw PropertyViolation("a checkpoint is not read that was signed")
        }
        try require(
            (try? StatementCheck(statement, under: checkpoint)) == nil, "a statement holds that nobody committed to")
        return .accepted
    }
}
