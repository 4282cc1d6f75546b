import RecountContext
import RecountJSON
import RecountKernel

extension FuzzTarget {
    /// A context file, then, after a byte 0, the text of every file that it names: refused, or assembled by a
    /// kernel and rendered as valid UTF-8 of no more tokens than the window has.
    static let context = FuzzTarget("context") { input throws(PropertyViolation) in
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map { Array($0) }
        guard let file = try? ContextFile(parsing: parts[0]) else { return .refused }
        let text = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
        guard let context = try? PreparedContext(file.document { _ in text }) else { return .refused }
        for fragment in context.fragments { try requireCuts(of: fragment) }
        try Assembly.requireRendering(of: context)
        return .accepted
    }

    /// Demands that a text ends between two scalars wherever it is cut, and that each cut has more of it.
    private static func requireCuts(of fragment: PreparedFragment) throws(PropertyViolation) {
        let text = Array(fragment.document.text.utf8)
        var previous = (tokens: UInt32(0), byteOffset: 0)
        for point in fragment.cutPoints {
            try require(
                point.tokens > previous.tokens && point.tokens < fragment.tokens
                    && point.byteOffset > previous.byteOffset && point.byteOffset < text.count,
                "\(fragment.cutPoints) in \(text.count) bytes of \(fragment.tokens) tokens")
            try require(
                text[point.byteOffset] & 0xc0 != 0x80, "byte \(point.byteOffset), at which \(text) is cut, goes on")
            previous = (point.tokens, point.byteOffset)
        }
    }
}

private enum Assembly {
    /// Demands that a kernel assembles a window or says what does not fit, and that a window is rendered.
    static func requireRendering(of context: PreparedContext) throws(PropertyViolation) {
        let kernel = try kernel(for: context)
        try context.withRequest { (request) throws(PropertyViolation) in
            let header = CommandHeader(tenant: TenantID(1), time: .zero)
            switch try kernel.step(Command(header: header, body: .assemble(request)))?.decision {
            case .assembled(let window): try requireText(of: window, context)
            case .refused(let refusal):
                try require(refusal.reason == .requiredDoesNotFit, "a checked document is refused: \(refusal)")
            case let other: throw PropertyViolation("an assembly is answered by \(other as Any)")
            }
        }
    }

    private static func kernel(for context: PreparedContext) throws(PropertyViolation) -> FuzzedKernel {
        let limits = KernelLimits(
            tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: 1, maximumAdvance: .zero,
            retention: .zero, fragments: UInt32(max(1, context.fragments.count)))
        guard let limits else { throw PropertyViolation("more fragments than a kernel takes were prepared") }
        let kernel = try FuzzedKernel(limits: limits)
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        let header = CommandHeader(tenant: TenantID(1), time: .zero)
        _ = try kernel.step(Command(header: header, body: .openTenant(quotas)))
        return kernel
    }

    private static func requireText(of window: Window, _ context: PreparedContext) throws(PropertyViolation) {
        let text: RenderedWindow
        do throws(RenderingError) {
            text = try context.render(window)
        } catch {
            throw PropertyViolation("the window of this document is not rendered: \(error)")
        }
        try require(
            text.estimatedTokens <= text.usedTokens && text.usedTokens == window.usedTokens
                && window.usedTokens <= context.header.availableTokens,
            "\(text.estimatedTokens) tokens in \(text.usedTokens) of \(context.header.availableTokens)")
        try require(String(validating: text.bytes, as: UTF8.self) != nil, "a window is not UTF-8: \(text.bytes)")
    }
}
