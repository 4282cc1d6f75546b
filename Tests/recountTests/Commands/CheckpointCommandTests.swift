import Foundation
import RecountJournal
import RecountReplay
import SystemPackage
import Testing

@Suite struct CheckpointCommandTests {
    private let ledger: Ledger

    init() throws {
        ledger = try Ledger()
    }

    @Test func statesNameSizeAndRoot() throws {
        let empty = try ledger.checkpoint("empty")
        #expect(
            try Ledger.lines(empty)[..<4] == [
                "example.com/ledger", "0", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "",
            ])
        try ledger.grow(by: 5)
        let five = try ledger.checkpoint("five")
        #expect(try Ledger.lines(five)[1] == "5")
        let key = try NoteVerificationKey(parsing: try ScratchDirectory.bytes(of: ledger.publicKey))
        let checkpoint = try Checkpoint(opening: try ScratchDirectory.bytes(of: five), with: [key])
        #expect(checkpoint.head == (try JournalTree(ofJournalAt: FilePath(ledger.path)).head))
        let printed = try ledger.run(["checkpoint", ledger.path, "--signing-key", ledger.signingKey])
        #expect(printed.status == 0 && printed.error.isEmpty)
        #expect(printed.output == (try ScratchDirectory.bytes(of: five)))
    }

    @Test func yesterdaysIsContainedInTodaysLongerJournal() throws {
        try ledger.grow(by: 3)
        let yesterday = try ledger.checkpoint("yesterday")
        try ledger.grow(by: 4)
        let today = try ledger.checkpoint("today", ["--since", yesterday])
        #expect(try Ledger.lines(today)[1] == "7")
        // The same once more, and in place.
        try ledger.checkpoint("today", ["--since", today])
        for checkpoint in [yesterday, today] {
            let verify = try ledger.run([
                "verify", ledger.path, "--checkpoint", checkpoint, "--public-key", ledger.publicKey,
            ])
            #expect(verify.status == 0, "\(verify.error)")
            #expect(verify.text.contains("the journal contains the checkpoint of example.com/ledger"))
        }
    }

    @Test func nothingIsSignedForAJournalThatIsNoExtension() throws {
        try ledger.grow(by: 3)
        let short = try ledger.copy("short")
        let fork = try Ledger()
        try fork.grow(by: 3, milliseconds: 2)
        try fork.grow(by: 5)
        try ledger.grow(by: 4)
        let today = try ledger.checkpoint("today")
        func expect(_ journal: String, _ says: String) throws {
            try RefusalCheck.expect(
                ["checkpoint", journal, "--signing-key", ledger.signingKey, "--since", today, "--output", today],
                status: 1, says: journal, says, "nothing was signed", in: ledger.scratch)
        }
        try expect(short, "ends at record 3, before the checkpoint of example.com/ledger with 7 records does")
        try expect(fork.path, "the journal's first 7 records are not those")
    }

    @Test func anEarlierCheckpointMustBeTheJournalsOwn() throws {
        try ledger.grow(by: 3)
        let other = try ledger.otherKeys()
        let stranger = try ledger.otherKeys(name: "example.com/stranger", file: "stranger")
        let sign = { (key: String, name: String) in
            let file = ledger.scratch.path(name)
            let outcome = try ledger.run(["checkpoint", ledger.path, "--signing-key", key, "--output", file])
            #expect(outcome.status == 0)
            return file
        }
        let before = try sign(other.signing, "before")
        let foreign = try sign(stranger.signing, "foreign")
        let arguments = ["checkpoint", ledger.path, "--signing-key", ledger.signingKey, "--since"]
        try RefusalCheck.expect(
            arguments + [before], status: 1, says: before, "but not by example.com/ledger+", in: ledger.scratch)
        let rotated = try ledger.run(arguments + [before, "--public-key", other.verifying])
        #expect(rotated.status == 0, "\(rotated.error)")
        try RefusalCheck.expect(
            arguments + [foreign, "--public-key", stranger.verifying], status: 2,
            says: "a checkpoint of example.com/stranger",
            in: ledger.scratch)
        let text = try String(contentsOfFile: before, encoding: .utf8)
        let edited = try ledger.scratch.write(text.replacing("\n3\n", with: "\n2\n"), to: "edited")
        try RefusalCheck.expect(
            arguments + [edited, "--public-key", other.verifying], status: 1, says: "is not for this text",
            in: ledger.scratch)
    }

    @Test func onlyTheRightFilesSign() throws {
        try ledger.grow(by: 1)
        let junk = try ledger.scratch.write("junk\n", to: "junk")
        let empty = try ledger.scratch.write("", to: "empty")
        func expect(_ key: String, _ status: Int32, _ says: String) throws {
            try RefusalCheck.expect(
                ["checkpoint", ledger.path, "--signing-key", key], status: status, says: key, says, in: ledger.scratch)
        }
        try expect(ledger.publicKey, 2, "a public key; give the private one to sign")
        try expect(junk, 2, "not a key")
        try expect(empty, 2, "the file is empty")
        try expect(ledger.scratch.path("missing"), 3, "cannot open")
    }

    @Test func damageIsNotSigned() throws {
        try ledger.grow(by: 3)
        let journal = try ledger.copy("damaged")
        let segment = try ScratchDirectory.segment(of: journal)
        var bytes = try ScratchDirectory.bytes(of: segment)
        bytes[700] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: segment))
        try RefusalCheck.expect(
            ["checkpoint", journal, "--signing-key", ledger.signingKey], status: 1, says: "damaged", in: ledger.scratch)
    }

    @Test func anIncompleteTailIsLeftOutAndSaid() throws {
        try ledger.grow(by: 3)
        try ledger.grow(by: 2)
        let journal = try ledger.copy("cut")
        let segment = try ScratchDirectory.segment(of: journal)
        try Data(try ScratchDirectory.bytes(of: segment).dropLast(9)).write(to: URL(fileURLWithPath: segment))
        let outcome = try ledger.run(["checkpoint", journal, "--signing-key", ledger.signingKey])
        #expect(outcome.status == 0)
        #expect(outcome.text.hasPrefix("example.com/ledger\n3\n"))
        RefusalCheck.expectOneLine(outcome.error)
        #expect(outcome.error.contains("the last batch is incomplete"))
    }
}
