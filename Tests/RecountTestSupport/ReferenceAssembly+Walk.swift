import RecountKernel

extension ReferenceAssembly {
    /// What a walk ends with.
    struct Selection {
        var holding: Holding
        /// Why a fragment is not whole.
        var reasons: [UInt64: WindowEntry.Reason] = [:]

        mutating func give(_ reason: WindowEntry.Reason, to unit: Unit) {
            for member in unit.members { reasons[member.id.rawValue] = reason }
        }
    }

    /// What a walk without a limit meets, in order.
    private enum Event {
        /// A unit takes its next form.
        case raise(Unit, Holding)
        /// A unit's next form is above a cap.
        case overCap(Unit)
    }

    /// The forms that each unit can take after the required ones have their smallest: required units
    /// first, then optional ones, each in selection order.
    private var raises: [(unit: Unit, forms: ArraySlice<Holding>)] {
        units.filter(\.isRequired).map { ($0, $0.forms.dropFirst()) }
            + units.filter { !$0.isRequired }.map { ($0, $0.forms[...]) }
    }

    private var events: [Event] {
        var events: [Event] = []
        var holding = required
        for (unit, forms) in raises {
            for form in forms {
                let raised = holding.merging(form) { _, new in new }
                guard respectsCaps(raised) else {
                    events.append(.overCap(unit))
                    break
                }
                holding = raised
                events.append(.raise(unit, raised))
            }
        }
        return events
    }

    /// The longest prefix of the events whose raises all fit.
    func cutOff() -> Selection {
        let events = events
        let length = (0...events.count).last { length in
            events.prefix(length).allSatisfy { event in
                if case .raise(_, let holding) = event { fits(holding) } else { true }
            }
        }
        guard let length else { fatalError("the empty prefix fits") }
        var selection = Selection(holding: required)
        if length < events.count {
            for unit in units { selection.give(.afterCutoff, to: unit) }
        }
        for event in events.prefix(length) {
            switch event {
            case .raise(_, let holding): selection.holding = holding
            case .overCap(let unit): selection.give(.sectionCap, to: unit)
            }
        }
        if length < events.count, case .raise(let unit, _) = events[length] { selection.give(.total, to: unit) }
        return selection
    }

    /// Every unit as far as it goes.
    func greedy() -> Selection {
        var selection = Selection(holding: required)
        for (unit, forms) in raises {
            for form in forms {
                let raised = selection.holding.merging(form) { _, new in new }
                if respectsCaps(raised), fits(raised) {
                    selection.holding = raised
                    continue
                }
                selection.give(respectsCaps(raised) ? .total : .sectionCap, to: unit)
                break
            }
        }
        return selection
    }

    // The window.

    func window(_ selection: Selection) -> PlainWindow {
        let rendered = context.fragments.sorted { renderRank($0).lexicographicallyPrecedes(renderRank($1)) }
        let included = rendered.filter { selection.holding[$0.id.rawValue] != nil }
        let prefix = included.prefix { fragment in
            fragment.stability == .stable && selection.holding[fragment.id.rawValue] == fragment.tokens
        }
        let prefixHolding = selection.holding.filter { held in prefix.contains { $0.id.rawValue == held.key } }
        return PlainWindow(
            usedTokens: total(selection.holding), includedCount: included.count,
            entries: rendered.map { entry($0, selection) }, digest: digest(of: included, selection.holding),
            prefixCount: prefix.count, prefixTokens: total(prefixHolding),
            prefixDigest: digest(of: prefix, selection.holding))
    }

    private func entry(_ fragment: Fragment, _ selection: Selection) -> WindowEntry {
        let kept = selection.holding[fragment.id.rawValue]
        if kept == fragment.tokens {
            return WindowEntry(
                fragment: fragment.id, outcome: .included, reason: .none, keptTokens: fragment.tokens)
        }
        guard let reason = selection.reasons[fragment.id.rawValue] else {
            fatalError("fragment \(fragment.id.rawValue) is not whole, and nothing says why")
        }
        return WindowEntry(
            fragment: fragment.id, outcome: kept == nil ? .excluded : .truncated, reason: reason,
            keptTokens: kept ?? 0)
    }

    private func digest(of fragments: some Sequence<Fragment>, _ holding: Holding) -> Digest {
        .window(fragments.map { ($0.contentDigest, holding[$0.id.rawValue] ?? 0) })
    }
}

extension Digest {
    /// The digest of what is in a window: content digests and kept tokens, in render order.
    package static func window(_ contents: some Sequence<(digest: Digest, keptTokens: UInt32)>) -> Digest {
        var bytes = LittleEndianBytes()
        for content in contents {
            bytes.append(contentsOf: content.digest.bytes)
            bytes.append(content.keptTokens)
        }
        return bytes.bytes.withUnsafeBytes { Blake2b.digest($0, in: .window) }
    }
}
