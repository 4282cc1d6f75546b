import RecountJSON
import RecountKernel
import RecountReplay

/// A proof beside the checkpoints that it is checked against.
enum ProofCheck {
    case inclusion(InclusionProof, Digest, CheckpointFile)
    case consistency(ConsistencyProof, older: CheckpointFile, newer: CheckpointFile)

    /// Why the proof does not hold; nil if it does.
    var problem: ProofError? {
        get throws(Failure) {
            switch self {
            case .inclusion(let proof, let stamp, let file):
                do throws(ProofError) { try proof.verify(stamp, in: file.checkpoint.head) } catch { return error }
            case .consistency(let proof, let older, let newer):
                try CheckpointFile.demandOrder(older, newer)
                do throws(ProofError) {
                    try proof.verify(from: older.checkpoint.head, to: newer.checkpoint.head)
                } catch {
                    return error
                }
            }
            return nil
        }
    }

    /// What a proof that holds says.
    var text: String {
        switch self {
        case .inclusion(let proof, let stamp, let file):
            "record \(proof.record) of \(file.checkpoint.origin), with stamp \(stamp.hexadecimal), is among the "
                + "\(proof.treeSize) that \(file.path.printable) was made of"
        case .consistency(let proof, let older, let newer):
            "\(newer.checkpoint.origin) only grew: the \(proof.newerSize) records of \(newer.path.printable) begin with "
                + "the \(proof.olderSize) of \(older.path.printable)"
        }
    }

    /// The result for programs.
    func json(_ problem: ProofError?) -> [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.flag("valid", problem == nil)
        switch self {
        case .inclusion(let proof, let stamp, let file):
            fields.label("proof", "inclusion")
            fields.text("origin", file.checkpoint.origin.text)
            fields.unsigned("record", proof.record)
            fields.digest("stamp", stamp)
            fields.unsigned("tree_size", proof.treeSize)
        case .consistency(let proof, _, let newer):
            fields.label("proof", "consistency")
            fields.text("origin", newer.checkpoint.origin.text)
            fields.unsigned("older_tree_size", proof.olderSize)
            fields.unsigned("newer_tree_size", proof.newerSize)
        }
        if let problem { fields.text("finding", problem.description) } else { fields.absent("finding") }
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }
}
