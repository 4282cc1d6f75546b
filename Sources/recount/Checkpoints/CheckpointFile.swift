import RecountReplay

/// A checkpoint's file, read and checked.
struct CheckpointFile {
    let path: String
    let checkpoint: Checkpoint

    /// Reads a checkpoint that must be signed by a trusted key.
    init(_ path: String, _ trusted: TrustedKeys) throws(Failure) {
        try self.init(path, keys: try trusted.keys)
    }

    /// Reads a checkpoint that must be signed by one of some keys.
    init(_ path: String, keys: [NoteVerificationKey]) throws(Failure) {
        self.path = path
        checkpoint = try Self.read(path) { note throws(CheckpointError) in try Checkpoint(opening: note, with: keys) }
    }

    /// Reads a checkpoint whoever has signed it.
    init(unverified path: String) throws(Failure) {
        self.path = path
        checkpoint = try Self.read(path) { note throws(CheckpointError) in try Checkpoint(unverified: note) }
    }

    /// Demands that two checkpoints are of one journal, the older first.
    static func demandOrder(_ older: CheckpointFile, _ newer: CheckpointFile) throws(Failure) {
        let (first, second) = (older.checkpoint, newer.checkpoint)
        guard first.origin == second.origin else {
            throw Failure(
                .wrongInput,
                "\(older.path) is of \(first.origin) and \(newer.path) of \(second.origin); give two of one journal")
        }
        guard first.head.size <= second.head.size else {
            throw Failure(
                .wrongInput,
                "\(older.path) is of \(first.head.size) records and \(newer.path) only of \(second.head.size); "
                    + "give the older one with --from")
        }
    }

    private static func read(
        _ path: String, _ open: ([UInt8]) throws(CheckpointError) -> Checkpoint
    ) throws(Failure) -> Checkpoint {
        let note = try InputFile.bytes(of: path, limit: SignedNote.maximumByteCount)
        do throws(CheckpointError) {
            return try open(note)
        } catch {
            throw Failure(error.isMalformed ? .wrongInput : .auditFailed, "\(path): \(error)")
        }
    }
}
