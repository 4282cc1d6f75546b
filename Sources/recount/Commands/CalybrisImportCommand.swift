import ArgumentParser
import RecountJSON

/// `recount catalog import calybris`: a policy of calybris-core as one of Recount.
struct CalybrisImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calybris",
        abstract: "Import a policy of calybris-core: every number exactly, or not at all and by name.",
        discussion: """
            A microunit of calybris is a microcent, so decisions stay the same (docs/calybris.md). Models, providers \
            and regions, which calybris only numbers, are named after their numbers; a capability bit without a \
            name in policy files is refused. The policy's source names the SHA-256 of the file.

            Example: recount catalog import calybris docs/examples/calybris/policy.json \\
              --output policy.json
            """
    )

    @Argument(help: "The policy of calybris (JSON).")
    var file: String

    @OptionGroup
    var output: ImportOutput

    func run() throws {
        let loaded = try CalybrisPolicyFile(path: file)
        let source = [
            JSONMember(key: "policy", value: .string("calybris-core policy")),
            JSONMember(key: "sha256", value: .string(loaded.fileDigest)),
            JSONMember(key: "calybris_policy_digest", value: .string(loaded.policyDigest)),
        ]
        let made: CalybrisImport
        do throws(CalybrisImportError) {
            made = try CalybrisImport(loaded.policy, source: source)
        } catch {
            throw Failure.wrongInput(file, error)
        }
        do throws(PolicyViolation) {
            // A policy that could not be installed is not written either.
            _ = try made.policy.canonicalBytes()
        } catch {
            throw Failure.wrongInput(file, error)
        }
        try output.write(made.policy, report: made.report, of: file, digest: loaded.fileDigest)
    }
}
