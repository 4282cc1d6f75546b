import RecountJournal
import RecountKernel

extension FuzzTarget {
    /// A journal of real commands, then forged behind sound checksums, then damaged: reader, verification,
    /// explanation and writer take it or say what is wrong, and what was only damaged is never taken for more
    /// than a beginning of what was written.
    static let segment = FuzzTarget(
        "segment", .script(kindCount: SegmentScript.Kind.allCases.count)
    ) { input throws(PropertyViolation) in
        var script = try SegmentScript()
        for step in Script(input).steps(of: SegmentScript.Kind.self) { try script.take(step.kind, step.payload) }
        return try script.finish()
    }
}

private struct SegmentScript {
    enum Kind: UInt8, CaseIterable {
        /// A command, whose records join the open batch.
        case command
        /// The next record begins a batch.
        case closeBatch
        /// The next record begins a segment.
        case nextSegment
        /// Bytes of the last record's body, from an offset of 16 bits on.
        case forgeBody
        /// The body of a record.
        case body
        /// Bytes of the open batch's frame header, from an offset of 8 bits on.
        case forgeFrame
        /// Bytes of the last segment's header, from an offset of 16 bits on.
        case forgeHeader
        /// Bytes of a file, whose number has 8 bits, from an offset of 32 bits on.
        case damage
        /// A file, whose number has 8 bits, ends at an offset of 32 bits.
        case cut
        /// Bytes behind the last file.
        case append
        /// A file, whose number has 8 bits, is gone.
        case removeFile
        /// A file, whose number has 8 bits, is named by a sequence of 64 bits.
        case renameFile
        /// The record of a sequence of 8 bits is explained.
        case explain
    }

    private let kernel: FuzzedKernel
    private var journal = ForgedJournal()
    private var isForged = false
    private var damages: [(kind: Kind, payload: ArraySlice<UInt8>)] = []
    private var explained: [UInt64] = []

    init() throws(PropertyViolation) {
        kernel = try FuzzedKernel()
    }

    mutating func take(_ kind: Kind, _ payload: ArraySlice<UInt8>) throws(PropertyViolation) {
        var payload = payload
        switch kind {
        case .command: try take(command: payload)
        case .closeBatch: journal.closeBatch()
        case .nextSegment: journal.beginSegment()
        case .body: forge { $0.batch.bodies.append(Array(payload)) }
        case .forgeBody:
            let offset = Int(payload.takeInteger(UInt16.self))
            forge { $0.changeLastBody(ByteChange(offset: offset, bytes: payload)) }
        case .forgeFrame:
            let offset = Int(payload.takeInteger(UInt8.self))
            forge { $0.batch.frameChanges.append(ByteChange(offset: offset, bytes: payload)) }
        case .forgeHeader:
            let offset = Int(payload.takeInteger(UInt16.self))
            forge { $0.segment.headerChanges.append(ByteChange(offset: offset, bytes: payload)) }
        case .damage, .cut, .append, .removeFile, .renameFile: damages.append((kind, payload))
        case .explain: explained.append(UInt64(payload.integer(UInt8.self)))
        }
    }

    private mutating func forge(_ change: (inout ForgedJournal) -> Void) {
        isForged = true
        change(&journal)
    }

    private mutating func take(command bytes: ArraySlice<UInt8>) throws(PropertyViolation) {
        let journal = journal
        self.journal = try bytes.withCopiedBytes { (raw) throws(PropertyViolation) in
            var journal = journal
            guard let command = try? Command(decoding: raw) else { return journal }
            while let step = kernel.kernel.nextConsequence(until: command.header.time) {
                journal.batch.bodies.append(try Answer.recordBody(step, nil))
            }
            guard let step = try kernel.step(command) else {
                throw PropertyViolation("a consequence is due after all were taken")
            }
            journal.batch.bodies.append(try Answer.recordBody(step, command))
            return journal
        }
    }

    func finish() throws(PropertyViolation) -> FuzzTarget.Verdict {
        var (files, heads) = journal.files(limits: kernel.kernel.limits)
        for damage in damages { Self.damage(&files, damage.kind, damage.payload) }
        guard Self.areSmall(files) else { return .refused }
        let judged = JudgedJournal(
            heads: heads, origin: isForged ? .forged : damages.isEmpty ? .sound : .damaged)
        return try judged.judge(files, explaining: explained)
    }

    private static func damage(_ files: inout [ForgedJournal.File], _ kind: Kind, _ payload: ArraySlice<UInt8>) {
        guard let last = files.indices.last else { return }
        var payload = payload
        if kind == .append {
            files[last].bytes += payload
            return
        }
        let file = Int(payload.takeInteger(UInt8.self)) % files.count
        switch kind {
        case .damage: files[file].bytes.overwrite(at: Int(payload.takeInteger(UInt32.self)), with: payload)
        case .cut:
            let count = Int(payload.integer(UInt32.self)) % (files[file].bytes.count + 1)
            files[file].bytes.removeSubrange(count...)
        case .removeFile: files.remove(at: file)
        default: files[file].number = payload.integer()
        }
    }

    /// Whether no kernel of these files takes more memory than an input may.
    private static func areSmall(_ files: [ForgedJournal.File]) -> Bool {
        files.allSatisfy { file in
            guard file.bytes.count >= 112 else { return true }
            let limits = file.bytes.withUnsafeBytes {
                try? KernelLimits(decoding: UnsafeRawBufferPointer(rebasing: $0[48..<112]))
            }
            return limits?.areSmall ?? true
        }
    }
}

extension ForgedJournal {
    /// The last segment.
    var segment: ForgedSegment {
        get { segments[segments.count - 1] }
        set { segments[segments.count - 1] = newValue }
    }

    /// The open batch.
    var batch: ForgedBatch {
        get { segment.batches[segment.batches.count - 1] }
        set { segment.batches[segment.batches.count - 1] = newValue }
    }

    /// The next record begins a batch.
    mutating func closeBatch() {
        if !batch.bodies.isEmpty { segment.batches.append(ForgedBatch()) }
    }

    /// The next record begins a segment, unless this one has none yet.
    mutating func beginSegment() {
        let count = segment.batches.map { UInt64($0.bodies.count) }.reduce(0, +)
        if count > 0 { segments.append(ForgedSegment(firstSequence: segment.firstSequence + count)) }
    }

    /// Changes the body of the last record of the open batch, if it has one.
    mutating func changeLastBody(_ change: ByteChange) {
        guard let last = batch.bodies.indices.last else { return }
        batch.bodies[last].overwrite(at: change.offset, with: change.bytes)
    }
}
