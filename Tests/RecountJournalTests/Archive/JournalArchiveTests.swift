import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Archives")
struct JournalArchiveTests {
    private let run = JournalRun()
    private var archive: FilePath { run.directory.path.appending("archive") }

    @Test("segments before the oldest good snapshot move, and the journal opens, goes on, and is whole with them")
    func move() throws {
        let written = try run.write(120)
        let before = try run.names(".journal")
        let whole = try before.map { try Bytes.read(run.path.appending($0)) }
        let report = try JournalArchive.move(from: run.path, to: archive)
        let oldest = try #require(run.names(".snapshot").first.flatMap { SequenceName($0) })
        #expect(report.snapshot.head.sequence == oldest.sequence)
        #expect(report.segments == before.filter { $0 < SequenceName(.segment, oldest.sequence + 1).description })
        #expect(try run.names(".journal", in: archive) == report.segments)
        #expect(try run.names(".journal") == Array(before.dropFirst(report.segments.count)))
        for (name, bytes) in zip(report.segments, whole) { #expect(try Bytes.read(archive.appending(name)) == bytes) }
        #expect(try run.head(archive: archive) == written.head)
        let reopened = try Journal.open(at: run.path, sync: .records(4), rotation: JournalRun.small)
        #expect(reopened.kernel.stateDigest() == written.digest)
        let longer = try run.extend(reopened, by: 120)
        let second = try JournalArchive.move(from: run.path, to: archive)
        #expect(!second.segments.isEmpty)
        #expect(try run.head(archive: archive) == longer.head)
    }

    @Test("a replay from the beginning names what it misses")
    func missing() throws {
        try run.write(120)
        _ = try JournalArchive.move(from: run.path, to: archive)
        let error = JournalError.archived(path: run.path.string, sequence: 1, destination: archive.string)
        #expect(throws: error) { try JournalReader(at: run.path) }
        // One segment of the archive is lost: that one is named.
        let lost = try #require(run.names(".journal", in: archive).dropFirst().first)
        try run.remove(lost, in: archive)
        let sequence = try #require(SequenceName(lost)).sequence
        #expect(
            throws: JournalError.archived(path: run.path.string, sequence: sequence, destination: archive.string)
        ) { try run.head(archive: archive) }
    }

    @Test("cut off after any step, moving again completes it")
    func interrupted() throws {
        let written = try run.write(120)
        for allowed in 0..<40 {
            let system = FaultyFileSystem()
            system.allowedSyncCount = allowed
            do throws(JournalError) {
                _ = try JournalArchive.move(
                    from: run.path, access: JournalAccess(fileSystem: system), to: archive)
            } catch {
                #expect(try run.head(archive: archive) == written.head, "after \(allowed) syncs")
                continue
            }
            #expect(allowed > 4)
            break
        }
        #expect(try run.head(archive: archive) == written.head)
        #expect(try run.names(".partial").isEmpty)
    }

    @Test("a journal without a good snapshot, one's own directory and foreign files are refused")
    func refusals() throws {
        try run.write(60, rotation: RotationPolicy(segmentByteCount: 4_096))
        let missing = JournalError.missingSnapshot(path: run.path.string, sequence: 1)
        #expect(throws: missing) { try JournalArchive.move(from: run.path, to: archive) }
        #expect(throws: JournalError.self) { try JournalArchive.move(from: run.path, to: run.path) }
        try Bytes.write([1], to: archive.appending("notes"))
        #expect(throws: JournalError.unexpectedFile(path: archive.string, name: "notes")) {
            try JournalArchive.move(from: run.path, to: archive)
        }
    }

    @Test("a changed record of the archive is refused")
    func damagedRecord() throws {
        try run.write(120)
        _ = try JournalArchive.move(from: run.path, to: archive)
        let whole = try Bytes.read(run.path.appending("archive"))
        for offset in stride(from: 0, to: whole.count, by: 5) {
            try run.flip("archive", at: offset)
            guard
                case .corrupt(let corruption)? = #expect(
                    throws: JournalError.self,
                    performing: {
                        try JournalReader(at: run.path)
                    })
            else {
                Issue.record("byte \(offset)")
                continue
            }
            #expect(corruption.part == .archive, "byte \(offset)")
            try run.flip("archive", at: offset)
        }
    }
}
