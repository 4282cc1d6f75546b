import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Reading ahead")
struct ReadAheadTests {
    private let directory = TemporaryDirectory()
    private var path: FilePath { directory.journal }

    /// `DamageTests` and `TornTailTests` go through every byte.
    private static let byteStride = 3

    /// From a batch a portion to all of them in one.
    private static let portionByteCounts = [1, 700, 0x10_0000]

    /// Reads a journal in one thread, and ahead in portions of every size.
    ///
    /// - Returns: what the one thread reads, and whether the others read the same.
    private static func readings(
        _ path: FilePath, _ access: JournalAccess = JournalAccess(), from start: JournalStart = .genesis
    ) throws -> (reading: JournalReading, areEqual: Bool) {
        let expected = JournalReading.sequential(try JournalReplay(at: path, access: access, from: start).reader)
        let areEqual = try portionByteCounts.allSatisfy { byteCount in
            var access = access
            access.portionByteCount = byteCount
            return JournalReading.ahead(try JournalReplay(at: path, access: access, from: start).reader) == expected
        }
        return (expected, areEqual)
    }

    @Test("gives the batches and the end of a sound journal")
    func sound() throws {
        let sample = try SampleJournal(batches: [6, 2, 1, 9, 1, 1])
        try SampleJournal.install(sample.bytes, at: path)
        let (reading, areEqual) = try Self.readings(path)
        #expect(areEqual)
        #expect(reading.batches.count == 6)
        #expect(reading.end?.head.sequence == sample.sequences.last)
    }

    @Test("gives a journal without records its end")
    func empty() throws {
        let sample = try SampleJournal(batches: [])
        try SampleJournal.install(sample.bytes, at: path)
        let (reading, areEqual) = try Self.readings(path)
        #expect(areEqual)
        #expect(reading.batches.isEmpty)
        #expect(reading.end?.tail == .clean)
    }

    @Test("gives changed bytes their error, behind the batches before it")
    func changedBytes() throws {
        let sample = try SampleJournal(batches: [3, 2, 1, 2])
        for position in stride(from: JournalHeader.byteCount, to: sample.bytes.count, by: Self.byteStride) {
            var bytes = sample.bytes
            bytes[position] ^= 1 << UInt8(position % 8)
            try SampleJournal.install(bytes, at: path)
            let (reading, areEqual) = try Self.readings(path)
            #expect(areEqual, "byte \(position)")
            #expect(reading.batches.count == sample.boundaryIndex(at: position), "byte \(position)")
            #expect(reading.error != nil, "byte \(position)")
        }
    }

    @Test("ends at cuts as reading does")
    func cuts() throws {
        let sample = try SampleJournal(batches: [3, 2, 1, 2])
        for cut in stride(from: JournalHeader.byteCount, through: sample.bytes.count, by: Self.byteStride) {
            try SampleJournal.install(sample.bytes[..<cut], at: path)
            let (reading, areEqual) = try Self.readings(path)
            #expect(areEqual, "cut at \(cut)")
            #expect(reading.end?.readByteCount == UInt64(sample.boundaries[sample.boundaryIndex(at: cut)] - 512))
        }
    }

    @Test("goes through segments, with keys, from a snapshot, and into an archive")
    func segments() throws {
        for keys in [[], [JournalKey.repeating(7)]] {
            let run = JournalRun()
            try run.write(60, keys: keys)
            let access = JournalAccess(keys: keys)
            #expect(try run.names(".journal").count > 3)
            #expect(try Self.readings(run.path, access).areEqual)
            #expect(try Self.readings(run.path, access, from: .newestSnapshot).areEqual)
            let archive = run.directory.path.appending("archive")
            _ = try JournalArchive.move(from: run.path, access: access, to: archive)
            let (reading, areEqual) = try Self.readings(run.path, JournalAccess(keys: keys, archive: archive))
            #expect(areEqual)
            #expect(reading.end != nil)
            #expect(Set(reading.batches.map(\.segment)).count > 3)
        }
    }

    @Test("finds damage of later segments behind all that is before it")
    func damagedSegments() throws {
        let run = JournalRun()
        try run.write(60)
        let names = try run.names(".journal").sorted()
        for (number, name) in names.enumerated() {
            // Of the first header everything is checked when the journal is opened.
            for offset in [9, 180, 514, 600, 1_000] where number > 0 || offset >= JournalHeader.byteCount {
                guard try Bytes.read(run.path.appending(name)).count > offset else { continue }
                try run.flip(name, at: offset)
                let (reading, areEqual) = try Self.readings(run.path)
                #expect(areEqual, "\(name), byte \(offset)")
                #expect(reading.error != nil, "\(name), byte \(offset)")
                #expect(reading.batches.allSatisfy { $0.segment <= name }, "\(name), byte \(offset)")
                try run.flip(name, at: offset)
            }
        }
        try run.remove(names[1])
        #expect(try Self.readings(run.path).areEqual)
    }

    @Test("an error stays")
    func stickyError() throws {
        let sample = try SampleJournal(batches: [2, 2, 2])
        var bytes = sample.bytes
        bytes[sample.boundaries[1] + 100] ^= 1
        try SampleJournal.install(bytes, at: path)
        let ahead = ReadAhead(try JournalReader(at: path, access: portions(of: 1)))
        guard case .batch = try ahead.next() else { return #expect(Bool(false), "the first batch is sound") }
        let first = #expect(throws: JournalError.self) { try ahead.next() }
        let second = #expect(throws: JournalError.self) { try ahead.next() }
        #expect(first == second)
    }

    @Test("a batch that is held stays as it is", arguments: portionByteCounts)
    func heldBatches(portionByteCount: Int) throws {
        let sample = try SampleJournal(batches: [3, 1, 4, 1, 5, 9, 2, 6])
        try SampleJournal.install(sample.bytes, at: path)
        let expected = JournalReading.sequential(try JournalReader(at: path)).batches
        let ahead = ReadAhead(try JournalReader(at: path, access: portions(of: portionByteCount)))
        var held: [JournalBatch] = []
        while case .batch(let batch) = try ahead.next() { held.append(batch) }
        #expect(held.map(JournalReading.Batch.init) == expected)
    }

    @Test("reads at most one portion ahead")
    func bound() throws {
        let sample = try SampleJournal(batches: Array(repeating: 2, count: 12))
        try SampleJournal.install(sample.bytes, at: path)
        for portionBatchCount in 1...4 {
            let byteCount = sample.boundaries[portionBatchCount] - sample.boundaries[0]
            let files = WatchedFileSystem()
            let ahead = ReadAhead(try JournalReader(at: path, access: portions(of: byteCount, in: files)))
            var end = sample.boundaries[0]
            while case .batch(let batch) = try ahead.next() {
                end += batch.byteCount
                // Both portions at their largest: each up to a batch over.
                let limit = end + 2 * byteCount + 2 * (sample.bytes.count / 12)
                #expect(files.counts.readEnd <= UInt64(limit), "portions of \(portionBatchCount) batches, at \(end)")
            }
        }
    }

    @Test("leaves no file open and no reading behind, wherever it is let go of")
    func earlyEnd() throws {
        let sample = try SampleJournal(batches: Array(repeating: 2, count: 12))
        try SampleJournal.install(sample.bytes, at: path)
        for round in 0..<240 {
            let files = WatchedFileSystem()
            try read(round % 12, in: files)
            let counts = files.counts
            #expect(counts.openFiles == 0, "let go of after \(round % 12) batches")
            #expect(files.counts.reads == counts.reads)
        }
    }

    private func read(_ batchCount: Int, in files: WatchedFileSystem) throws {
        let ahead = ReadAhead(try JournalReader(at: path, access: portions(of: 1, in: files)))
        for _ in 0..<batchCount { _ = try ahead.next() }
    }

    private func portions(of byteCount: Int, in files: any FileSystem = SystemFileSystem()) -> JournalAccess {
        var access = JournalAccess(fileSystem: files)
        access.portionByteCount = byteCount
        return access
    }
}
