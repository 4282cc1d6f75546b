import Glibc
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("One writer")
struct WriterLockTests {
    private let directory = TemporaryDirectory()

    @Test("a second writer in this process is refused at once; readers are not")
    func sameProcess() throws {
        let journal = try Journal.create(at: directory.journal, settings: .small(), sync: .everyRecord)
        var workload = Workload(seed: 1)
        for command in workload.next(6) { _ = try journal.submit(command) }
        let locked = JournalError.locked(path: directory.journal.string)
        #expect(throws: locked) { try Journal.open(at: directory.journal, sync: .never) }
        #expect(throws: locked) { try Journal.create(at: directory.journal, settings: .small(), sync: .never) }
        #expect(try ReadingResult(directory.journal).head == journal.head)
        try journal.close()
        try Journal.open(at: directory.journal, sync: .never).close()
    }

    @Test("letting go of a journal frees the lock and drops what was never acknowledged")
    func lettingGo() throws {
        var workload = Workload(seed: 1)
        do {
            let journal = try Journal.create(at: directory.journal, settings: .small(), sync: .records(4))
            for command in workload.next(6) { _ = try journal.submit(command) }
        }
        let reopened = try Journal.open(at: directory.journal, sync: .never)
        #expect(reopened.acknowledgedSequence == 4)
    }

    @Test("a writer in another process keeps this one out", .enabled(if: access("/usr/bin/flock", X_OK) == 0))
    func otherProcess() throws {
        try Journal.create(at: directory.journal, settings: .small(), sync: .never).close()
        let holder = try LockHolder(directory.journal)
        #expect(throws: JournalError.locked(path: directory.journal.string)) {
            try Journal.open(at: directory.journal, sync: .never)
        }
        holder.end()
        try Journal.open(at: directory.journal, sync: .never).close()
    }
}

/// Another process that holds a directory's lock until it is told to end.
private struct LockHolder {
    private let process: pid_t
    private let input: FileDescriptor

    /// Returns once the other process has the lock.
    init(_ path: FilePath) throws {
        let toChild = try FileDescriptor.pipe()
        let fromChild = try FileDescriptor.pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, toChild.readEnd.rawValue, 0)
        posix_spawn_file_actions_adddup2(&actions, fromChild.writeEnd.rawValue, 1)
        posix_spawn_file_actions_addclose(&actions, toChild.writeEnd.rawValue)
        let arguments = ["flock", "-n", path.string, "sh", "-c", "echo locked; exec cat"]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { pointers.forEach { free($0) } }
        var process: pid_t = 0
        #expect(posix_spawn(&process, "/usr/bin/flock", &actions, nil, &pointers, environ) == 0)
        self.process = process
        input = toChild.writeEnd
        try toChild.readEnd.close()
        try fromChild.writeEnd.close()
        var line = [UInt8](repeating: 0, count: 7)
        let count = try line.withUnsafeMutableBytes { try fromChild.readEnd.read(into: $0) }
        #expect(count > 0, "the other process did not get the lock")
        try fromChild.readEnd.close()
    }

    func end() {
        try? input.close()
        var status: CInt = 0
        waitpid(process, &status, 0)
    }
}
