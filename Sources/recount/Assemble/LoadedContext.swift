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
        let bytes = try InputFile.bytes(of: path, limit: TextFiles.maximumByteCount)
        let file: ContextFile
        do throws(DocumentError) {
            file = try ContextFile(parsing: bytes, overrides: overrides)
        } catch {
            throw .wrongInput(label, error)
        }
        // Beside the context file; with standard input, from where the command runs.
        let directory = path == "-" ? FilePath("") : FilePath(path).removingLastComponent()
        var texts = TextFiles(label: label, directory: directory)
        let document = try texts.document(of: file)
        do throws(ContextError) {
            prepared = try PreparedContext(document)
        } catch {
            throw .wrongInput(label, error)
        }
        self.label = label
    }

    /// What a kernel answers.
    enum Answer {
        case assembled(Window)
        /// The required fragments do not fit.
        case refused(Refusal)
    }

    /// Calls `body` with the answer of a kernel, the same as in any journal: assembling reads nothing of a
    /// kernel's state.
    func assemble(_ body: (Answer) throws(Failure) -> Void) throws(Failure) {
        guard
            let limits = KernelLimits(
                tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: 1,
                maximumAdvance: .zero, retention: .zero, fragments: UInt32(max(1, prepared.fragments.count)))
        else { preconditionFailure("a prepared context has no more fragments than any kernel takes") }
        let host: HostedKernel
        do throws(JournalError) {
            host = try HostedKernel(limits: limits, initialTime: .zero, identity: .zero)
        } catch {
            throw Failure(error)
        }
        let header = CommandHeader(tenant: TenantID(1), time: .zero)
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        _ = Self.step(host, Command(header: header, body: .openTenant(quotas)))
        try prepared.withRequest { (request) throws(Failure) in
            switch Self.step(host, Command(header: header, body: .assemble(request))) {
            case .assembled(let window): try body(.assembled(window))
            case .refused(let refusal): try body(.refused(refusal))
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

    /// What people are told of a window that was refused.
    func failure(_ refusal: Refusal) -> Failure {
        guard refusal.reason == .requiredDoesNotFit, case .room(let section, let needed, let limit) = refusal.detail
        else { preconditionFailure("the document was checked, so that only its required fragments are in the way") }
        let isCut = prepared.fragments.contains { $0.document.necessity == .required && !$0.cutPoints.isEmpty }
        let form = isCut ? " in their smallest forms" : ""
        let what =
            if let section {
                """
                the required fragments of section \(prepared.label(of: section)) need \(needed) tokens\(form), and its \
                cap is \(limit); raise the cap, or make some of them optional or truncatable
                """
            } else {
                """
                the required fragments need \(needed) tokens\(form), separators included, and \(limit) are available; \
                raise the limit, keep fewer for the output, or make some fragments optional or truncatable
                """
            }
        return Failure(.doesNotFit, "\(label): \(what)")
    }
}

extension PreparedContext {
    /// A section's name, or its number if it has none.
    func label(of section: SectionID) -> String {
        let name = self.section(section)?.name ?? ""
        return name.isEmpty ? "\(section.rawValue)" : name
    }
}
