/// How full a window is.
struct WindowFill {
    private let separatorTokens: UInt64
    /// All tokens, with a separator for each fragment.
    private var tokens: UInt64 = 0
    /// Fragments in the window.
    private(set) var count: UInt32 = 0

    init(separatorTokens: UInt32) {
        self.separatorTokens = separatorTokens.widened
    }

    /// All tokens, with the separators between the fragments.
    var usedTokens: Tokens {
        // Bound: the first fragment has a separator too much.
        Tokens(count == 0 ? 0 : tokens &- separatorTokens)
    }

    /// Whether it is within a number of tokens after so much more, which is at least a fragment if there is none.
    @inline(__always)
    func fits(tokens added: UInt64, fragments: UInt32, within available: Tokens) -> Bool {
        // Bound: under 2^15 fragments and separators of under 2^32 tokens each.
        tokens &+ added &+ fragments.widened &* separatorTokens <= available.rawValue &+ separatorTokens
    }

    /// Takes in so many tokens, of so many fragments that were not there before.
    @inline(__always)
    mutating func add(tokens added: UInt64, fragments: UInt32) {
        // Bound: under 2^15 fragments and separators of under 2^32 tokens each.
        tokens &+= added &+ fragments.widened &* separatorTokens
        count &+= fragments
    }
}

/// The walk through all units of a request: one sequence of steps that does not depend on the limit,
/// so that under `cutoff` a larger limit keeps all that a smaller one kept (C4).
struct AssemblyWalk {
    private let request: AssemblyRequest
    private let items: UnsafeMutablePointer<AssemblyItem>
    /// The positions of the units' leaders in selection order, the required ones first.
    private let units: SortKeys
    private let sections: UnsafeMutablePointer<AssemblySection>
    private let availableTokens: Tokens
    private(set) var filled: WindowFill

    init(
        request: AssemblyRequest, items: UnsafeMutablePointer<AssemblyItem>, units: SortKeys,
        sections: UnsafeMutablePointer<AssemblySection>
    ) {
        self.request = request
        self.items = items
        self.units = units
        self.sections = sections
        availableTokens = request.header.availableTokens
        filled = WindowFill(separatorTokens: request.header.separatorTokens)
    }

    /// Fills the window: required units in their smallest forms, then these raised, then optional ones.
    mutating func run() throws(Refusal) {
        try placeRequired()
        for place in 0..<units.count {
            let leader = items + units[place].offset
            let obstacle = leader.pointee.next.isNone ? raise(leader) : raiseGroup(of: leader)
            if obstacle == .total, request.header.mode == .cutoff { return }
        }
    }

    private mutating func placeRequired() throws(Refusal) {
        for place in 0..<units.count {
            let leader = items + units[place].offset
            if leader.pointee.necessity == .optional { break }
            if leader.pointee.hasCutAhead {
                take(leader, upTo: leader.pointee.nextCut(in: request))
            } else {
                takeGroup(of: leader)
            }
        }
        for index in 0..<request.sectionCount {
            let section = sections[index.offset]
            guard section.filledTokens > section.cap else { continue }
            throw Refusal(
                .requiredDoesNotFit, .room(section.id, needed: section.filledTokens, limit: section.cap))
        }
        guard filled.usedTokens <= availableTokens else {
            throw Refusal(
                .requiredDoesNotFit,
                .room(nil, needed: filled.usedTokens.rawValue, limit: availableTokens.rawValue))
        }
    }

    /// Raises a fragment that is no member of a group form by form as far as there is room.
    ///
    /// - Returns: what stopped it before it was whole, or nil.
    private mutating func raise(_ item: UnsafeMutablePointer<AssemblyItem>) -> WindowEntry.Reason? {
        if item.pointee.isWhole { return nil }
        // Where there is room for the whole, there is for all forms before it.
        guard var obstacle = obstacle(to: item.pointee, of: item.pointee.tokens) else {
            takeWhole(item)
            return nil
        }
        // Bound: a fragment has at most 8 cut points.
        while item.pointee.hasCutAhead {
            let cut = item.pointee.nextCut(in: request)
            if let earlier = self.obstacle(to: item.pointee, of: cut) {
                obstacle = earlier
                break
            }
            take(item, upTo: cut)
        }
        item.pointee.stop(because: obstacle)
        return obstacle
    }

    /// What stands against so many tokens of a fragment.
    @inline(__always)
    private func obstacle(to item: AssemblyItem, of tokens: UInt32) -> WindowEntry.Reason? {
        // Bound: forms ascend; sums are of under 2^15 fragments of under 2^32 tokens.
        let added = (tokens &- item.keptTokens).widened
        let section = sections + item.sectionOffset
        if section.pointee.filledTokens &+ added > section.pointee.cap { return .sectionCap }
        let fragments: UInt32 = item.outcome == .excluded ? 1 : 0
        return filled.fits(tokens: added, fragments: fragments, within: availableTokens) ? nil : .total
    }

    /// Takes a group unless it was taken as a required one, or there is no room for all of it.
    ///
    /// - Returns: what stood against it, or nil.
    private mutating func raiseGroup(of leader: UnsafeMutablePointer<AssemblyItem>) -> WindowEntry.Reason? {
        if leader.pointee.isWhole { return nil }
        let before = filled
        takeGroup(of: leader)
        guard let obstacle = obstacle(toGroupOf: leader) else { return nil }
        filled = before
        var member: UnsafeMutablePointer<AssemblyItem>? = leader
        while let item = member {
            // Bound: they were added before.
            sections[item.pointee.sectionOffset].filledTokens &-= item.pointee.tokens.widened
            item.pointee.leave(because: obstacle)
            member = next(of: item.pointee)
        }
        return obstacle
    }

    /// What stands against a group that has just been taken.
    private func obstacle(toGroupOf leader: UnsafeMutablePointer<AssemblyItem>) -> WindowEntry.Reason? {
        var member: UnsafeMutablePointer<AssemblyItem>? = leader
        while let item = member {
            let section = sections + item.pointee.sectionOffset
            if section.pointee.filledTokens > section.pointee.cap { return .sectionCap }
            member = next(of: item.pointee)
        }
        return filled.usedTokens > availableTokens ? .total : nil
    }

    /// Takes all members of a unit.
    private mutating func takeGroup(of leader: UnsafeMutablePointer<AssemblyItem>) {
        var member: UnsafeMutablePointer<AssemblyItem>? = leader
        while let item = member {
            takeWhole(item)
            member = next(of: item.pointee)
        }
    }

    @inline(__always)
    private mutating func takeWhole(_ item: UnsafeMutablePointer<AssemblyItem>) {
        add(item.pointee.tokens, of: item.pointee)
        item.pointee.takeWhole()
    }

    private mutating func take(_ item: UnsafeMutablePointer<AssemblyItem>, upTo cut: UInt32) {
        add(cut, of: item.pointee)
        item.pointee.take(upTo: cut)
    }

    /// Adds what so many tokens of a fragment have more than what is in the window of it.
    @inline(__always)
    private mutating func add(_ tokens: UInt32, of item: AssemblyItem) {
        // Bound: forms ascend; sums are of under 2^15 fragments of under 2^32 tokens.
        let added = (tokens &- item.keptTokens).widened
        sections[item.sectionOffset].filledTokens &+= added
        filled.add(tokens: added, fragments: item.outcome == .excluded ? 1 : 0)
    }

    private func next(of item: AssemblyItem) -> UnsafeMutablePointer<AssemblyItem>? {
        item.next.isNone ? nil : items + item.next.offset
    }
}
