/// A fragment on its way into a window.
struct AssemblyItem: BitwiseCopyable {
    let fragment: Fragment
    /// The position of its section in the request.
    let section: UInt32
    /// Where the best member of its unit stands in selection order: the same for all members of a
    /// group, another for everything else.
    var unitRank: UInt32 = 0
    /// How many of its forms were reached: 0 if it is left out, `fragment.formCount` if it is whole.
    var reachedFormCount = 0
    var reason = WindowEntry.Reason.none

    init(fragment: Fragment, section: UInt32) {
        self.fragment = fragment
        self.section = section
    }

    static var unused: AssemblyItem {
        AssemblyItem(
            fragment: Fragment(id: FragmentID(0), section: SectionID(0), tokens: 0, contentDigest: .zero), section: 0)
    }

    var isWhole: Bool { reachedFormCount == fragment.formCount }

    /// How many of its tokens are in the window.
    var keptTokens: UInt32 {
        // Bound: above 0 here.
        reachedFormCount == 0 ? 0 : fragment.tokens(ofForm: reachedFormCount &- 1)
    }

    /// How many tokens its next form has more.
    ///
    /// - Precondition: it is not whole.
    var addedTokens: UInt32 {
        // Bound: forms ascend, so no form has fewer tokens than the one before it.
        fragment.tokens(ofForm: reachedFormCount) &- keptTokens
    }

    /// The answer as it stands.
    var entry: WindowEntry {
        let outcome: WindowEntry.Outcome =
            if isWhole { .included } else if reachedFormCount > 0 { .truncated } else { .excluded }
        return WindowEntry(fragment: fragment.id, outcome: outcome, reason: reason, keptTokens: keptTokens)
    }
}

/// A section while a window is filled.
struct AssemblySection: BitwiseCopyable {
    let section: ContextSection
    /// Tokens of its fragments in the window.
    var filledTokens: UInt64 = 0
    /// Tokens that the step at hand would add.
    var addedTokens: UInt64 = 0

    init(_ section: ContextSection) {
        self.section = section
    }

    static var unused: AssemblySection {
        AssemblySection(ContextSection(id: SectionID(0), priority: 0, renderOrder: 0))
    }

    /// Whether what it has, with what the step would add, is within its cap.
    var isWithinCap: Bool {
        guard let cap = section.cap else { return true }
        // Bound: both are sums of under 2^15 numbers below 2^32.
        return filledTokens &+ addedTokens <= cap.rawValue
    }
}
