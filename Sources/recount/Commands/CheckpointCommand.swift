import ArgumentParser
import RecountJournal
import RecountReplay
import SystemPackage

/// `recount checkpoint`: signs what a journal holds.
struct CheckpointCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Sign the records that a journal has, so that it can only grow from here on.",
        discussion: """
            Reads the whole journal, checks frames, stamps and chain, and signs the root of the tree over all stamps \
            (docs/transparency.md). What is signed is made durable first. With --since, nothing is signed unless the \
            journal begins with the records of that earlier checkpoint. The decisions are not executed again: that \
            is what verify is for.

            Example: recount checkpoint journal --signing-key ledger.key \\
              --output monday.checkpoint

            Example: recount checkpoint journal --signing-key ledger.key \\
              --since monday.checkpoint --output tuesday.checkpoint
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(help: "The file with the private key, as recount keygen made it.")
    var signingKey: String

    @Option(help: "Where the checkpoint goes; without it, to standard output.")
    var output: String?

    @Option(help: "An earlier checkpoint that the journal must contain.")
    var since: String?

    @Option(
        name: .customLong("public-key"),
        help: "The public key that signed the earlier checkpoint, if it was not the signing key's.")
    var publicKeys: [String] = []

    @Flag(help: "Begin with the tree that the newest good snapshot holds, not with the first record.")
    var fromSnapshot = false

    @OptionGroup
    var options: ReadingOptions

    func validate() throws {
        guard since != nil || publicKeys.isEmpty else {
            throw ValidationError("--public-key is of the earlier checkpoint; give that with --since")
        }
    }

    func run() throws {
        let key = try KeyFile.signingKey(signingKey)
        let earlier = try earlierCheckpoint(key)
        let tree = try read(comparingWith: earlier)
        if let note = tree.tail?.note { try Output.writeError(Array("recount: \(journal): \(note)\n".utf8)) }
        do throws(JournalError) { try tree.makeDurable() } catch { throw Failure(error) }
        let note = Checkpoint.sign(tree.head, with: key).bytes
        if let output { try Output.write(note, to: output) } else { try Output.write(note) }
    }

    private func earlierCheckpoint(_ key: NoteSigningKey) throws(Failure) -> Checkpoint? {
        guard let since else { return nil }
        let others = try publicKeys.map { path throws(Failure) in try KeyFile.verificationKey(path) }
        let checkpoint = try CheckpointFile(since, keys: [key.verificationKey] + others).checkpoint
        guard checkpoint.origin == key.identity.name else {
            throw .wrongInput(
                since,
                "a checkpoint of \(checkpoint.origin), and the key signs for \(key.identity.name); nothing was signed")
        }
        return checkpoint
    }

    private func read(comparingWith earlier: Checkpoint?) throws(Failure) -> JournalTree {
        let start: JournalStart = fromSnapshot ? .snapshot(upTo: earlier?.head.size ?? .max) : .genesis
        let access = try options.access
        let tree = try JournalTree.read(
            FilePath(journal), access, from: start, comparingWith: earlier?.head, label: "checkpoint"
        ) { _, _ in }
        if let earlier, let standing = tree.standing, standing != .contained {
            throw Failure(.auditFailed, "\(journal): \(CheckpointReport(earlier, standing).text); nothing was signed")
        }
        return tree
    }
}
