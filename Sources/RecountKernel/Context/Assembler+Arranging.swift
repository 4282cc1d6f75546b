extension Assembler {
    /// Takes sections and fragments out of a request.
    func load(_ request: AssemblyRequest) -> SelectionRanking {
        let sectionRankCount = loadSections(of: request)
        return SelectionRanking(
            sectionRankCount: sectionRankCount, differingPriorityBits: loadItems(of: request))
    }

    /// Makes the sections, and finds where they stand in selection.
    ///
    /// - Returns: how many different ranks they have in selection.
    private func loadSections(of request: AssemblyRequest) -> UInt32 {
        let list = request.sections
        var priorities = SortKeys(in: keys)
        sectionPositions.update(repeating: 0, count: 0x100)
        for position in 0..<list.count {
            let section = list.section(at: position)
            sections[position.offset] = AssemblySection(section)
            sectionPositions[Self.offset(ofLowByte: section.id)] = UInt8(truncatingIfNeeded: position)
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
        return rank &+ 1
    }

    private static func offset(ofLowByte id: SectionID) -> Int { Int(truncatingIfNeeded: id.rawValue & 0xff) }

    /// The position of a section of the request. O(1) where no two sections share the low byte of their ids.
    @inline(__always)
    private func position(of id: SectionID, in list: SectionList) -> UInt32 {
        let likely = sectionPositions[Self.offset(ofLowByte: id)]
        if sections[Int(truncatingIfNeeded: likely)].id == id { return UInt32(truncatingIfNeeded: likely) }
        guard let position = list.position(of: id) else { preconditionFailure() }
        return position
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
            let section = self.position(of: fragment.section, in: list)
            // Bound: at most as many as the request has.
            sections[section.offset].fragmentCount &+= 1
            items[position.offset] = AssemblyItem(fragment, offset: places[position], section: section)
            union |= fragment.priority
            intersection &= fragment.priority
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
            places.sort(breakingTiesBy: FragmentOrder(request: request))
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
            let item = items + position.offset
            if item.pointee.role == .follower { continue }
            let section = sections + item.pointee.sectionOffset
            leaders.append(position, rank: ranking.rank(of: item.pointee, inSectionOf: section.pointee.selectionRank))
        }
        leaders.sort()
        return leaders
    }

    /// Lists the positions of all items in the order in which they stand in the window: section by section, each
    /// with its fragments as they stand. O(fragments + sections · log sections).
    func arrangeForRendering(_ request: AssemblyRequest) {
        var order = SortKeys(in: keys)
        // Sections are numbered in ascending order of their ids.
        for position in 0..<request.sectionCount {
            order.append(position, rank: sections[position.offset].renderOrder.widened)
        }
        order.sort()
        var start: UInt32 = 0
        for place in 0..<order.count {
            let section = sections + order[place].offset
            section.pointee.nextPlace = start
            // Bound: all sections together have as many fragments as the request.
            start &+= section.pointee.fragmentCount
        }
        for position in 0..<request.fragmentCount {
            let section = sections + items[position.offset].sectionOffset
            rendering[section.pointee.nextPlace.offset] = position
            section.pointee.nextPlace &+= 1
        }
    }
}

/// Fragments of a request, named by where they stand in it, by their orders.
private struct FragmentOrder: PlaceOrder {
    let request: AssemblyRequest

    func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
        request.fragment(at: left).order < request.fragment(at: right).order
    }
}
