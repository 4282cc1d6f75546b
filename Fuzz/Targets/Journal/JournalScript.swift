import RecountKernel

/// What makes the files of a journal.
struct JournalScript {
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
        /// The journal has a key.
        case key
        /// The next record begins a segment, and the state before it is kept in a snapshot.
        case snapshot
        /// Bytes of the last snapshot's header, from an offset of 16 bits on.
        case forgeSnapshotHeader
        /// Bytes of the last snapshot's frontier, from an offset of 16 bits on.
        case forgeFrontier
        /// Bytes of the last snapshot's state, from an offset of 16 bits on.
        case forgeState
    }

    /// The kinds before those of snapshots.
    static let segmentKindCount = Int(Kind.snapshot.rawValue)

    private let kernel: FuzzedKernel
    private var journal = ForgedJournal()
    private var isForged = false
    private var damages: [(kind: Kind, payload: ArraySlice<UInt8>)] = []
    private var explained: [UInt64] = []

    /// Makes the files and hands them to everything that reads journals.
    static func run(_ input: UnsafeRawBufferPointer) throws(PropertyViolation) -> FuzzTarget.Verdict {
        var script = try JournalScript()
        for step in Script(input).steps(of: Kind.self) { try script.take(step.kind, step.payload) }
        return try script.finish()
    }

    private init() throws(PropertyViolation) {
        kernel = try FuzzedKernel()
    }

    private mutating func take(_ kind: Kind, _ payload: ArraySlice<UInt8>) throws(PropertyViolation) {
        switch kind {
        case .command: try take(command: payload)
        case .closeBatch: journal.closeBatch()
        case .nextSegment: _ = journal.beginSegment()
        case .key: journal.key = ForgedJournal.key
        case .snapshot: try takeSnapshot()
        case .damage, .cut, .append, .removeFile, .renameFile: damages.append((kind, payload))
        case .explain: explained.append(UInt64(payload.integer(UInt8.self)))
        case .body, .forgeBody, .forgeFrame, .forgeHeader, .forgeSnapshotHeader, .forgeFrontier, .forgeState:
            isForged = true
            forge(kind, payload)
        }
    }

    private mutating func take(command bytes: ArraySlice<UInt8>) throws(PropertyViolation) {
        let kernel = kernel
        let bodies = try bytes.withCopiedBytes { (raw) throws(PropertyViolation) -> [[UInt8]] in
            guard let command = try? Command(decoding: raw) else { return [] }
            var bodies: [[UInt8]] = []
            while let step = kernel.kernel.nextConsequence(until: command.header.time) {
                bodies.append(try Answer.recordBody(step, nil))
            }
            guard let step = try kernel.step(command) else {
                throw PropertyViolation("a consequence is due after all were taken")
            }
            return bodies + [try Answer.recordBody(step, command)]
        }
        journal.batch.bodies += bodies
    }

    private mutating func takeSnapshot() throws(PropertyViolation) {
        // Of what was forged there is no state, and of nothing no snapshot.
        guard !isForged, journal.beginSegment() else { return }
        journal.snapshots.append(ForgedSnapshot(sequence: kernel.kernel.sequence, state: try kernel.stateBytes))
    }

    private mutating func forge(_ kind: Kind, _ payload: ArraySlice<UInt8>) {
        var payload = payload
        let offset: Int
        switch kind {
        case .body: offset = 0
        case .forgeFrame: offset = Int(payload.takeInteger(UInt8.self))
        default: offset = Int(payload.takeInteger(UInt16.self))
        }
        let change = ByteChange(offset: offset, bytes: payload)
        switch kind {
        case .forgeHeader: journal.segment.headerChanges.append(change)
        case .forgeSnapshotHeader: journal.changeSnapshot { $0.headerChanges.append(change) }
        case .forgeFrontier: journal.changeSnapshot { $0.frontierChanges.append(change) }
        case .forgeState: journal.changeSnapshot { $0.state.overwrite(at: change.offset, with: change.bytes) }
        default: journal.changeBatch(kind, change)
        }
    }

    private func finish() throws(PropertyViolation) -> FuzzTarget.Verdict {
        var image = journal.files(limits: kernel.kernel.limits)
        for damage in damages { image.damage(damage.kind, damage.payload) }
        guard image.isSmall else { return .refused }
        let judged = JudgedJournal(image, origin: origin, key: journal.key)
        return try judged.judge(explaining: explained)
    }

    /// Without the key, forging a record or a snapshot is no more than damaging it.
    private var origin: JudgedJournal.Origin {
        if isForged, journal.key.isEmpty { return .forged }
        return isForged || !damages.isEmpty ? .damaged : .sound
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

    /// The next record begins a segment.
    ///
    /// - Returns: false if this one has none yet.
    mutating func beginSegment() -> Bool {
        let count = segment.batches.map { UInt64($0.bodies.count) }.reduce(0, +)
        guard count > 0 else { return false }
        segments.append(ForgedSegment(firstSequence: segment.firstSequence + count))
        return true
    }

    /// Forges the open batch.
    mutating func changeBatch(_ kind: JournalScript.Kind, _ change: ByteChange) {
        batch.isForged = true
        switch kind {
        case .body: batch.bodies.append(Array(change.bytes))
        case .forgeFrame: batch.frameChanges.append(change)
        default:
            guard let last = batch.bodies.indices.last else { return }
            batch.bodies[last].overwrite(at: change.offset, with: change.bytes)
        }
    }

    /// Changes the last snapshot, if there is one.
    mutating func changeSnapshot(_ change: (inout ForgedSnapshot) -> Void) {
        guard let last = snapshots.indices.last else { return }
        snapshots[last].isForged = true
        change(&snapshots[last])
    }
}

extension JournalImage {
    /// Damages the files.
    mutating func damage(_ kind: JournalScript.Kind, _ payload: ArraySlice<UInt8>) {
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
}
