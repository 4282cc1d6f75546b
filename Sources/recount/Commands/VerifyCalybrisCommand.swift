import ArgumentParser
import RecountDigest
import SystemPackage

/// `recount verify calybris`: a journal of calybris-core, checked and decided again.
struct VerifyCalybrisCommand: ParsableCommand {
    /// How people name it. The parser knows it by one name, because `recount verify` takes a directory where
    /// a subcommand would stand.
    static let words = ["verify", "calybris"]
    static let name = words.joined(separator: "-")

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Check a journal of calybris-core and decide each of its requests again; also: verify calybris.",
        usage: """
            recount verify calybris <file> --policy <policy> ... [--key-file <key-file>] \
            [--expect <expect>] [--differences <differences>] [--json]
            """,
        discussion: """
            Checks the chain, the three digests of every record, and every decision, which Recount's kernel makes \
            again under calybris' own policy (docs/calybris.md). Exit status 0 if the journal is valid, 1 if not, \
            2 if a policy is not, 3 if something cannot be read. Keep the head that is printed: given with --expect, \
            it shows later that nothing was cut off. A journal of Recount in a directory of the name calybris is \
            verified with: recount verify ./calybris

            Example: recount verify calybris docs/examples/calybris/journal.jsonl \\
              --policy docs/examples/calybris/policy.json
            """
    )

    @Argument(help: "The journal (JSON lines); - is standard input.")
    var file: String

    @Option(
        name: .customLong("policy"),
        help: "A policy of calybris (JSON) that decisions were made by; once for each, in its catalog's order.")
    var policies: [String]

    @Option(help: "The file whose bytes, all of them, are the journal's HMAC key.")
    var keyFile: String?

    @Option(help: "A head, sequence:hash, that the journal must have passed.")
    var expect: String?

    @Option(help: "How many differences to name.")
    var differences = 10

    @Flag(help: "Print the result as JSON.")
    var json = false

    private static let maximumKeyByteCount = 1 << 20
    private static let maximumDifferenceCount = 1_000_000

    func validate() throws {
        guard (1...Self.maximumDifferenceCount).contains(differences) else {
            throw ValidationError("--differences must be 1 to \(Self.maximumDifferenceCount)")
        }
    }

    func run() throws {
        let expected = try expectedHead
        let files = try policies.map { path throws(Failure) in try CalybrisPolicyFile(path: path) }
        var verifier = try CalybrisVerifier(
            policies: files, chain: try chain, expectedHead: expected, keepingDifferences: differences)
        let name = file == "-" ? "standard input" : file
        let report = CalybrisReport(path: name, policies: files, verification: try verify(with: &verifier))
        try Output.write(json ? report.json : Array(report.text.utf8))
        if let first = report.verification.differences.first {
            throw Failure(.auditFailed, "\(name): not valid: \(first.text)")
        }
    }

    private func verify(with verifier: inout CalybrisVerifier) throws(Failure) -> CalybrisVerification {
        var reader = try LineReader(path: file)
        var progress = ProgressBar("verify")
        defer { progress.finish() }
        let byteCount = Self.byteCount(of: file)
        var line: [UInt8] = []
        while true {
            do throws(Failure) {
                let isCopied: Bool? = try reader.next { bytes throws(Failure) in
                    line.removeAll(keepingCapacity: true)
                    line.append(contentsOf: bytes)
                    return true
                }
                guard isCopied != nil else { return verifier.finish() }
            } catch  where error.status == .wrongInput {
                verifier.stop(atLine: reader.lineNumber, longerThan: LineReader.maximumLineByteCount)
                return verifier.finish()
            }
            line.withUnsafeBytes { verifier.check($0, number: reader.lineNumber) }
            progress.update(reader.consumedByteCount, of: byteCount)
        }
    }

    private var chain: SHA256Chain {
        get throws(Failure) {
            guard let keyFile else { return SHA256Chain() }
            return SHA256Chain(key: try InputFile.bytes(of: keyFile, limit: Self.maximumKeyByteCount))
        }
    }

    private var expectedHead: CalybrisVerification.Head? {
        get throws(Failure) {
            guard let expect else { return nil }
            guard let head = CalybrisVerification.Head(text: expect) else {
                throw Failure(.wrongInput, "--expect \(expect): must be sequence:hash, as verify prints it")
            }
            return head
        }
    }

    /// The size of a file, 0 of what has none.
    private static func byteCount(of path: String) -> UInt64 {
        guard path != "-", let file = try? FileDescriptor.open(FilePath(path), .readOnly) else { return 0 }
        let end = try? file.closeAfter { try file.seek(offset: 0, from: .end) }
        return end.map { UInt64(clamping: $0) } ?? 0
    }
}
