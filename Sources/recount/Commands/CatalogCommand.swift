import ArgumentParser
import RecountDigest
import RecountJSON

/// `recount catalog`: policies from the price lists of others.
struct CatalogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "Make policies from price lists.",
        discussion: """
            Example: recount catalog import litellm model_prices.json \\
              --overlay docs/data/overlay.json --output policy.json
            """,
        subcommands: [ImportCommand.self]
    )
}

/// `recount catalog import`: reads a price list.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Import a price list as a policy.",
        discussion: """
            Example: recount catalog import litellm model_prices.json \\
              --overlay docs/data/overlay.json --output policy.json
            """,
        subcommands: [LiteLLMImportCommand.self, CalybrisImportCommand.self]
    )
}

/// `recount catalog import litellm`: a LiteLLM price file and an overlay make a policy.
struct LiteLLMImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "litellm",
        abstract: "Import a LiteLLM price file: prices exactly, or not at all and by name.",
        discussion: """
            The overlay gives what price files do not: quality, latency, risk ceilings and the policy's limits \
            (docs/data/README.md). What cannot be represented is counted by reason on standard error; --list names it.

            Example: recount catalog import litellm model_prices.json \\
              --overlay docs/data/overlay.json --output policy.json --models 'gpt-4o*'
            """
    )

    @Argument(help: "The LiteLLM price file (JSON).")
    var file: String

    @Option(help: "The overlay file.")
    var overlay: String

    @Option(
        parsing: .upToNextOption,
        help: "Entries by name or pattern (* and ?), or 'all-chat'; without it, those that the overlay names.")
    var models: [String] = []

    @OptionGroup
    var output: ImportOutput

    func run() throws {
        let prices = try InputFile.bytes(of: file)
        let overlay = try readOverlay()
        let digest = prices.withUnsafeBytes { SHA256Digest.hexadecimal(of: $0) }
        var report = ImportReport()
        let policy: PolicyDocument
        do throws(CatalogImportError) {
            let catalog = try LiteLLMCatalog(parsing: prices)
            policy = try CatalogImport(catalog, overlay: overlay, selection: selection, report: &report).policy
        } catch {
            let reasons = SkipReason.allCases.filter { report.count(of: $0) > 0 }
            let counts = reasons.map { "\($0.rawValue) \(report.count(of: $0))" }.joined(separator: ", ")
            throw Failure.wrongInput(file, counts.isEmpty ? "\(error)" : "\(error): \(counts)")
        }
        _ = try canonicalBytes(of: policy)
        try output.write(policy, report: report, of: file, digest: digest)
    }

    private func readOverlay() throws(Failure) -> Overlay {
        let bytes = try InputFile.bytes(of: overlay)
        do throws(DocumentError) {
            return try Overlay(parsing: bytes)
        } catch {
            throw .wrongInput(overlay, error)
        }
    }

    private var selection: ModelSelection {
        if models.isEmpty { return .overlay }
        return models == ["all-chat"] ? .allChat : .patterns(models)
    }

    /// A policy that could not be installed is not written either.
    private func canonicalBytes(of policy: PolicyDocument) throws(Failure) -> [UInt8] {
        do throws(PolicyViolation) {
            return try policy.canonicalBytes()
        } catch {
            throw .wrongInput(overlay, error)
        }
    }
}
