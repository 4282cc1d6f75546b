import RecountKernel

/// A window as plain values, which live on after the kernel's next step.
package struct PlainWindow: Equatable, Sendable {
    /// All tokens, separators included.
    package var usedTokens: UInt64
    /// How many fragments are in it.
    package var includedCount: Int
    /// An entry for each fragment, in render order.
    package var entries: [WindowEntry]
    /// Digest of what is in it.
    package var digest: Digest
    /// How many fragments the stable prefix has.
    package var prefixCount: Int
    /// Its tokens, with the separators between them.
    package var prefixTokens: UInt64
    /// Its digest.
    package var prefixDigest: Digest

    /// Copies a window.
    package init(_ window: Window) {
        self.init(
            usedTokens: window.usedTokens.rawValue, includedCount: Int(window.includedCount),
            entries: (0..<window.entryCount).map { window[$0] }, digest: window.digest,
            prefixCount: Int(window.stablePrefix.count), prefixTokens: window.stablePrefix.tokens.rawValue,
            prefixDigest: window.stablePrefix.digest)
    }

    init(
        usedTokens: UInt64, includedCount: Int, entries: [WindowEntry], digest: Digest, prefixCount: Int,
        prefixTokens: UInt64, prefixDigest: Digest
    ) {
        self.usedTokens = usedTokens
        self.includedCount = includedCount
        self.entries = entries
        self.digest = digest
        self.prefixCount = prefixCount
        self.prefixTokens = prefixTokens
        self.prefixDigest = prefixDigest
    }

    /// How much of each fragment is in the window; nil if it is left out. A fragment may have no token
    /// and still be in it.
    package var kept: [UInt64: UInt32] {
        let included = entries.filter { $0.outcome != .excluded }
        return Dictionary(included.map { ($0.fragment.rawValue, $0.keptTokens) }) { first, _ in first }
    }

    /// The ids in render order.
    package var fragmentIDs: [UInt64] { entries.map(\.fragment.rawValue) }
}

/// What an assembly is answered by.
package enum AssemblyAnswer: Equatable, Sendable {
    /// A window.
    case window(PlainWindow)
    /// None.
    case refused(Refusal)

    /// Copies a decision; nil if it is no answer to an assembly.
    package init?(_ decision: Decision) {
        switch decision {
        case .assembled(let window): self = .window(PlainWindow(window))
        case .refused(let refusal): self = .refused(refusal)
        default: return nil
        }
    }

    /// The window, if it is one.
    package var window: PlainWindow? {
        if case .window(let window) = self { return window }
        return nil
    }

    /// The refusal, if it is one.
    package var refusal: Refusal? {
        if case .refused(let refusal) = self { return refusal }
        return nil
    }
}

/// A kernel with one tenant that assembles.
package final class AssemblingKernel {
    private let harness: KernelHarness

    /// Makes a kernel that takes so many fragments.
    package init(fragments: UInt32 = 64) {
        harness = KernelHarness(
            limits: .sized(
                tenants: 1, accounts: 1, reservations: 1, transfers: 1, locks: 1, fragments: fragments))
        harness.run(.openTenant(accounts: 1, reservations: 1, transfers: 1, locks: 1))
    }

    /// The kernel's answer.
    package func answer(_ context: ContextCase) -> AssemblyAnswer {
        do {
            return try context.withRequest { request in
                guard let answer = AssemblyAnswer(harness.answer(.assemble(request))) else {
                    fatalError("an assembly was answered by something else")
                }
                return answer
            }
        } catch {
            fatalError("a test made a request that decoding does not take: \(error)")
        }
    }
}
