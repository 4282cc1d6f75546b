import ArgumentParser
import RecountJSON
import RecountReplay

/// `recount proof check`: a proof, its checkpoints and a public key, without the journal.
struct ProofCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check a proof against checkpoints that one has, without the journal.",
        discussion: """
            Exit status 0 if the proof holds, 1 if it does not or a checkpoint is signed by nobody that is trusted, \
            2 if a file is no proof or checkpoint at all.

            Example: recount proof check record.json --checkpoint tuesday.checkpoint \\
              --public-key ledger.pub

            Example: recount proof check growth.json --from monday.checkpoint \\
              --to tuesday.checkpoint --public-key ledger.pub
            """
    )

    private static let maximumByteCount = 1 << 16

    @Argument(help: "The proof (JSON); - is standard input.")
    var file: String

    @Option(help: "The checkpoint that a proof of inclusion is about.")
    var checkpoint: String?

    @Option(help: "The older checkpoint of a proof of consistency.")
    var from: String?

    @Option(help: "The newer checkpoint of a proof of consistency.")
    var to: String?

    @OptionGroup
    var trusted: TrustedKeys

    @Flag(help: "Print the result as JSON.")
    var json = false

    private enum Given {
        case one(String)
        case pair(older: String, newer: String)
    }

    func validate() throws {
        try trusted.demandOne()
        _ = try given
    }

    func run() throws {
        let keys = try trusted.keys
        let document = try readDocument()
        let check: ProofCheck
        switch (document, try given) {
        case (.inclusion(let proof, let stamp), .one(let path)):
            check = .inclusion(proof, stamp, try CheckpointFile(path, keys: keys))
        case (.consistency(let proof), .pair(let older, let newer)):
            let files = (try CheckpointFile(older, keys: keys), try CheckpointFile(newer, keys: keys))
            check = .consistency(proof, older: files.0, newer: files.1)
        case (.inclusion, .pair): throw Failure.wrongInput(file, "a proof of inclusion; give one --checkpoint")
        case (.consistency, .one): throw Failure.wrongInput(file, "a proof of consistency; give --from and --to")
        }
        let problem = try check.problem
        try Output.write(json ? check.json(problem) : Array((problem == nil ? check.text + "\n" : "").utf8))
        if let problem { throw Failure(.auditFailed, "\(file): proves nothing: \(problem)") }
    }

    private var given: Given {
        get throws {
            switch (checkpoint, from, to) {
            case (let path?, nil, nil): return .one(path)
            case (nil, let older?, let newer?): return .pair(older: older, newer: newer)
            default: throw ValidationError("give --checkpoint, or both --from and --to")
            }
        }
    }

    private func readDocument() throws(Failure) -> ProofDocument {
        let bytes = try InputFile.bytes(of: file, limit: Self.maximumByteCount)
        do throws(ProofDocumentError) {
            return try ProofDocument(parsing: bytes)
        } catch {
            throw .wrongInput(file, error)
        }
    }
}
