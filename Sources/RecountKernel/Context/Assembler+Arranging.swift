/// What the priorities of a request are narrowed to, so that they and the sections' ranks fit into one.
struct SelectionRanking {
    /// How many different ranks the sections have, 1…256.
    let sectionRankCount: UInt32
    /// How many low bits tell the fragments' priorities apart, 0…32.
    let priorityBitCount: UInt64

    init(sectionRankCount: UInt32, differingPriorityBits: UInt32) {
        self.sectionRankCount = sectionRankCount
        // Bound: 0…32.
        priorityBitCount = (32 &- differingPriorityBits.leadingZeroBitCount).widened
    }

    /// The rank of a unit by its leader: required ones first, then by section, higher priorities first.
    func rank(of leader: AssemblyItem, in section: AssemblySection) -> UInt64 {
        // Bound: below 2^9, so the rank is below 2^41.
        let sectionRank = section.selectionRank &+ (leader.necessity == .required ? 0 : sectionRankCount)
        let priority = (~leader.priority).widened & (1 &<< priorityBitCount &- 1)
        return sectionRank.widened &<< priorityBitCount | priority
    }
}

extension Assembler {
    /// Takes sections and fragments out of a request.
    func load(_ request: AssemblyRequest) -> SelectionRanking {
        let sectionRankCount = loadSections(of: request)
        return SelectionRanking(
            sectionRankCount: sectionRankCount, differingPriorityBits: loadItems(of: request))
    }

    /// Finds where the sections stand in selection and in the window.
    ///
    /// - Returns: how many different ranks they have in selection.
    private func loadSections(of request: AssemblyRequest) -> UInt32 {
        let list = request.sections
        var priorities = SortKeys(in: keys)
        for position in 0..<list.count {
            let section = list[position]
            sections[position.offset] = AssemblySection(section)
            // Higher priorities first.
            priorities.append(position, rank: (~section.priority).widened)
        }
        priorities.sort()
        var rank: UInt32 = 0
        for place in 0..<list.count {
            // Bound: at most 256 sections.
            if place > 0, priorities.rank(at: place) != priorities.rank(at: place &- 1) { rank &+= 1 }
            sections[priorities[place].offset].selectionRank = rank
        }
        var renderOrders = SortKeys(in: keys)
        // Sections are numbered in ascending order of their ids.
        for position in 0..<list.count { renderOrders.append(position, rank: list[position].renderOrder.widened) }
        renderOrders.sort()
        for place in 0..<list.count { sections[renderOrders[place].offset].renderRank = place }
        return rank &+ 1
    }

    /// Makes the items, in ascending order of the fragments' orders.
    ///
    /// - Returns: the bits in which priorities differ.
    private func loadItems(of request: AssemblyRequest) -> UInt32 {
        let places = orderedFragments(of: request)
        let list = request.sections
        var union: UInt32 = 0
        var intersection = UInt32.max
        for position in 0..<places.count {
            let fragment = request.fragment(at: places[position])
            guard let section = list.position(of: fragment.section) else { preconditionFailure() }
            let item = AssemblyItem(fragment, offset: places[position], section: section)
            items[position.offset] = item
            union |= item.priority
            intersection &= item.priority
        }
        return union & ~intersection
    }

    /// Where the fragments stand in the request, in ascending order of their orders.
    private func orderedFragments(of request: AssemblyRequest) -> SortKeys {
        var places = SortKeys(in: keys)
        var place = request.fragmentsOffset
        var orders: UInt64 = 0
        for _ in 0..<request.fragmentCount {
            precondition(request.bytes.count &- place >= FragmentBytes.fixedByteCount)
            let offset = UInt32(truncatingIfNeeded: place)
            let fragment = request.fragment(at: offset)
            orders |= fragment.order
            // Fragments stand in ascending order of their ids.
            places.append(offset, rank: Self.rank(ofOrder: fragment.order))
            // Bound: checked before the next is read, and below.
            place &+= fragment.byteCount
        }
        precondition(place <= request.bytes.count)
        if orders < Self.firstCoarseOrder {
            places.sort()
        } else {
            places.sort { left, right in request.fragment(at: left).order < request.fragment(at: right).order }
        }
        return places
    }

    /// Orders from here on share a rank with others.
    private static var firstCoarseOrder: UInt64 { 1 &<< (SortKeys.rankBitCount &- 1) }

    /// A rank for an order: lower orders never have a higher one.
    private static func rank(ofOrder order: UInt64) -> UInt64 {
        // Bound: the upper half of the ranks has all but one bit for the leading ones of 64.
        order < firstCoarseOrder ? order : firstCoarseOrder | order &>> (65 &- SortKeys.rankBitCount)
    }

    /// Links the members of each group behind its leader, the one that is taken first.
    func joinGroups(_ count: UInt32) {
        var members = SortKeys(in: keys)
        for position in 0..<count {
            let group = items[position.offset].group
            if group != .none { members.append(position, rank: group.rawValue.widened) }
        }
        guard members.count > 0 else { return }
        members.sort()
        var leader = members[0]
        for place in 1..<members.count {
            let member = members[place]
            let isSameGroup = members.rank(at: place) == members.rank(at: place &- 1)
            leader = isSameGroup ? join(member, to: leader) : member
        }
    }

    /// Takes a fragment into a unit whose members all stand before it in order.
    ///
    /// - Returns: who leads the unit now.
    private func join(_ position: UInt32, to leaderPosition: UInt32) -> UInt32 {
        let (member, leader) = (items + position.offset, items + leaderPosition.offset)
        let necessity: Fragment.Necessity =
            leader.pointee.necessity == .required ? .required : member.pointee.necessity
        guard isTakenFirst(member.pointee, leader.pointee) else {
            member.pointee.role = .follower
            member.pointee.next = leader.pointee.next
            leader.pointee.next = Slot(rawValue: position)
            leader.pointee.necessity = necessity
            return leaderPosition
        }
        leader.pointee.role = .follower
        member.pointee.next = Slot(rawValue: leaderPosition)
        member.pointee.necessity = necessity
        return position
    }

    /// Whether an item that stands behind another in order is taken before it.
    private func isTakenFirst(_ item: AssemblyItem, _ other: AssemblyItem) -> Bool {
        let rank = sections[item.sectionOffset].selectionRank
        let otherRank = sections[other.sectionOffset].selectionRank
        return rank == otherRank ? item.priority > other.priority : rank < otherRank
    }

    /// The positions of the units' leaders in the order in which they are taken.
    func selectionOrder(_ count: UInt32, _ ranking: SelectionRanking) -> SortKeys {
        var leaders = SortKeys(in: keys)
        for position in 0..<count {
            let item = items[position.offset]
            if item.role == .follower { continue }
            leaders.append(position, rank: ranking.rank(of: item, in: sections[item.sectionOffset]))
        }
        leaders.sort()
        return leaders
    }

    /// The positions of all items in the order in which they stand in the window.
    func renderOrder(_ count: UInt32) -> SortKeys {
        var order = SortKeys(in: keys)
        for position in 0..<count {
            order.append(position, rank: sections[Int(items[position.offset].section)].renderRank.widened)
        }
        order.sort()
        return order
    }
}
