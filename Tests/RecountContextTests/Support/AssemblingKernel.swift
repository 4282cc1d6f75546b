import RecountContext
import RecountKernel
import RecountTestSupport

/// A kernel with tenant 1 that assembles windows.
final class AssemblingKernel {
    private let harness: KernelHarness

    init(fragments: UInt32 = 64) {
        harness = KernelHarness(limits: .sized(fragments: fragments))
        harness.answer(.openTenant())
    }

    /// Calls `body` with the kernel's answer to a document's request.
    func withDecision<Result>(
        _ context: PreparedContext, _ body: (Decision) throws -> Result
    ) rethrows -> Result {
        try context.withRequest { request in try body(harness.answer(.assemble(request))) }
    }

    /// The rendered window; nil if the kernel refused.
    func render(_ context: PreparedContext) throws -> RenderedWindow? {
        try withDecision(context) { decision in
            guard case .assembled(let window) = decision else { return nil }
            return try context.render(window)
        }
    }
}

extension ContextDocument {
    /// A document of optional fragments in one section, numbered from 1, one token for each byte.
    static func of(
        _ texts: [String], limit: UInt64 = 1_000, separator: String = "", mode: AssemblyMode = .cutoff
    ) -> ContextDocument {
        let fragments = texts.enumerated().map { position, text in
            FragmentDocument(id: FragmentID(UInt64(position) + 1), section: SectionID(1), text: text)
        }
        return ContextDocument(
            tokenLimit: Tokens(limit), mode: mode, estimate: TokenProfile.bytes.estimate,
            separator: Separator(text: separator), sections: [SectionDocument(id: SectionID(1))], fragments: fragments)
    }
}
