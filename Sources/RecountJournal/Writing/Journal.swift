import RecountKernel
import SystemPackage

/// A journal that is open for writing, with the kernel that its records led to.
///
/// One owner uses it, one call at a time; a lock on the directory keeps other writers out. Each step
/// is encoded and stamped into a batch. A batch is written at once, synced, and only then
/// acknowledged; the next is not written before. Act on a step only once `acknowledgedSequence` has
/// reached it.
///
/// If anything fails after a step was taken, the kernel is ahead of the journal: it is then poisoned
/// and refuses everything. Reopening replays what is durable. A failed sync is never retried: the
/// system may have dropped what it could not write, and a second sync would hide that.
///
/// Letting go of a journal without `close()` drops the open batch, of which nothing was acknowledged.
public final class Journal {
    /// The journal's directory.
    public let path: FilePath
    /// The header of the segment that opening began to read with.
    public let header: JournalHeader
    /// What opening took away; nil if the journal ended with a whole batch, or is new.
    public let recovery: JournalRecovery?
    /// Snapshots that opening passed over because they are damaged.
    public let refusedSnapshots: [SnapshotRefusal]
    /// Why the last snapshot could not be written; nil if it could. The records are safe without it.
    public private(set) var snapshotFailure: JournalError?
    /// When batches close.
    public let syncPolicy: SyncPolicy
    /// When segments end.
    public let rotation: RotationPolicy
    /// The sequence of the last record that is durable (with `SyncPolicy.never`: written); 0 before the first.
    public private(set) var acknowledgedSequence: UInt64
    /// The last record that is in a written batch and the chain value after that batch.
    public private(set) var head: JournalHead

    /// The kernel, for queries. Its state includes steps that are not acknowledged yet.
    public var kernel: Kernel {
        unsafeAddress { UnsafePointer(hosted.place) }
    }

    private enum Condition { case open, poisoned, closed }

    private let hosted: HostedKernel
    /// Holds the lock.
    private var directory: JournalDirectory?
    private var segment: SegmentWriter?
    /// The key of the next segment.
    private let newestKey: JournalKey?
    private var snapshots: SnapshotKeeper?
    private let batch = BatchBuffer()
    private let schedule: BatchSchedule
    private var condition = Condition.open

    /// Takes over an opened directory; everything up to `offset` is durable.
    init(_ opening: JournalOpening, syncPolicy: SyncPolicy, rotation: RotationPolicy) {
        path = opening.directory.path
        header = opening.header
        recovery = opening.recovery
        refusedSnapshots = opening.refusedSnapshots
        self.syncPolicy = syncPolicy
        self.rotation = rotation
        acknowledgedSequence = opening.head.sequence
        head = opening.head
        hosted = opening.hosted
        directory = opening.directory
        segment = opening.segment
        newestKey = opening.newestKey
        snapshots = opening.snapshots
        schedule = BatchSchedule(syncPolicy)
    }

    /// Takes everything that is due by the command's time, then the command, each as a record of the
    /// open batch, and closes the batch if the policy says so. O(step + bytes of the record).
    ///
    /// - Parameter consequence: gets each consequence before the command's step is taken. It must not
    ///   use the journal.
    /// - Returns: the command's step. A window in it is borrowed until the kernel's next step.
    /// - Throws: `malformedCommand` and `commandTooLarge` with nothing changed; `poisoned` or `closed`
    ///   if the journal is; `system`, which poisons it.
    public func submit(
        _ command: Command, consequence: (Step) -> Void = { _ in }
    ) throws(JournalError) -> Step {
        try checkOpen()
        let limit = try Self.recordByteCountLimit(of: command)
        try makeRoom(limit)
        let step: Step
        do throws(StepError) {
            step = try hosted.kernel.step(command)
        } catch {
            step = try takeConsequences(before: command, error, consequence, limit)
        }
        batch.append(step, command: command, byteCountLimit: limit)
        try closeBatchIfDue()
        return step
    }

    /// Closes the open batch, if it has a record: afterwards every step is acknowledged.
    ///
    /// - Throws: `poisoned` or `closed` if the journal is; `system`, which poisons it.
    public func flush() throws(JournalError) {
        try checkOpen()
        if !batch.isEmpty { try closeBatch() }
    }

    /// Flushes, then begins a new segment with the newest key, and writes a snapshot if the policy keeps any. A
    /// segment that has no record yet goes on, or is made anew if its key is another.
    ///
    /// - Throws: `poisoned` or `closed` if the journal is; `system`, which poisons it unless only the snapshot failed.
    public func rotate() throws(JournalError) {
        try flush()
        guard let segment else { preconditionFailure("an open journal has a segment") }
        if segment.hasRecords {
            try beginSegment()
        } else {
            if segment.key.id != newestKey.id { try replaceSegment(segment) }
            writeSnapshot()
        }
        if let snapshotFailure { throw snapshotFailure }
    }

    /// Flushes, then gives up the lock. A poisoned journal only gives up the lock. Nothing more can be done with it.
    ///
    /// - Throws: `system` if flushing fails; the lock is given up all the same.
    public func close() throws(JournalError) {
        defer {
            condition = .closed
            segment = nil
            snapshots = nil
            directory = nil
        }
        if condition == .open { try flush() }
    }

    private func checkOpen() throws(JournalError) {
        switch condition {
        case .open: return
        case .poisoned: throw .poisoned
        case .closed: throw .closed
        }
    }

    /// Takes the consequences that stand in a command's way, then its step.
    ///
    /// - Parameter error: why the step was not taken.
    private func takeConsequences(
        before command: Command, _ error: StepError, _ consequence: (Step) -> Void, _ byteCountLimit: Int
    ) throws(JournalError) -> Step {
        if case .malformed(let code) = error { throw .malformedCommand(code) }
        try takeConsequences(until: command.header.time, consequence)
        try makeRoom(byteCountLimit)
        do throws(StepError) {
            return try hosted.kernel.step(command)
        } catch {
            preconditionFailure("every consequence was taken")
        }
    }

    private func takeConsequences(until time: Milliseconds, _ consequence: (Step) -> Void) throws(JournalError) {
        while true {
            try makeRoom(Self.consequenceByteCountLimit)
            guard let step = hosted.kernel.nextConsequence(until: time) else { return }
            batch.append(consequence: step, byteCountLimit: Self.consequenceByteCountLimit)
            try closeBatchIfDue()
            consequence(step)
        }
    }

    private func closeBatchIfDue() throws(JournalError) {
        if schedule.isDue(recordCount: batch.recordCount) { try closeBatch() }
    }

    /// Closes the open batch if a record of so many bytes may not join it.
    private func makeRoom(_ byteCount: Int) throws(JournalError) {
        if !batch.admits(byteCount: byteCount) { try closeBatch() }
    }

    private func closeBatch() throws(JournalError) {
        guard let open = segment else { preconditionFailure("an open journal has a segment") }
        let (bytes, chain) = batch.close(
            at: open.offset, after: open.chain, seed: header.identity.hashSeed, key: open.key)
        try poisoning { () throws(JournalError) in
            try segment?.append(bytes, chain: chain)
            if syncPolicy != .never { try segment?.sync() }
        }
        head = JournalHead(sequence: batch.lastSequence, chain: chain)
        acknowledgedSequence = head.sequence
        snapshots?.append(batch.recordStamps)
        batch.clear()
        if let segment, segment.offset >= rotation.segmentByteCount { try beginSegment() }
    }

    /// Ends the open segment, everything in it durable, and begins the next one.
    private func beginSegment() throws(JournalError) {
        guard let directory, let ended = segment else { preconditionFailure("an open journal has a segment") }
        let next = JournalHeader(
            settings: ended.header.settings, identity: ended.header.identity, firstSequence: head.sequence + 1,
            previousChain: head.chain, key: newestKey)
        try poisoning { () throws(JournalError) in
            if syncPolicy == .never { try ended.sync() }
            segment = try SegmentWriter(creating: next, newestKey, in: directory)
        }
        writeSnapshot()
    }

    /// Makes a segment without records anew, with the newest key.
    private func replaceSegment(_ segment: SegmentWriter) throws(JournalError) {
        guard let directory else { preconditionFailure("an open journal has a directory") }
        let header = JournalHeader(
            settings: segment.header.settings, identity: segment.header.identity,
            firstSequence: segment.header.firstSequence, previousChain: segment.header.previousChain, key: newestKey)
        try poisoning { () throws(JournalError) in
            self.segment = try SegmentWriter(replacingWith: header, newestKey, in: directory)
        }
        if head.sequence == 0, let chain = self.segment?.chain { head = JournalHead(sequence: 0, chain: chain) }
    }

    /// Writes a snapshot if the policy keeps any. Its failure leaves the records as safe as they are.
    private func writeSnapshot() {
        snapshotFailure = nil
        do throws(JournalError) {
            try snapshots?.write(hosted.kernel, head: head, key: segment?.key)
        } catch {
            snapshotFailure = error
        }
    }

    /// Does what leaves the kernel ahead of the journal if it fails.
    private func poisoning(_ body: () throws(JournalError) -> Void) throws(JournalError) {
        do throws(JournalError) {
            try body()
        } catch {
            condition = .poisoned
            throw error
        }
    }

    private static func recordByteCountLimit(of command: Command) throws(JournalError) -> Int {
        let counts = command.byteCounts
        let limit = byteCountLimit(ofDecision: counts.decisionLimit)
        guard limit + counts.command <= BatchLimits.maximumRecordByteCount else {
            throw .commandTooLarge(
                byteCount: counts.command, maximumByteCount: BatchLimits.maximumRecordByteCount - limit)
        }
        return limit + counts.command
    }

    /// The most bytes of a record without a command.
    private static var consequenceByteCountLimit: Int {
        byteCountLimit(ofDecision: Decision.maximumFixedByteCount)
    }

    /// The most bytes of a record without a command whose decision has at most so many.
    private static func byteCountLimit(ofDecision decisionByteCount: Int) -> Int {
        BatchLimits.recordHeaderByteCount + BatchLimits.minimumBodyByteCount + decisionByteCount
    }
}
