import RecountJSON
import RecountReplay

/// How a journal stands to a checkpoint, for people and for programs.
struct CheckpointReport {
    private let checkpoint: Checkpoint
    private let standing: CheckpointStanding?

    /// - Parameter standing: nil if the journal could not be read that far.
    init(_ checkpoint: Checkpoint, _ standing: CheckpointStanding?) {
        self.checkpoint = checkpoint
        self.standing = standing
    }

    /// One line. Numbers have no group separators: they are compared with those in files.
    var text: String {
        let size = checkpoint.head.size
        let name = "the checkpoint of \(checkpoint.origin) with \(size) records"
        return switch standing {
        case .contained: "the journal contains \(name): it begins with those records"
        case .shortened(let lastRecord):
            "the journal ends at record \(lastRecord), before \(name) does: its tail was cut off"
        case .otherHistory(let root):
            "the journal's first \(size) records are not those of \(name): it was changed or forked; their root is "
                + "\(root.hexadecimal), the checkpoint's \(checkpoint.head.root.hexadecimal)"
        case nil: "\(name) was not reached: the journal is not right before its last record"
        }
    }

    /// The member `checkpoint` of the object that is open.
    func write(to fields: inout JSONFieldWriter) {
        fields.beginGroup("checkpoint")
        fields.text("origin", checkpoint.origin.text)
        fields.unsigned("size", checkpoint.head.size)
        fields.text("root", checkpoint.head.root.hexadecimal)
        switch standing {
        case .contained: fields.label("standing", "contained")
        case .shortened: fields.label("standing", "shortened")
        case .otherHistory: fields.label("standing", "other_history")
        case nil: fields.absent("standing")
        }
        fields.endGroup()
    }
}
