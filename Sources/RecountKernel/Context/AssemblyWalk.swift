/// How full a window is.
struct WindowFill {
    let separatorTokens: UInt32
    private(set) var tokens: UInt64 = 0
    /// Fragments in the window.
    private(set) var count: UInt32 = 0

    init(separatorTokens: UInt32) {
        self.separatorTokens = separatorTokens
    }

    /// All tokens, with the separators between the fragments.
    var usedTokens: Tokens {
        // Bound: under 2^15 fragments and separators of under 2^32 tokens each.
        let separatorCount = count == 0 ? 0 : count &- 1
        return Tokens(tokens &+ separatorCount.widened &* separatorTokens.widened)
    }

    mutating func add(tokens added: UInt64, fragments: UInt32) {
        // Bound: see above.
        tokens &+= added
        count &+= fragments
    }
}

/// The walk through all units of a request: one sequence of steps that does not depend on the limit,
/// so that under `cutoff` a larger limit keeps all that a smaller one kept (C4).
struct AssemblyWalk {
    let header: AssemblyHeader
    let items: UnsafeMutablePointer<AssemblyItem>
    let sequence: UnsafeMutablePointer<UInt32>
    let itemCount: UInt32
    let sections: UnsafeMutablePointer<AssemblySection>
    let sectionCount: UInt32
    private(set) var filled: WindowFill

    /// The members of a unit: positions in `sequence`.
    private typealias Unit = Range<UInt32>

    private enum Obstacle: UInt8 {
        case sectionCap
        case total
    }

    init(
        header: AssemblyHeader, items: UnsafeMutablePointer<AssemblyItem>, sequence: UnsafeMutablePointer<UInt32>,
        itemCount: UInt32, sections: UnsafeMutablePointer<AssemblySection>, sectionCount: UInt32
    ) {
        self.header = header
        self.items = items
        self.sequence = sequence
        self.itemCount = itemCount
        self.sections = sections
        self.sectionCount = sectionCount
        filled = WindowFill(separatorTokens: header.separatorTokens)
    }

    /// Fills the window: required units in their smallest forms, then required ones raised, then optional ones.
    mutating func run() throws(Refusal) {
        try placeRequired()
        if raiseAll(.required), raiseAll(.optional) { return }
        for index in 0..<itemCount where !items[index.offset].isWhole && items[index.offset].reason == .none {
            items[index.offset].reason = .afterCutoff
        }
    }

    private mutating func placeRequired() throws(Refusal) {
        var position: UInt32 = 0
        while let unit = unit(at: position) {
            if necessity(of: unit) == .required { raise(unit) }
            position = unit.upperBound
        }
        for index in 0..<sectionCount where !sections[index.offset].isWithinCap {
            let section = sections[index.offset]
            throw Refusal(
                .requiredDoesNotFit,
                .room(section.section.id, needed: section.filledTokens, limit: section.section.cap?.rawValue ?? .max))
        }
        guard filled.usedTokens <= header.availableTokens else {
            throw Refusal(
                .requiredDoesNotFit,
                .room(nil, needed: filled.usedTokens.rawValue, limit: header.availableTokens.rawValue))
        }
    }

    /// Raises the required or the optional units form by form.
    ///
    /// - Returns: false if the walk has stopped.
    private mutating func raiseAll(_ necessity: Fragment.Necessity) -> Bool {
        var position: UInt32 = 0
        while let unit = unit(at: position) {
            position = unit.upperBound
            guard self.necessity(of: unit) == necessity, let obstacle = raiseToWhole(unit) else { continue }
            for member in unit { item(member).pointee.reason = obstacle == .total ? .total : .sectionCap }
            if obstacle == .total, header.mode == .cutoff { return false }
        }
        return true
    }

    /// Raises a unit as far as there is room.
    ///
    /// - Returns: what stopped it before it was whole.
    private mutating func raiseToWhole(_ unit: Unit) -> Obstacle? {
        // Bound: a fragment has at most 9 forms; all members of a group become whole in one step.
        while !item(unit.lowerBound).pointee.isWhole {
            if let obstacle = obstacle(to: unit) { return obstacle }
            raise(unit)
        }
        return nil
    }

    /// What stands against the next form of all members of a unit.
    private func obstacle(to unit: Unit) -> Obstacle? {
        var trial = filled
        for member in unit {
            let item = item(member)
            let added = item.pointee.addedTokens.widened
            // Bound: under 2^15 members of under 2^32 tokens.
            sections[item.pointee.section.offset].addedTokens &+= added
            trial.add(tokens: added, fragments: item.pointee.reachedFormCount == 0 ? 1 : 0)
        }
        var isWithinCaps = true
        for member in unit where !sections[item(member).pointee.section.offset].isWithinCap { isWithinCaps = false }
        for member in unit { sections[item(member).pointee.section.offset].addedTokens = 0 }
        if !isWithinCaps { return .sectionCap }
        return trial.usedTokens > header.availableTokens ? .total : nil
    }

    /// Gives every member of a unit its next form.
    private mutating func raise(_ unit: Unit) {
        for member in unit {
            let item = item(member)
            let added = item.pointee.addedTokens.widened
            // Bound: under 2^15 fragments of under 2^32 tokens.
            sections[item.pointee.section.offset].filledTokens &+= added
            filled.add(tokens: added, fragments: item.pointee.reachedFormCount == 0 ? 1 : 0)
            item.pointee.reachedFormCount &+= 1
        }
    }

    /// The unit that begins at a position, or nil at the end.
    private func unit(at start: UInt32) -> Unit? {
        guard start < itemCount else { return nil }
        // Bound: at most itemCount.
        var end = start &+ 1
        while end < itemCount, item(end).pointee.unitRank == item(start).pointee.unitRank { end &+= 1 }
        return start..<end
    }

    private func necessity(of unit: Unit) -> Fragment.Necessity {
        for member in unit where item(member).pointee.fragment.necessity == .required { return .required }
        return .optional
    }

    private func item(_ position: UInt32) -> UnsafeMutablePointer<AssemblyItem> {
        items + sequence[position.offset].offset
    }
}
