import ArgumentParser
import RecountDigest
import RecountJournal
import RecountReplay

/// `recount keygen`: new keys.
struct KeygenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: "Make a pair of keys that checkpoints are signed with, or a key for a journal's chain.",
        discussion: """
            Files that exist are never replaced, and a secret is readable by its owner alone and never printed. The \
            name of a signing key is that of the journal in all its checkpoints: a URL without its scheme, such as \
            example.com/ledger, is nobody else's (docs/transparency.md).

            Example: recount keygen --name example.com/ledger \\
              --private ledger.key --public ledger.pub

            Example: recount keygen --journal chain.key
            """
    )

    @Option(help: "The name of the journal that the pair signs for.")
    var name: String?

    @Option(name: .customLong("private"), help: "The new file for the private half: keep it secret.")
    var privatePath: String?

    @Option(name: .customLong("public"), help: "The new file for the public half: give it to everyone who checks.")
    var publicPath: String?

    @Option(help: "The new file for a journal's key: 32 random bytes as 64 hexadecimal digits.")
    var journal: String?

    private enum Product {
        case pair(NoteKeyName, privatePath: String, publicPath: String)
        case journalKey(path: String)
    }

    func validate() throws { _ = try product }

    func run() throws {
        switch try product {
        case .pair(let name, let privatePath, let publicPath):
            let key = NoteSigningKey(name: name, key: Ed25519PrivateKey())
            try Self.write(key, privatePath: privatePath, publicPath: publicPath)
            try Output.write(
                """
                key \(key.identity)
                private half in \(privatePath.printable): whoever has it can sign for this journal
                public half in \(publicPath.printable): \(key.verificationKey.text)

                """)
        case .journalKey(let path):
            try NewFile.write(JournalKey.random().fileText, to: path, for: .owner)
            try Output.write(
                "a journal's key in \(path.printable): without it nobody reads or writes the journal; keep a copy\n")
        }
    }

    private var product: Product {
        get throws {
            switch (name, privatePath, publicPath, journal) {
            case (let name?, let privatePath?, let publicPath?, nil):
                guard let name = NoteKeyName(name) else {
                    throw ValidationError(
                        "--name must have no spaces, plus signs and control characters, and not be empty")
                }
                return .pair(name, privatePath: privatePath, publicPath: publicPath)
            case (nil, nil, nil, let path?): return .journalKey(path: path)
            default: throw ValidationError("give --name, --private and --public, or --journal alone")
            }
        }
    }

    /// Both files, or none.
    private static func write(_ key: NoteSigningKey, privatePath: String, publicPath: String) throws(Failure) {
        try NewFile.write(key.secretText + "\n", to: privatePath, for: .owner)
        do throws(Failure) {
            try NewFile.write(key.verificationKey.text + "\n", to: publicPath, for: .everyone)
        } catch {
            NewFile.remove(privatePath)
            throw error
        }
    }
}
