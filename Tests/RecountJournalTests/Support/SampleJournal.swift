import RecountKernel
import SystemPackage

@testable import RecountJournal

/// A small journal of a few batches, as bytes, with what is known of it.
struct SampleJournal {
    /// The first segment.
    let bytes: [UInt8]
    /// Where the header and each batch end.
    let boundaries: [Int]
    /// The sequence at each boundary.
    let sequences: [UInt64]
    /// The state at each boundary.
    let summaries: [KernelSummary]

    /// - Parameter batches: how many commands each batch gets.
    init(batches: [Int], seed: UInt64 = 11) throws {
        let directory = TemporaryDirectory()
        let journal = try Journal.create(
            at: directory.journal, settings: .small(), identity: .fixed, sync: .records(1_000_000))
        var workload = Workload(seed: seed)
        var boundaries = [JournalHeader.byteCount]
        var sequences: [UInt64] = [0]
        var summaries = [KernelSummary(journal.kernel)]
        for count in batches {
            for command in workload.next(count) { _ = try journal.submit(command) }
            try journal.flush()
            boundaries.append(try Bytes.read(directory.journal.firstSegment).count)
            sequences.append(journal.acknowledgedSequence)
            summaries.append(KernelSummary(journal.kernel))
        }
        try journal.close()
        bytes = try Bytes.read(directory.journal.firstSegment)
        self.boundaries = boundaries
        self.sequences = sequences
        self.summaries = summaries
    }

    /// The last boundary at or before an offset.
    func boundaryIndex(at offset: Int) -> Int {
        boundaries.lastIndex { $0 <= offset } ?? 0
    }

    /// Puts bytes into a directory as its first segment.
    static func install(_ bytes: some Sequence<UInt8>, at path: FilePath) throws {
        _ = try JournalDirectory.create(path, in: SystemFileSystem())
        try Bytes.write(bytes, to: path.firstSegment)
    }
}

/// What reading a journal to its end gives.
struct ReadingResult {
    var batchCount = 0
    var recordCount = 0
    var head: JournalHead
    var tail: JournalTail?

    init(_ path: FilePath) throws {
        let reader = try JournalReader(at: path)
        head = reader.head
        while let batch = try reader.nextBatch() {
            batchCount += 1
            recordCount += batch.count
        }
        head = reader.head
        tail = reader.tail
    }
}
