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
            var member = items + units[place].offset
            if member.pointee.necessity == .optional { break }
            take(member, tokens: member.pointee.nextForm(of: request))
            while let next = next(of: member.pointee) {
                take(next, tokens: next.pointee.tokens)
                member = next
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
        let section = sections + item.pointee.sectionOffset
        // Bound: a fragment has at most 9 forms.
        while !item.pointee.isWhole {
            let tokens = item.pointee.nextForm(of: request)
            // Bound: forms ascend; sums are of under 2^15 fragments of under 2^32 tokens.
            let added = (tokens &- item.pointee.keptTokens).widened
            var obstacle: WindowEntry.Reason?
            if section.pointee.filledTokens &+ added > section.pointee.cap {
                obstacle = .sectionCap
            } else if !filled.fits(
                tokens: added, fragments: item.pointee.reachedFormCount == 0 ? 1 : 0, within: availableTokens)
             {
                obstacle = .total
            }
            if let obstacle {
                item.pointee.stop(because: obstacle)
                return obstacle
            }
            take(item, tokens: tokens)
        }
        return nil
    }

    /// Takes a group unless it was taken as a required one, or there is no room for all of it.
    ///
    /// - Returns: what stood against it, or nil.
    private mutating func raiseGroup(of leader: UnsafeMutablePointer<AssemblyItem>) -> WindowEntry.Reason? {
        if leader.pointee.isWhole { return nil }
        let before = filled
        var member = leader
        take(member, tokens: member.pointee.tokens)
        while let next = next(of: member.pointee) {
            take(next, tokens: next.pointee.tokens)
            member = next
        }
        guard let obstacle = obstacle(toGroupOf: leader) else { return nil }
        filled = before
        member = leader
        leave(member, because: obstacle)
        while let next = next(of: member.pointee) {
            leave(next, because: obstacle)
            member = next
        }
        return obstacle
    }

    /// What stands against a group that has just been taken.
    private func obstacle(toGroupOf leader: UnsafeMutablePointer<AssemblyItem>) -> WindowEntry.Reason? {
        var member = leader
        if isOverCap(member.pointee) { return .sectionCap }
        while let next = next(of: member.pointee) {
            if isOverCap(next.pointee) { return .sectionCap }
            member = next
        }
        return filled.usedTokens > availableTokens ? .total : nil
    }

    private func isOverCap(_ item: AssemblyItem) -> Bool {
        let section = sections[item.sectionOffset]
        return section.filledTokens > section.cap
    }

    /// Gives a fragment its next form.
    @inline(__always)
    private mutating func take(_ item: UnsafeMutablePointer<AssemblyItem>, tokens: UInt32) {
        // Bound: forms ascend; sums are of under 2^15 fragments of under 2^32 tokens.
        let added = (tokens &- item.pointee.keptTokens).widened
        sections[item.pointee.sectionOffset].filledTokens &+= added
        filled.add(tokens: added, fragments: item.pointee.reachedFormCount == 0 ? 1 : 0)
        item.pointee.take(tokens: tokens)
    }

    /// Takes a member of a group out of its section again.
    private func leave(_ item: UnsafeMutablePointer<AssemblyItem>, because obstacle: WindowEntry.Reason) {
        // Bound: they were added before.
        sections[item.pointee.sectionOffset].filledTokens &-= item.pointee.tokens.widened
        item.pointee.leave(because: obstacle)
    }

    private func next(of item: AssemblyItem) -> UnsafeMutablePointer<AssemblyItem>? {
        item.next.isNone ? nil : items + item.next.offset
    }
}
