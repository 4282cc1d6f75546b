import ArgumentParser

/// `recount proof`: proofs that need no journal to be checked.
struct ProofCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "proof",
        abstract: "Prove that a record is in a journal, or that a journal only grew, to those who do not have it.",
        discussion: """
            Example: recount proof check record.json --checkpoint tuesday.checkpoint \\
              --public-key ledger.pub
            """,
        subcommands: [InclusionCommand.self, ConsistencyCommand.self, ProofCheckCommand.self]
    )
}

/// `recount proof inclusion`: one record under a checkpoint.
struct InclusionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inclusion",
        abstract: "Prove that a record is among those that a checkpoint was made of.",
        discussion: """
            The proof holds the record's stamp and at most 64 hashes, nothing of any record.

            Example: recount proof inclusion journal --record 8 \\
              --checkpoint tuesday.checkpoint --public-key ledger.pub --output record.json
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(help: "The record's sequence, from 1.")
    var record: UInt64

    @Option(help: "The checkpoint.")
    var checkpoint: String

    @OptionGroup
    var trusted: TrustedKeys

    @OptionGroup
    var options: ReadingOptions

    @Option(help: "Where the proof goes; without it, to standard output.")
    var output: String?

    func validate() throws { try trusted.demandOne() }

    func run() throws {
        let file = try CheckpointFile(checkpoint, trusted)
        let proof = try JournalProver(journal, options.access).inclusion(ofRecord: record, under: file)
        if let output { try Output.write(proof.json, to: output) } else { try Output.write(proof.json) }
    }
}

/// `recount proof consistency`: one checkpoint after another.
struct ConsistencyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consistency",
        abstract: "Prove that a newer checkpoint has all records of an older one, unchanged, at its beginning.",
        discussion: """
            Both checkpoints are compared with the journal. Their signatures are checked only if a public key is \
            given; proof check always demands them.

            Example: recount proof consistency journal --from monday.checkpoint \\
              --to tuesday.checkpoint --output growth.json
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(help: "The older checkpoint.")
    var from: String

    @Option(help: "The newer checkpoint.")
    var to: String

    @OptionGroup
    var trusted: TrustedKeys

    @OptionGroup
    var options: ReadingOptions

    @Option(help: "Where the proof goes; without it, to standard output.")
    var output: String?

    func run() throws {
        let proof = try JournalProver(journal, options.access).consistency(from: try file(from), to: try file(to))
        if let output { try Output.write(proof.json, to: output) } else { try Output.write(proof.json) }
    }

    private func file(_ path: String) throws(Failure) -> CheckpointFile {
        if trusted.publicKeys.isEmpty { return try CheckpointFile(unverified: path) }
        return try CheckpointFile(path, trusted)
    }
}
