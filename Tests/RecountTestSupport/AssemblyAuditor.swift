import RecountKernel

/// Judges a window by its request alone: C1, C2 and C5 of docs/context.md, the order and completeness of its
/// entries, caps, required fragments, reasons and digests. It walks through nothing.
package struct AssemblyAuditor {
    private let context: ContextCase
    private let fragments: [UInt64: Fragment]
    private let renderRanks: [UInt64: [UInt64]]
    private let groups: [UInt32: [Fragment]]

    /// An auditor of one request's windows, whatever their limit and mode.
    package init(_ context: ContextCase) {
        self.context = context
        fragments = Dictionary(uniqueKeysWithValues: context.fragments.map { ($0.id.rawValue, $0) })
        let sections = Dictionary(uniqueKeysWithValues: context.sections.map { ($0.id.rawValue, $0) })
        renderRanks = fragments.mapValues { fragment in
            let section = fragment.section.rawValue
            return [
                UInt64(sections[section]?.renderOrder ?? 0), UInt64(section), fragment.order, fragment.id.rawValue,
            ]
        }
        groups = Dictionary(grouping: context.fragments.filter { $0.group != .none }, by: \.group.rawValue)
    }

    /// Says what is wrong with the window that answers the request with this limit and mode.
    package func violations(of window: PlainWindow, limit: UInt64? = nil, mode: AssemblyMode? = nil) -> [String] {
        var header = context.header
        if let limit { header.tokenLimit = Tokens(limit) }
        if let mode { header.mode = mode }
        var violations = entryViolations(of: window)
        // The rest looks fragments up.
        guard violations.isEmpty else { return violations }
        violations += sumViolations(of: window, header)
        violations += capViolations(of: window)
        violations += groupViolations(of: window)
        violations += reasonViolations(of: window, header)
        violations += digestViolations(of: window, header)
        return violations
    }

    /// C4: says what the window of a larger limit lost, the walk being a cutoff.
    package static func losses(from smaller: AssemblyAnswer, to larger: AssemblyAnswer) -> [String] {
        guard let smaller = smaller.window else { return [] }
        guard let larger = larger.window else { return ["C4: refused at the larger limit"] }
        let keptBefore = smaller.kept
        let keptAfter = larger.kept
        var losses: [String] = []
        for (id, tokens) in keptBefore {
            guard let after = keptAfter[id] else {
                losses.append("C4: \(id) is left out at the larger limit")
                continue
            }
            if after < tokens { losses.append("C4: \(id) has \(after) tokens instead of \(tokens)") }
        }
        return losses
    }

    // Entries.

    private func entryViolations(of window: PlainWindow) -> [String] {
        let ids = window.fragmentIDs
        if ids.sorted() != fragments.keys.sorted() { return ["entries are not those of the fragments: \(ids)"] }
        var violations: [String] = []
        for (left, right) in zip(ids, ids.dropFirst()) {
            if let earlier = renderRanks[left], let later = renderRanks[right],
                !earlier.lexicographicallyPrecedes(later)
            {
                violations.append("\(left) is rendered before \(right)")
            }
        }
        for entry in window.entries {
            guard let fragment = fragments[entry.fragment.rawValue] else { continue }
            if !Self.isPossible(entry, for: fragment) { violations.append("no form of its fragment: \(entry)") }
        }
        return violations
    }

    /// Whether what is kept is a form of the fragment, named rightly.
    private static func isPossible(_ entry: WindowEntry, for fragment: Fragment) -> Bool {
        switch entry.outcome {
        case .included: entry.keptTokens == fragment.tokens && entry.reason == .none
        case .truncated:
            fragment.divisibility == .truncatable && fragment.group == .none
                && fragment.cuts.contains(entry.keptTokens) && entry.reason != .none
        case .excluded: entry.keptTokens == 0 && entry.reason != .none && fragment.necessity == .optional
        }
    }

    // Sums.

    private func sumViolations(of window: PlainWindow, _ header: AssemblyHeader) -> [String] {
        let kept = window.kept
        let separators = UInt64(max(1, kept.count) - 1) * UInt64(header.separatorTokens)
        let sum = kept.values.reduce(separators) { $0 + UInt64($1) }
        var violations: [String] = []
        if window.usedTokens > Self.available(header) { violations.append("C1: \(window.usedTokens) are used") }
        if window.usedTokens != sum { violations.append("C2: \(window.usedTokens) instead of \(sum)") }
        if window.includedCount != kept.count { violations.append("\(window.includedCount) are said to be included") }
        return violations
    }

    private static func available(_ header: AssemblyHeader) -> UInt64 {
        header.tokenLimit.rawValue - min(header.tokenLimit.rawValue, header.outputTokens.rawValue)
    }

    private func tokensOfSections(_ window: PlainWindow) -> [UInt32: UInt64] {
        window.kept.reduce(into: [:]) { sums, held in
            if let fragment = fragments[held.key] { sums[fragment.section.rawValue, default: 0] += UInt64(held.value) }
        }
    }

    private func capViolations(of window: PlainWindow) -> [String] {
        let sums = tokensOfSections(window)
        return context.sections.compactMap { section in
            guard let cap = section.cap, let sum = sums[section.id.rawValue], sum > cap.rawValue else { return nil }
            return "section \(section.id.rawValue) has \(sum) of at most \(cap.rawValue) tokens"
        }
    }

    private func groupViolations(of window: PlainWindow) -> [String] {
        let kept = window.kept
        return groups.compactMap { group, members in
            let there = members.count { kept[$0.id.rawValue] != nil }
            if there != 0 && there != members.count { return "C5: group \(group) is torn" }
            if there == 0 && members.contains(where: { $0.necessity == .required }) {
                return "required group \(group) is missing"
            }
            return nil
        }
    }

    // Reasons. A window only grows while it is made: what did not fit then does not fit in the end.

    private func reasonViolations(of window: PlainWindow, _ header: AssemblyHeader) -> [String] {
        let sums = tokensOfSections(window)
        var violations: [String] = []
        var stopped = Set<[UInt64]>()
        for entry in window.entries {
            guard let fragment = fragments[entry.fragment.rawValue] else { continue }
            let next = nextForm(of: entry, fragment)
            switch entry.reason {
            case .none: break
            case .sectionCap:
                if !isOverCap(next, sums) { violations.append("no cap keeps \(entry.fragment.rawValue) out") }
            case .total:
                stopped.insert(next.keys.sorted())
                let more = next.values.reduce(separators(for: entry, of: next.count, in: window, header), +)
                if window.usedTokens + more <= Self.available(header) {
                    violations.append("\(entry.fragment.rawValue) would fit")
                }
            case .afterCutoff:
                if header.mode == .greedy { violations.append("a cutoff in greedy mode") }
            }
        }
        if header.mode == .cutoff {
            if stopped.count > 1 { violations.append("the walk stopped more than once") }
            if stopped.isEmpty && window.entries.contains(where: { $0.reason == .afterCutoff }) {
                violations.append("the walk stopped for nothing")
            }
        }
        return violations
    }

    /// The separators that come with so many fragments, which are a new one's or nobody's.
    private func separators(
        for entry: WindowEntry, of count: Int, in window: PlainWindow, _ header: AssemblyHeader
    ) -> UInt64 {
        if entry.outcome == .truncated { return 0 }
        return UInt64(window.includedCount == 0 ? count - 1 : count) * UInt64(header.separatorTokens)
    }

    /// What the next form of the entry's fragment or group would add, by fragment.
    private func nextForm(of entry: WindowEntry, _ fragment: Fragment) -> [UInt64: UInt64] {
        if let members = groups[fragment.group.rawValue] {
            return Dictionary(uniqueKeysWithValues: members.map { ($0.id.rawValue, UInt64($0.tokens)) })
        }
        var forms = fragment.divisibility == .truncatable ? fragment.cuts : []
        forms.append(fragment.tokens)
        let next =
            entry.outcome == .excluded ? forms[0] : forms.first { $0 > entry.keptTokens } ?? fragment.tokens
        return [fragment.id.rawValue: UInt64(next) - UInt64(entry.keptTokens)]
    }

    private func isOverCap(_ added: [UInt64: UInt64], _ sums: [UInt32: UInt64]) -> Bool {
        var sums = sums
        for (id, tokens) in added {
            if let fragment = fragments[id] { sums[fragment.section.rawValue, default: 0] += tokens }
        }
        return context.sections.contains { section in
            section.cap.map { sums[section.id.rawValue, default: 0] > $0.rawValue } ?? false
        }
    }

    // Digests.

    private func digestViolations(of window: PlainWindow, _ header: AssemblyHeader) -> [String] {
        var violations: [String] = []
        let included = window.entries.filter { $0.outcome != .excluded }
        if window.digest != digest(of: included) { violations.append("the window's digest") }
        var prefix: [WindowEntry] = []
        for entry in included {
            guard entry.outcome == .included, fragments[entry.fragment.rawValue]?.stability == .stable else { break }
            prefix.append(entry)
        }
        let separators = UInt64(max(1, prefix.count) - 1) * UInt64(header.separatorTokens)
        let tokens = prefix.reduce(separators) { $0 + UInt64($1.keptTokens) }
        if window.prefixCount != prefix.count || window.prefixTokens != tokens {
            violations.append("the stable prefix has \(prefix.count) fragments and \(tokens) tokens")
        }
        if window.prefixDigest != digest(of: prefix) { violations.append("the stable prefix's digest") }
        return violations
    }

    private func digest(of entries: [WindowEntry]) -> Digest {
        .window(entries.map { (fragments[$0.fragment.rawValue]?.contentDigest ?? .zero, $0.keptTokens) })
    }
}
