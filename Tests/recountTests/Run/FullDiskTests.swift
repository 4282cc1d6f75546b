import Foundation
import RecountJournal
import RecountKernel
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A real file system that is full, and one that cannot be written.
@Suite(.enabled("the system lets the tests mount a file system") { SmallDisk(kibibytes: 64) != nil })
struct FullDiskTests {
    @Test(arguments: [60, 90, 150, 400])
    func fullDiskLosesNothingThatWasAcknowledged(kibibytes: Int) throws {
        let disk = try #require(SmallDisk(kibibytes: kibibytes))
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(try DemoFiles.rows(1_200, of: DemoFiles.conversation), to: "trace.csv")
        let journal = disk.path + "/journal"
        let run = try CommandLineTool.run([
            "run", "--policy", policy, "--trace", trace, "--journal", journal, "--batch", "20", "--acknowledgements",
            "--segment-bytes", "20000", "--snapshots",
        ])
        #expect(run.status == 3)
        #expect(run.error.contains("No space left on device"), "\(run.error)")
        let lines = run.text.split(separator: "\n").filter { $0.hasPrefix("{\"acknowledged\"") }
        let last = try lines.last.map { Int(try JSONObject(parsing: Array($0.utf8)).integer("acknowledged")) } ?? 0
        let verify = try CommandLineTool.run(["verify", journal, "--json"])
        #expect(verify.status == 0, "\(verify.error)")
        #expect(Int(try JSONObject(parsing: verify.output).integer("records")) >= last)
        // Copied to where there is room, it goes on.
        let copy = scratch.path("copy")
        try FileManager.default.copyItem(atPath: journal, toPath: copy)
        let reopened = try Journal.open(at: FilePath(copy), sync: .everyRecord)
        let header = CommandHeader(tenant: .none, time: reopened.kernel.time)
        _ = try reopened.submit(Command(header: header, body: .tick))
        try reopened.close()
        #expect(try CommandLineTool.run(["verify", copy]).status == 0)
    }

    @Test func journalThatCannotBeWrittenIsReadAllTheSame() throws {
        let disk = try #require(SmallDisk(kibibytes: 2_000))
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(try DemoFiles.rows(100, of: DemoFiles.conversation), to: "trace.csv")
        let journal = disk.path + "/journal"
        let run = try CommandLineTool.run(["run", "--policy", policy, "--trace", trace, "--journal", journal])
        #expect(run.status == 0)
        try #require(disk.makeReadOnly())
        for command in ["verify", "inspect", "locks"] {
            #expect(try CommandLineTool.run([command, journal]).status == 0, "\(command)")
        }
        for command in ["seal", "snapshot"] {
            let refusal = try CommandLineTool.run([command, journal])
            #expect(refusal.status == 3)
            #expect(refusal.error.contains("Read-only file system"), "\(refusal.error)")
        }
        #expect(try CommandLineTool.run(["verify", journal]).status == 0)
    }
}

/// A file system in memory of a given size, where the system lets the test mount one.
private final class SmallDisk {
    let path: String

    init?(kibibytes: Int) {
        var template = Array("/tmp/recount-disk-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(kibibytes)k") == 0 else {
            rmdir(path)
            return nil
        }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        rmdir(path)
    }

    func makeReadOnly() -> Bool {
        mount("tmpfs", path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), nil) == 0
    }
}
