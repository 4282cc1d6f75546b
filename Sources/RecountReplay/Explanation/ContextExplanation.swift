import RecountJSON
import RecountKernel

/// A window in sentences: what it has, section by section, and of each fragment that lost something
/// which limit took it.
struct ContextExplanation {
    /// Of longer lists the beginning is put into words.
    static let longestList = 20

    let request: AssemblyRequest
    let window: Window

    var details: [String] { [usedSentence] + sectionSentences + lossSentences + prefixSentence }

    private var usedSentence: String {
        let separators = UInt64(max(1, window.includedCount) - 1) * UInt64(request.header.separatorTokens)
        let between = separators == 0 ? "" : ", \(separators) of them separators"
        let whole = (0..<window.entryCount).count { window[$0].outcome == .included }
        let cut = Int(window.includedCount) - whole
        return "\(window.usedTokens.rawValue) of \(counted(request.header.availableTokens.rawValue, "token")) are "
            + "used\(between): of \(counted(window.entryCount, "fragment")) \(whole) are whole, \(cut) cut and "
            + "\(Int(window.entryCount) - Int(window.includedCount)) left out."
    }

    private var sectionSentences: [String] {
        var sums = [SectionSum](repeating: SectionSum(), count: Int(request.sections.count))
        let fragments = fragmentsByID
        for position in 0..<window.entryCount {
            let entry = window[position]
            guard let fragment = fragments[entry.fragment.rawValue],
                let section = request.sections.position(of: fragment.section)
            else { continue }
            sums[Int(section)].count(entry)
        }
        let sentences = sums.enumerated().map { position, sum in
            let section = request.sections[UInt32(position)]
            let tokens =
                section.cap.map { "\(sum.tokens) of at most \(counted($0.rawValue, "token"))" }
                ?? counted(sum.tokens, "token")
            return "Section \(section.id.rawValue) has \(sum.kept) of \(counted(sum.fragments, "fragment")), "
                + "\(tokens)."
        }
        return Self.shortened(sentences) { "And \(counted($0.count, "more section"))." }
    }

    /// In render order, as the entries stand.
    private var lossSentences: [String] {
        let fragments = fragmentsByID
        let losses = (0..<window.entryCount).map { window[$0] }.filter { $0.reason != .none }
        let rest = losses.dropFirst(Self.longestList)
        var sentences = losses.prefix(Self.longestList).compactMap { entry in
            fragments[entry.fragment.rawValue].map { sentence(about: entry, $0) }
        }
        if !rest.isEmpty { sentences.append("And \(rest.count) more: \(Self.tally(of: rest)).") }
        return sentences
    }

    private func sentence(about entry: WindowEntry, _ fragment: Fragment) -> String {
        let name = "Fragment \(fragment.id.rawValue) of section \(fragment.section.rawValue)"
        let fate =
            entry.outcome == .truncated
            ? "is cut to \(entry.keptTokens) of \(counted(fragment.tokens, "token"))"
            : "is left out with \(counted(fragment.tokens, "token"))\(Self.smallestForm(of: fragment))"
        let group = fragment.group == .none ? "" : " together with group \(fragment.group.rawValue)"
        return "\(name) \(fate)\(group): \(limit(of: entry.reason, fragment))."
    }

    /// What is the least that a fragment could have had, if it may be cut.
    private static func smallestForm(of fragment: Fragment) -> String {
        guard fragment.divisibility == .truncatable, fragment.group == .none, fragment.cutPoints.count > 0 else {
            return ""
        }
        return ", \(fragment.cutPoints[0]) in its smallest form"
    }

    private func limit(of reason: WindowEntry.Reason, _ fragment: Fragment) -> String {
        switch reason {
        case .sectionCap where fragment.group != .none: return "a section of the group has reached its cap"
        case .sectionCap:
            let position = request.sections.position(of: fragment.section)
            let cap = position.flatMap { request.sections[$0].cap }?.rawValue ?? 0
            return "its section may have \(counted(cap, "token"))"
        case .total: return "the window may have \(counted(request.header.availableTokens.rawValue, "token"))"
        case .afterCutoff: return "the walk had stopped before"
        case .none: return "nothing kept it out"
        }
    }

    private var prefixSentence: [String] {
        let prefix = window.stablePrefix
        if prefix.count == 0 { return [] }
        return [
            "The first \(counted(prefix.count, "fragment")), \(counted(prefix.tokens.rawValue, "token")), "
                + "\(prefix.count == 1 ? "is" : "are") whole and stable: a prompt cache can serve "
                + "\(prefix.count == 1 ? "it" : "them")."
        ]
    }

    private var fragmentsByID: [UInt64: Fragment] {
        var fragments: [UInt64: Fragment] = [:]
        var cursor = request.fragments
        while let fragment = cursor.next() { fragments[fragment.id.rawValue] = fragment }
        return fragments
    }

    private static func tally(of losses: ArraySlice<WindowEntry>) -> String {
        let reasons: [(WindowEntry.Reason, String)] = [
            (.sectionCap, "for a section's cap"), (.total, "for the window's tokens"),
            (.afterCutoff, "after the walk had stopped"),
        ]
        return reasons.compactMap { reason, text in
            let count = losses.count { $0.reason == reason }
            return count == 0 ? nil : "\(count) \(text)"
        }.joined(separator: ", ")
    }

    private static func shortened(_ sentences: [String], _ rest: (ArraySlice<String>) -> String) -> [String] {
        let omitted = sentences.dropFirst(longestList)
        return sentences.prefix(longestList) + (omitted.isEmpty ? [] : [rest(omitted)])
    }
}

/// What a window has of a section.
private struct SectionSum {
    var fragments = 0
    var kept = 0
    var tokens: UInt64 = 0

    mutating func count(_ entry: WindowEntry) {
        fragments += 1
        if entry.outcome != .excluded { kept += 1 }
        tokens += UInt64(entry.keptTokens)
    }
}
