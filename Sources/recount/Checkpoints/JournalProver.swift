import RecountDigest
import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// Makes proofs from a journal, each by one reading, and none for a checkpoint that the journal does not contain.
struct JournalProver {
    private let journal: String
    private let access: JournalAccess

    init(_ journal: String, _ access: JournalAccess) {
        self.journal = journal
        self.access = access
    }

    /// The proof that a record is among those of a checkpoint.
    func inclusion(ofRecord record: UInt64, under file: CheckpointFile) throws(Failure) -> ProofDocument {
        let head = file.checkpoint.head
        var collector: InclusionProofCollector
        do throws(ProofError) {
            collector = try InclusionProofCollector(record: record, treeSize: head.size)
        } catch {
            throw Failure(
                .wrongInput,
                "--record \(record): \(file.path) is of \(head.size) records, numbered from 1; choose one of those")
        }
        var stamp = Digest.zero
        let tree = try JournalTree.read(FilePath(journal), access, upTo: head.size, label: "proof") {
            if $0.sequence == record { stamp = $0.stamp }
            collector.append($1)
        }
        try demandContained(file, standing(of: tree, to: head))
        guard let proof = collector.proof else { preconditionFailure("every leaf of the tree has passed") }
        return .inclusion(proof, stamp: stamp)
    }

    /// The proof that a checkpoint has all records of an older one at its beginning.
    func consistency(from older: CheckpointFile, to newer: CheckpointFile) throws(Failure) -> ProofDocument {
        try CheckpointFile.demandOrder(older, newer)
        let (olderHead, newerHead) = (older.checkpoint.head, newer.checkpoint.head)
        var collector: ConsistencyProofCollector
        do throws(ProofError) {
            collector = try ConsistencyProofCollector(olderSize: olderHead.size, newerSize: newerHead.size)
        } catch {
            throw Failure(.wrongInput, "\(older.path), \(newer.path): \(error)")
        }
        let tree = try JournalTree.read(
            FilePath(journal), access, upTo: newerHead.size, comparingWith: olderHead, label: "proof"
        ) { collector.append($1) }
        if let standing = tree.standing { try demandContained(older, standing) }
        try demandContained(newer, standing(of: tree, to: newerHead))
        guard let proof = collector.proof else { preconditionFailure("every leaf of the tree has passed") }
        return .consistency(proof)
    }

    private func standing(of tree: JournalTree, to head: TreeHead) -> CheckpointStanding {
        if tree.head == head { return .contained }
        let size = tree.frontier.size
        return size < head.size ? .shortened(lastRecord: size) : .otherHistory(root: tree.head.root)
    }

    private func demandContained(_ file: CheckpointFile, _ standing: CheckpointStanding) throws(Failure) {
        guard standing != .contained else { return }
        throw Failure(
            .auditFailed,
            "\(journal): \(file.path): \(CheckpointReport(file.checkpoint, standing).text); nothing was proven")
    }
}
