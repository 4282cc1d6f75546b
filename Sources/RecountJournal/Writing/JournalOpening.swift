import RecountKernel
import SystemPackage

/// All that a writer needs to go on from where a journal stands.
struct JournalOpening {
    let directory: JournalDirectory
    let header: JournalHeader
    let hosted: HostedKernel
    let recovery: JournalRecovery?
    let refusedSnapshots: [SnapshotRefusal]
    let head: JournalHead
    let segment: SegmentWriter
    let newestKey: JournalKey?
    let snapshots: SnapshotKeeper?
}

extension Journal {
    /// Makes a journal: the directory if it is not there, and in it the first segment with its header.
    /// All of it is durable when this returns.
    ///
    /// - Parameter access: the last of its keys becomes the journal's.
    /// - Throws: `directoryNotEmpty` if anything is in the directory; `locked`; `kernelUnavailable`;
    ///   `system`, and then nothing is left but perhaps the empty directory.
    public static func create(
        at path: FilePath, settings: JournalSettings, identity: JournalIdentity = .random(), sync: SyncPolicy,
        rotation: RotationPolicy = RotationPolicy(), access: JournalAccess = JournalAccess()
    ) throws(JournalError) -> Journal {
        let key = access.keys.last
        let header = JournalHeader(
            settings: settings, identity: identity, firstSequence: 1, previousChain: .zero, key: key)
        let hosted = try HostedKernel(header)
        let directory = try JournalDirectory.create(path, in: access.fileSystem)
        try directory.lock()
        if let found = try directory.names().first { throw .directoryNotEmpty(path: path.string, found: found) }
        let segment: SegmentWriter
        do throws(JournalError) {
            segment = try SegmentWriter(creating: header, key, in: directory)
            try directory.syncParent()
        } catch {
            // A segment without a whole header would only stand in the way of the next attempt.
            try? directory.remove(SequenceName(.segment, 1))
            throw error
        }
        let opening = JournalOpening(
            directory: directory, header: header, hosted: hosted, recovery: nil, refusedSnapshots: [],
            head: JournalHead(sequence: 0, chain: segment.chain), segment: segment, newestKey: key,
            snapshots: rotation.keeper(in: directory, header, TreeFrontier(), []))
        return Journal(opening, syncPolicy: sync, rotation: rotation)
    }

    /// Opens a journal for writing: takes the lock, begins with the newest good snapshot, replays every record after
    /// it and compares each decision, then cuts a torn tail. What it returns is durable. O(snapshot + records after it).
    ///
    /// A tail is torn only if no valid frame follows it and it shows that it was never wholly written:
    /// the last batch is incomplete; or it is invalid and more of its sectors are all zero than its
    /// header states; or its frame header, or all of the batch in a sector of its frame header, is
    /// zero. A last segment with no more than an incomplete or zero header is removed, unless it is the
    /// only one: that journal was never finished and cannot be opened. All other damage is refused.
    ///
    /// - Throws: what is wrong and where; nothing was changed then, unless it is `system`. `shortened` if the journal
    ///   ends before one of its snapshots.
    public static func open(
        at path: FilePath, sync: SyncPolicy, rotation: RotationPolicy = RotationPolicy(),
        access: JournalAccess = JournalAccess()
    ) throws(JournalError) -> Journal {
        let directory = try JournalDirectory(path, in: access.fileSystem)
        try directory.lock()
        let start = try JournalReplay(JournalFiles(directory, access), from: .newestSnapshot)
        var keeper = rotation.keeper(in: directory, start.reader.header, start.frontier, start.refusals)
        let recovery = try replay(start, keeper: &keeper)
        let reader = start.reader
        try reader.checkSnapshotsAreCovered()
        try removePartialFiles(in: directory)
        let file = try directory.open(reader.segment.name, .readWrite)
        try recovery?.carryOut(in: directory, on: file)
        // A process that died between write and sync left whole batches that are not yet durable. One whose sync failed
        // left its last batch, or its last header, perhaps in the cache alone and marked as written.
        try file.rewrite(reader.segment.lastRange)
        try file.sync()
        try directory.sync()
        // Whoever made it may have died before its own name was durable.
        if reader.head.sequence == 0 { try directory.syncParent() }
        let opening = JournalOpening(
            directory: directory, header: reader.header, hosted: start.hosted, recovery: recovery,
            refusedSnapshots: start.refusals, head: reader.head, segment: SegmentWriter(reader.segment, file),
            newestKey: access.keys.last, snapshots: keeper)
        return Journal(opening, syncPolicy: sync, rotation: rotation)
    }

    /// - Returns: what is to be taken away at the end; nil if nothing is.
    private static func replay(
        _ start: JournalReplay, keeper: inout SnapshotKeeper?
    ) throws(JournalError) -> JournalRecovery? {
        let replay = Replay(start.hosted)
        let batches = ReadAhead(start.reader)
        while true {
            let next: ReadAhead.Next
            do throws(JournalError) {
                next = try batches.next()
            } catch {
                return try TailInspection(start.reader).recovery(from: error)
            }
            switch next {
            case .end(let reader): return try TailInspection(reader).recovery()
            case .batch(let batch):
                try replay.check(batch)
                for position in 0..<batch.count { keeper?.append(batch[position].stamp) }
            }
        }
    }

    /// Removes what a writer left that died while it wrote a snapshot or made a segment anew.
    private static func removePartialFiles(in directory: JournalDirectory) throws(JournalError) {
        let archive = JournalContents.archiveRecord + JournalContents.partialSuffix
        for name in try directory.contents().partialFiles where name != archive { try directory.remove(name) }
    }
}

extension RotationPolicy {
    fileprivate func keeper(
        in directory: JournalDirectory, _ header: JournalHeader, _ frontier: TreeFrontier,
        _ refusals: [SnapshotRefusal]
    ) -> SnapshotKeeper? {
        switch snapshots {
        case .never: nil
        case .everySegment:
            SnapshotKeeper(
                directory, journalID: header.identity.journalID, frontier: frontier, refusals: refusals)
        }
    }
}
