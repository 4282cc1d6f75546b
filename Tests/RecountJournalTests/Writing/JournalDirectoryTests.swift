import Glibc
import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("What is no journal is refused by name")
struct JournalDirectoryTests {
    private let directory = TemporaryDirectory()
    private var path: FilePath { directory.journal }

    private func expectBoth(_ error: JournalError, _ location: SourceLocation = #_sourceLocation) {
        #expect(throws: error, sourceLocation: location) { try JournalReader(at: path) }
        #expect(throws: error, sourceLocation: location) { try Journal.open(at: path, sync: .never) }
        #expect(!error.description.contains("\n"))
    }

    private var first: String { "00000000000000000001.journal" }

    @Test("a missing directory") func missing() {
        expectBoth(.missingDirectory(path: path.string))
    }

    @Test("a file where a directory should be") func file() throws {
        try Bytes.write([1, 2, 3], to: path)
        expectBoth(.notADirectory(path: path.string))
        #expect(throws: JournalError.notADirectory(path: path.string)) {
            try Journal.create(at: path, settings: .small(), sync: .never)
        }
    }

    @Test("an empty directory, which a journal can be made in") func empty() throws {
        _ = try JournalDirectory.create(path, in: SystemFileSystem())
        expectBoth(.emptyDirectory(path: path.string))
        try Journal.create(at: path, settings: .small(), sync: .never).close()
        try Journal.open(at: path, sync: .never).close()
    }

    @Test("a journal is never made over something") func occupied() throws {
        try Journal.create(at: path, settings: .small(), sync: .never).close()
        let before = try Bytes.read(path.firstSegment)
        #expect(throws: JournalError.directoryNotEmpty(path: path.string, found: first)) {
            try Journal.create(at: path, settings: .small(), sync: .never)
        }
        #expect(try Bytes.read(path.firstSegment) == before)
    }

    @Test(
        "a name that no segment has",
        arguments: ["notes.txt", "1.journal", "00000000000000000000.journal", "99999999999999999999.journal"])
    func unexpected(name: String) throws {
        try Journal.create(at: path, settings: .small(), sync: .never).close()
        try Bytes.write([], to: path.appending(name))
        expectBoth(.unexpectedFile(path: path.string, name: name))
    }

    @Test("a segment that something else wrote") func foreign() throws {
        try SampleJournal.install(Array(repeating: 0x41, count: 2_000), at: path)
        expectBoth(.notAJournal(JournalLocation(segment: first, offset: 0)))
        try SampleJournal.install(Array(repeating: 0x41, count: 20), at: path)
        expectBoth(.notAJournal(JournalLocation(segment: first, offset: 0)))
    }

    @Test("an only segment without a whole header", arguments: [0, 1, 7, 8, 100, 511, 512, 5_000])
    func unfinished(byteCount: Int) throws {
        let location = JournalLocation(segment: first, offset: 0)
        try SampleJournal.install(Array(repeating: 0, count: byteCount), at: path)
        expectBoth(.unfinishedCreation(location, byteCount: UInt64(byteCount)))
        guard byteCount < 512 else { return }
        let header = try SampleJournal(batches: []).bytes.prefix(byteCount)
        try SampleJournal.install(header, at: path)
        expectBoth(.unfinishedCreation(location, byteCount: UInt64(byteCount)))
    }

    @Test("an initial time that no command could reach") func initialTime() throws {
        var settings = JournalSettings.small()
        settings.initialTime = Milliseconds(Milliseconds.maximum.rawValue + 1)
        #expect(throws: JournalError.kernelUnavailable(.refused(.timeOutOfRange))) {
            try Journal.create(at: path, settings: settings, sync: .never)
        }
        #expect(access(path.string, F_OK) != 0, "nothing may be left behind")
    }

    @Test("a directory that may not be written", .enabled(if: geteuid() != 0, "root may write everywhere"))
    func readOnly() throws {
        let parent = directory.path
        chmod(parent.string, 0o500)
        defer { chmod(parent.string, 0o700) }
        #expect(
            throws: JournalError.system(
                SystemFailure(operation: "create", path: path.string, errno: .permissionDenied))
        ) {
            try Journal.create(at: path, settings: .small(), sync: .never)
        }
    }
}
