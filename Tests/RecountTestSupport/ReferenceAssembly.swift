import RecountKernel

/// Context assembly as docs/format.md defines it, without the walk's shortcuts: what a window holds is
/// a dictionary, every sum is taken anew, and a cutoff is the longest prefix of a list of steps.
package struct ReferenceAssembly {
    /// How many tokens of each fragment are in the window.
    typealias Holding = [UInt64: UInt32]

    /// What is taken together: a fragment or a group, with all its forms from the smallest to the whole.
    struct Unit {
        let members: [Fragment]
        let forms: [Holding]
        let isRequired: Bool
    }

    let context: ContextCase
    let units: [Unit]
    private let fragments: [UInt64: Fragment]
    private let sections: [UInt32: ContextSection]

    /// Prepares a request. The lists may stand in any order.
    package init(_ context: ContextCase) {
        self.context = context
        fragments = Dictionary(uniqueKeysWithValues: context.fragments.map { ($0.id.rawValue, $0) })
        let sections = Dictionary(uniqueKeysWithValues: context.sections.map { ($0.id.rawValue, $0) })
        self.sections = sections
        units = Self.units(of: context.fragments, in: sections)
    }

    /// The answer of a kernel that has room for all fragments.
    package func answer() -> AssemblyAnswer {
        if let refusal = refusalOfRequired() { return .refused(refusal) }
        return .window(window(context.header.mode == .cutoff ? cutOff() : greedy()))
    }

    // Units.

    private static func units(of fragments: [Fragment], in sections: [UInt32: ContextSection]) -> [Unit] {
        let ranked = fragments.sorted { rank($0, sections).lexicographicallyPrecedes(rank($1, sections)) }
        var units: [Unit] = []
        for fragment in ranked {
            if fragment.group == .none {
                units.append(unit(fragment))
            } else {
                let members = ranked.filter { $0.group == fragment.group }
                // A group stands where the first of its members does.
                if members[0].id == fragment.id { units.append(group(members)) }
            }
        }
        return units
    }

    /// What selection compares, ascending.
    private static func rank(_ fragment: Fragment, _ sections: [UInt32: ContextSection]) -> [UInt64] {
        let priority = sections[fragment.section.rawValue]?.priority ?? 0
        return [
            UInt64(UInt32.max - priority), UInt64(UInt32.max - fragment.priority), fragment.order,
            fragment.id.rawValue,
        ]
    }

    private static func unit(_ fragment: Fragment) -> Unit {
        let cuts = fragment.divisibility == .truncatable ? fragment.cuts : []
        return Unit(
            members: [fragment], forms: (cuts + [fragment.tokens]).map { [fragment.id.rawValue: $0] },
            isRequired: fragment.necessity == .required)
    }

    private static func group(_ members: [Fragment]) -> Unit {
        Unit(
            members: members,
            forms: [Dictionary(uniqueKeysWithValues: members.map { ($0.id.rawValue, $0.tokens) })],
            isRequired: members.contains { $0.necessity == .required })
    }

    // Sums, always taken anew.

    var available: UInt64 {
        let header = context.header
        return header.tokenLimit < header.outputTokens
            ? 0 : header.tokenLimit.rawValue - header.outputTokens.rawValue
    }

    func total(_ holding: Holding) -> UInt64 {
        let separators = UInt64(max(1, holding.count) - 1) * UInt64(context.header.separatorTokens)
        return holding.values.reduce(separators) { $0 + UInt64($1) }
    }

    func fits(_ holding: Holding) -> Bool { total(holding) <= available }

    private func tokens(of holding: Holding, in section: SectionID) -> UInt64 {
        holding.reduce(0) { $0 + (fragments[$1.key]?.section == section ? UInt64($1.value) : 0) }
    }

    /// The first section, by id, with more than its cap.
    private func sectionOverCap(_ holding: Holding) -> ContextSection? {
        context.sections.sorted { $0.id < $1.id }.first { section in
            section.cap.map { tokens(of: holding, in: section.id) > $0.rawValue } ?? false
        }
    }

    func respectsCaps(_ holding: Holding) -> Bool { sectionOverCap(holding) == nil }

    // The required units.

    /// All required units in their smallest form.
    var required: Holding {
        units.filter(\.isRequired).reduce(into: [:]) { $0.merge($1.forms[0]) { _, new in new } }
    }

    private func refusalOfRequired() -> Refusal? {
        if let section = sectionOverCap(required), let cap = section.cap {
            let needed = tokens(of: required, in: section.id)
            return Refusal(.requiredDoesNotFit, .room(section.id, needed: needed, limit: cap.rawValue))
        }
        if !fits(required) {
            return Refusal(.requiredDoesNotFit, .room(nil, needed: total(required), limit: available))
        }
        return nil
    }

    /// What `window(_:)` and the walks say of a fragment's section.
    func renderRank(_ fragment: Fragment) -> [UInt64] {
        let renderOrder = sections[fragment.section.rawValue]?.renderOrder ?? 0
        return [UInt64(renderOrder), UInt64(fragment.section.rawValue), fragment.order, fragment.id.rawValue]
    }
}
