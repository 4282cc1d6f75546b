import Foundation
import RecountReplay
import Testing

@Suite struct KeygenCommandTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
    }

    @Test func pairIsWrittenAndWorks() throws {
        let (privatePath, publicPath) = (scratch.path("a.key"), scratch.path("a.pub"))
        let outcome = try keygen(name: "example.com/a", privatePath, publicPath)
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
        let signing = try NoteSigningKey(parsing: try ScratchDirectory.bytes(of: privatePath))
        let verifying = try NoteVerificationKey(parsing: try ScratchDirectory.bytes(of: publicPath))
        #expect(signing.verificationKey == verifying)
        #expect(verifying.identity.name.text == "example.com/a")
        #expect(try String(contentsOfFile: publicPath, encoding: .utf8) == verifying.text + "\n")
        #expect(outcome.text.contains(verifying.text))
        #expect(try mode(of: privatePath) == 0o600)
        #expect(try mode(of: publicPath) == 0o644)
    }

    @Test func secretsAreNeverPrinted() throws {
        let (privatePath, journalPath) = (scratch.path("a.key"), scratch.path("chain.key"))
        let pair = try keygen(name: "a", privatePath, scratch.path("a.pub"))
        let journal = try CommandLineTool.run(["keygen", "--journal", journalPath])
        let seed = try #require(try String(contentsOfFile: privatePath, encoding: .utf8).split(separator: "+").last)
        let key = try String(contentsOfFile: journalPath, encoding: .utf8)
        #expect(!(pair.text + pair.error).contains(seed.dropLast()))
        #expect(!(journal.text + journal.error).contains(key.prefix(64)))
        // Where a public key belongs, a private one is refused without being quoted.
        let misuse = try CommandLineTool.run([
            "verify", scratch.root, "--checkpoint", privatePath, "--public-key", privatePath,
        ])
        #expect(misuse.status == 2 && misuse.error.contains("a private key; keep it to yourself"), "\(misuse.error)")
        #expect(!(misuse.text + misuse.error).contains(seed.dropLast()))
    }

    @Test func journalKeyIsSixtyFourDigits() throws {
        let paths = (0..<2).map { scratch.path("chain\($0).key") }
        for path in paths {
            let outcome = try CommandLineTool.run(["keygen", "--journal", path])
            #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
            #expect(try mode(of: path) == 0o600)
            #expect(try String(contentsOfFile: path, encoding: .utf8).wholeMatch(of: #/[0-9a-f]{64}\n/#) != nil)
        }
        #expect(try ScratchDirectory.bytes(of: paths[0]) != (try ScratchDirectory.bytes(of: paths[1])))
    }

    @Test func nothingIsReplaced() throws {
        let taken = try scratch.write("mine", to: "taken")
        let free = scratch.path("free")
        let says = "a key is never replaced"
        func expect(_ arguments: [String]) throws {
            try RefusalCheck.expect(["keygen"] + arguments, status: 3, says: taken, says, in: scratch)
        }
        try expect(["--journal", taken])
        try expect(["--name", "a", "--private", taken, "--public", free])
        // The private half is not left behind without its public one.
        try expect(["--name", "a", "--private", free, "--public", taken])
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: free)
        try RefusalCheck.expect(
            ["keygen", "--journal", scratch.path("link")], status: 3, says: says, in: scratch)
        try RefusalCheck.expect(
            ["keygen", "--name", "a", "--private", free, "--public", free], status: 3, says: says, in: scratch)
        try RefusalCheck.expect(
            ["keygen", "--journal", scratch.path("nowhere/key")], status: 3, says: "No such file", in: scratch)
    }

    @Test(arguments: ["", "a b", "a+b", "a\tb", "a\u{A0}b"])
    func namesThatNoKeyHasAreRefused(name: String) throws {
        try RefusalCheck.expect(
            ["keygen", "--name", name, "--private", scratch.path("a"), "--public", scratch.path("b")], status: 2,
            says: "--name must have no spaces", in: scratch)
    }

    private func keygen(name: String, _ privatePath: String, _ publicPath: String) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(["keygen", "--name", name, "--private", privatePath, "--public", publicPath])
    }

    private func mode(of path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}
