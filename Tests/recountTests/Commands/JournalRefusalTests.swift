import Foundation
import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

/// Journals that cannot be read or begun.
@Suite struct JournalRefusalTests {
    private static let commands: [[String]] = [["verify"], ["inspect"], ["explain"], ["locks"]]

    @Test(arguments: commands)
    func whatIsNoJournalIsRefused(command: [String]) throws {
        let scratch = try ScratchDirectory()
        let sequence = command == ["explain"] ? ["1"] : []
        func expect(_ path: String, _ says: String) throws {
            try RefusalCheck.expect(command + [path] + sequence, status: 3, says: path, says, in: scratch)
        }
        try expect(scratch.path("missing"), "no such directory")
        try expect(try scratch.write("text", to: "file"), "not a directory")
        try expect(try scratch.makeDirectory("empty"), "empty")
        try expect(scratch.root, "is no part of a journal")
    }

    @Test(arguments: commands)
    func newerFormatIsRefused(command: [String]) throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path("journal")
        try makeJournal(path).close()
        let segment = try ScratchDirectory.segment(of: path)
        var bytes = try ScratchDirectory.bytes(of: segment)
        bytes[8] = 2
        let checksum = bytes.withUnsafeBytes { Checksum.ofHeader(UnsafeRawBufferPointer(rebasing: $0[..<504])) }
        withUnsafeBytes(of: checksum.littleEndian) { bytes.replaceSubrange(504..<512, with: $0) }
        try Data(bytes).write(to: URL(fileURLWithPath: segment))
        let sequence = command == ["explain"] ? ["1"] : []
        try RefusalCheck.expect(
            command + [path] + sequence, status: 3, says: "version 2 is newer than 1; use a newer recount", in: scratch)
    }

    @Test func runRefusesDirectoryInUse() throws {
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(DemoFiles.smallTrace, to: "trace.csv")
        func expect(_ journal: String, _ says: String) throws {
            try RefusalCheck.expect(
                ["run", "--policy", policy, "--trace", trace, "--journal", journal], status: 3, says: journal, says,
                in: scratch)
        }
        let other = try scratch.makeDirectory("other")
        try scratch.write("mine", to: "other/notes.txt")
        try expect(other, "not empty, it holds notes.txt")
        try expect(policy, "not a directory")
        try expect(scratch.path("nowhere/journal"), "No such file or directory")
        let journal = try makeJournal(scratch.path("journal"))
        try expect(journal.path.string, "another writer has it open")
        try journal.close()
        try expect(journal.path.string, "not empty")
    }

    @Test func explainRefusesRecordsThatAreNotThere() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path("journal")
        let journal = try makeJournal(path)
        try RefusalCheck.expect(["explain", path, "1"], status: 2, says: "no record 1", in: scratch)
        let header = CommandHeader(tenant: .none, time: .zero)
        _ = try journal.submit(Command(header: header, body: .tick))
        try journal.close()
        for sequence in ["0", "2", "18446744073709551615"] {
            try RefusalCheck.expect(
                ["explain", path, sequence], status: 2, says: "no record \(sequence)", "1", in: scratch)
        }
        #expect(try CommandLineTool.run(["explain", path, "1"]).status == 0)
    }

    /// While a journal is being written, others can read it.
    @Test func readersNeedNoLock() throws {
        let scratch = try ScratchDirectory()
        let journal = try makeJournal(scratch.path("journal"))
        let header = CommandHeader(tenant: .none, time: .zero)
        _ = try journal.submit(Command(header: header, body: .tick))
        let verify = try CommandLineTool.run(["verify", journal.path.string])
        #expect(verify.status == 0, "\(verify.error)")
        try journal.close()
    }

    private func makeJournal(_ path: String) throws -> Journal {
        let limits = try #require(
            KernelLimits(
                tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: 1,
                maximumAdvance: .zero, retention: .zero))
        return try Journal.create(
            at: FilePath(path), settings: JournalSettings(limits: limits, initialTime: .zero), sync: .everyRecord)
    }
}
