import RecountKernel
import SystemPackage

/// All that a writer needs to go on from where a journal stands.
struct JournalOpening {
    let directory: JournalDirectory
    let header: JournalHeader
    let hosted: HostedKernel
    let recovery: JournalRecovery?
    let head: JournalHead
    var sink: any SegmentSink
    let offset: UInt64
}

extension Journal {
    /// Makes a journal: the directory if it is not there, and in it the first segment with its header.
    /// All of it is durable when this returns.
    ///
    /// - Throws: `directoryNotEmpty` if anything is in the directory; `locked`; `kernelUnavailable`;
    ///   `system`, and then nothing is left but perhaps the empty directory.
    public static func create(
        at path: FilePath, settings: JournalSettings, identity: JournalIdentity = .random(), sync: SyncPolicy
    ) throws(JournalError) -> Journal {
        let hosted = try HostedKernel(
            limits: settings.limits, initialTime: settings.initialTime, hashSeed: identity.hashSeed)
        let directory = try JournalDirectory.create(path)
        try directory.lock()
        if let found = try directory.names().first { throw .directoryNotEmpty(path: path.string, found: found) }
        let header = JournalHeader(settings: settings, identity: identity, firstSequence: 1, previousChain: .zero)
        let name = SegmentName(firstSequence: header.firstSequence)
        let file = try directory.open(name, .readWrite, [.create, .exclusiveCreate])
        let chain: Digest
        do throws(JournalError) {
            chain = try header.write(to: file)
            try directory.sync()
            try directory.syncParent()
        } catch {
            // A segment without a whole header would only stand in the way of the next attempt.
            try? directory.remove(name)
            throw error
        }
        let opening = JournalOpening(
            directory: directory, header: header, hosted: hosted, recovery: nil,
            head: JournalHead(sequence: 0, chain: chain), sink: file, offset: UInt64(JournalHeader.byteCount))
        return Journal(opening, syncPolicy: sync)
    }

    /// Opens a journal for writing: takes the lock, replays every record through a new kernel and
    /// compares each decision, then cuts a torn tail. What it returns is durable. O(journal).
    ///
    /// A tail is torn only if no valid frame follows it and it shows that it was never wholly written:
    /// the last batch is incomplete; or it is invalid and more of its sectors are all zero than its
    /// header states; or its frame header, or all of the batch in a sector of its frame header, is
    /// zero. A last segment with no more than an incomplete or zero header is removed, unless it is the
    /// only one: that journal was never finished and cannot be opened. All other damage is refused.
    ///
    /// - Throws: what is wrong and where; nothing was changed then, unless it is `system`.
    public static func open(at path: FilePath, sync: SyncPolicy) throws(JournalError) -> Journal {
        Journal(try opening(at: path), syncPolicy: sync)
    }

    static func opening(at path: FilePath) throws(JournalError) -> JournalOpening {
        let directory = try JournalDirectory(path)
        try directory.lock()
        let reader = try JournalReader(directory)
        let settings = reader.header.settings
        let hosted = try HostedKernel(
            limits: settings.limits, initialTime: settings.initialTime, hashSeed: reader.header.identity.hashSeed)
        let recovery = try replay(reader, through: hosted)
        let file = try directory.open(reader.segment.name, .readWrite)
        try recovery?.carryOut(in: directory, on: file)
        // A process that died between write and sync left whole batches that are not yet durable.
        try file.sync()
        try directory.sync()
        return JournalOpening(
            directory: directory, header: reader.header, hosted: hosted, recovery: recovery, head: reader.head,
            sink: file, offset: reader.segment.offset)
    }

    /// - Returns: what is to be taken away at the end; nil if nothing is.
    private static func replay(
        _ reader: JournalReader, through hosted: HostedKernel
    ) throws(JournalError) -> JournalRecovery? {
        let replay = Replay(hosted)
        while true {
            let batch: JournalBatch?
            do throws(JournalError) {
                batch = try reader.nextBatch()
            } catch {
                return try TailInspection(reader).recovery(from: error)
            }
            guard let batch else { return try TailInspection(reader).recovery() }
            for position in 0..<batch.count { try replay.execute(batch[position], in: batch.segment) }
        }
    }
}

extension JournalHeader {
    /// Writes the header at the beginning of a first segment and makes it durable.
    ///
    /// - Returns: the chain value after it.
    fileprivate func write(to file: OpenFile) throws(JournalError) -> Digest {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.byteCount, alignment: 16)
        defer { bytes.deallocate() }
        encode(into: bytes)
        try file.write(UnsafeRawBufferPointer(bytes), at: 0)
        try file.sync()
        var link = ChainLink(previous: nil)
        link.add(UnsafeRawBufferPointer(bytes))
        return link.finish()
    }
}
