import RecountContext
import RecountJSON
import RecountJournal
import RecountKernel
import SystemPackage

/// A context file, read and checked, with the texts of its files.
struct LoadedContext {
    let prepared: PreparedContext
    /// What messages call the file.
    private let label: String

    /// Reads a context file; `-` is standard input.
    init(path: String, overrides: ContextFile.Overrides) throws(Failure) {
        let label = path == "-" ? "standard input" : path
        let bytes = try InputFile.bytes(of: path)
        let file: ContextFile
        do throws(DocumentError) {
            file = try ContextFile(parsing: bytes, overrides: overrides)
        } catch {
            throw .wrongInput(label, error)
        }
        // Beside the context file; with standard input, from where the command runs.
        let directory = path == "-" ? FilePath("") : FilePath(path).removingLastComponent()
        let document = try file.document { (name) throws(Failure) in
            try Self.text(of: directory.pushing(FilePath(name)).string)
        }
        do throws(ContextError) {
            prepared = try PreparedContext(document)
        } catch {
            throw .wrongInput(label, error)
        }
        self.label = label
    }

    /// Calls `body` with the window that a kernel answers, the same as in any journal: assembling reads
    /// nothing of a kernel's state.
    func assemble(_ body: (Window) throws(Failure) -> Void) throws(Failure) {
        guard
            let limits = KernelLimits(
                tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: 1,
                maximumAdvance: .zero, retention: .zero, fragments: UInt32(max(1, prepared.fragments.count)))
        else { preconditionFailure("a prepared context has no more fragments than any kernel takes") }
        let host: HostedKernel
        do throws(JournalError) {
            host = try HostedKernel(limits: limits, initialTime: .zero, hashSeed: HashSeed(first: 0, second: 0))
        } catch {
            throw Failure(error)
        }
        let header = CommandHeader(tenant: TenantID(1), time: .zero)
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        _ = Self.step(host, Command(header: header, body: .openTenant(quotas)))
        try prepared.withRequest { (request) throws(Failure) in
            switch Self.step(host, Command(header: header, body: .assemble(request))) {
            case .assembled(let window): try body(window)
            case .refused(let refusal): throw failure(refusal)
            default: preconditionFailure("an assembly is answered by a window or refused")
            }
        }
    }

    /// The window's text, which is never estimated at more than the window uses.
    func render(_ window: Window) throws(Failure) -> RenderedWindow {
        do throws(RenderingError) {
            let text = try prepared.render(window)
            precondition(text.estimatedTokens <= text.usedTokens, "the whole has no more tokens than its parts")
            return text
        } catch {
            preconditionFailure("the window answers this request: \(error)")
        }
    }

    private static func step(_ host: HostedKernel, _ command: Command) -> Decision {
        do {
            return try host.kernel.step(command).decision
        } catch {
            preconditionFailure("nothing falls due, and the command is well formed")
        }
    }

    private static func text(of path: String) throws(Failure) -> String {
        let bytes = try InputFile.bytes(of: path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .wrongInput(path, "not UTF-8; convert it or leave it out")
        }
        return text
    }

    private func failure(_ refusal: Refusal) -> Failure {
        guard refusal.reason == .requiredDoesNotFit, case .room(let section, let needed, let limit) = refusal.detail
        else { return .wrongInput(label, refusal.reason.name) }
        guard let section else {
            return .wrongInput(
                label,
                """
                the required fragments need \(needed) tokens, separators included, and \(limit) are available; \
                raise the limit, keep fewer for the output, or make some fragments optional or truncatable
                """)
        }
        return .wrongInput(
            label,
            """
            the required fragments of section \(prepared.label(of: section)) need \(needed) tokens, and its cap is \
            \(limit); raise the cap, or make some of them optional or truncatable
            """)
    }
}

extension PreparedContext {
    /// A section's name, or its number if it has none.
    func label(of section: SectionID) -> String {
        let name = self.section(section)?.name ?? ""
        return name.isEmpty ? "\(section.rawValue)" : name
    }
}
