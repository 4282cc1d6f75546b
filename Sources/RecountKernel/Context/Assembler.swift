/// Assembles windows, one at a time, in memory of its own. The answer stays there until the next one.
struct Assembler: ~Copyable {
    private let limits: KernelLimits
    private let items: UnsafeMutablePointer<AssemblyItem>
    private let sections: UnsafeMutablePointer<AssemblySection>
    /// Numbers of the items by unit, the units in selection order.
    private let sequence: UnsafeMutablePointer<UInt32>
    private let keys: SortBuffer<SortKey>
    /// Holds an admission with a window of as many entries as the limits allow.
    let output: UnsafeMutableRawBufferPointer

    /// Takes the assembler's memory from the region.
    ///
    /// - Returns: nil while measuring.
    init?(limits: KernelLimits, region: inout Region) {
        let outputByteCount =
            Admission.windowOffset(leases: AdmissionHeader.maximumLockCount.offset)
            &+ Window.byteCount(entries: limits.fragments)
        let items = region.take(limits.fragments.widened, of: AssemblyItem.unused)
        let sections = region.take(ContextSection.maximumCount.widened, of: AssemblySection.unused)
        let sequence = region.take(limits.fragments.widened, of: UInt32(0))
        let keys = SortBuffer(capacity: limits.fragments, of: SortKey.unused, region: &region)
        let output = region.take(outputByteCount.widened, of: UInt8(0))
        guard let items, let sections, let sequence, let keys, let output else { return nil }
        self.limits = limits
        self.items = items
        self.sections = sections
        self.sequence = sequence
        self.keys = keys
        self.output = UnsafeMutableRawBufferPointer(start: output, count: outputByteCount)
    }

    /// Refuses what the kernel's memory has no room for.
    func checkSize(of request: AssemblyRequest) throws(Refusal) {
        guard request.fragmentCount <= limits.fragments else {
            throw Refusal(
                .tooLarge, .count(needed: request.fragmentCount.widened, limit: limits.fragments.widened))
        }
    }

    /// Chooses what goes into a window, and where. O(fragments · log fragments).
    ///
    /// - Parameter offset: where the window's bytes are to stand in `output`.
    /// - Precondition: `checkSize(of:)` accepts the request.
    mutating func assemble(_ request: AssemblyRequest, at offset: Int = 0) throws(Refusal) -> Window {
        load(request)
        arrangeForSelection(request)
        var walk = AssemblyWalk(
            header: request.header, items: items, sequence: sequence, itemCount: request.fragmentCount,
            sections: sections, sectionCount: request.sectionCount)
        try walk.run()
        arrangeForRendering(request)
        return render(request, filled: walk.filled, at: offset)
    }

    private func load(_ request: AssemblyRequest) {
        let list = request.sections
        for position in 0..<list.count { sections[position.offset] = AssemblySection(list[position]) }
        var fragments = request.fragments
        var count: UInt32 = 0
        while let fragment = fragments.next() {
            guard let section = list.position(of: fragment.section) else { preconditionFailure() }
            items[count.offset] = AssemblyItem(fragment: fragment, section: section)
            // Bound: at most the request's count of fragments.
            count &+= 1
        }
    }

    /// Puts the units into selection order, and the members of each unit side by side.
    private mutating func arrangeForSelection(_ request: AssemblyRequest) {
        let count = request.fragmentCount
        var hasGroups = false
        for index in 0..<count {
            let item = items + index.offset
            let section = sections[item.pointee.section.offset].section
            let priorities = section.priority.widened &<< 32 | item.pointee.fragment.priority.widened
            // Higher priorities first; fragments are numbered in ascending order of their ids.
            keys[index] = SortKey(major: ~priorities, minor: item.pointee.fragment.order, index: index)
            if item.pointee.fragment.group != .none { hasGroups = true }
        }
        keys.sort(count: count, by: <)
        for rank in 0..<count { items[keys[rank].index.offset].unitRank = rank }
        if hasGroups { rankGroups(count) }
        for position in 0..<count { sequence[position.offset] = keys[position].index }
    }

    /// Gives every member of a group the rank of its best one, and sorts by it.
    private mutating func rankGroups(_ count: UInt32) {
        for index in 0..<count {
            let item = items[index.offset]
            keys[index] = SortKey(
                major: item.fragment.group.rawValue.widened, minor: item.unitRank.widened, index: index)
        }
        keys.sort(count: count, by: <)
        var best: UInt32 = 0
        var group = GroupID.none
        for position in 0..<count {
            let item = items + keys[position].index.offset
            let rank = item.pointee.unitRank
            if item.pointee.fragment.group != group { best = rank }
            group = item.pointee.fragment.group
            if group != .none { item.pointee.unitRank = best }
            keys[position].major = item.pointee.unitRank.widened
            keys[position].minor = rank.widened
        }
        keys.sort(count: count, by: <)
    }

    private mutating func arrangeForRendering(_ request: AssemblyRequest) {
        for index in 0..<request.fragmentCount {
            let item = items + index.offset
            let order = sections[item.pointee.section.offset].section.renderOrder.widened
            // Sections and fragments are numbered in ascending order of their ids.
            keys[index] = SortKey(
                major: order &<< 32 | item.pointee.section.widened, minor: item.pointee.fragment.order, index: index)
        }
        keys.sort(count: request.fragmentCount, by: <)
    }

    private func render(_ request: AssemblyRequest, filled: WindowFill, at offset: Int) -> Window {
        let count = request.fragmentCount
        let size = Window.byteCount(entries: count)
        // Bound: `output` has room for as many entries as `checkSize` lets pass.
        let bytes = UnsafeMutableRawBufferPointer(rebasing: output[offset..<(offset &+ size)])
        var writer = ByteWriter(bytes)
        writer.zeros(Window.headerByteCount)
        var digester = WindowDigester(separatorTokens: request.header.separatorTokens)
        for position in 0..<count {
            let item = items + keys[position].index.offset
            writer.windowEntry(item.pointee.entry)
            digester.add(item.pointee)
        }
        let window = Window(
            bytes: UnsafeRawBufferPointer(bytes), usedTokens: filled.usedTokens, includedCount: filled.count,
            stablePrefix: digester.stablePrefix(), digest: digester.digest(), entryCount: count)
        var header = ByteWriter(bytes)
        header.windowHeader(window)
        return window
    }
}
