/// Assembles windows, one at a time, in memory of its own. The answer stays there until the next one.
struct Assembler: ~Copyable {
    private let limits: KernelLimits
    /// The fragments in ascending order of their orders, then ids.
    let items: UnsafeMutablePointer<AssemblyItem>
    let sections: UnsafeMutablePointer<AssemblySection>
    /// The position of a section with such a low byte of its id.
    let sectionPositions: UnsafeMutablePointer<UInt8>
    let keys: SortKeyMemory
    /// Positions of the items in the order in which they stand in the window.
    let rendering: UnsafeMutablePointer<UInt32>
    private let contents: UnsafeMutableRawPointer
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
        let keys = SortKeyMemory(capacity: max(limits.fragments, ContextSection.maximumCount), region: &region)
        let sectionPositions = region.take(0x100, of: UInt8(0))
        let rendering = region.take(limits.fragments.widened, of: UInt32(0))
        let contents = region.take(WindowDigester.bufferByteCount.widened, of: UInt8(0))
        let output = region.take(outputByteCount.widened, of: UInt8(0))
        guard let items, let sections, let sectionPositions, let keys, let rendering, let contents, let output else {
            return nil
        }
        self.limits = limits
        self.items = items
        self.sections = sections
        self.sectionPositions = sectionPositions
        self.keys = keys
        self.rendering = rendering
        self.contents = UnsafeMutableRawPointer(contents)
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
        let ranking = load(request)
        joinGroups(request.fragmentCount)
        var walk = AssemblyWalk(
            request: request, items: items, units: selectionOrder(request.fragmentCount, ranking), sections: sections)
        try walk.run()
        arrangeForRendering(request)
        return render(request, filled: walk.filled, at: offset)
    }

    private func render(_ request: AssemblyRequest, filled: WindowFill, at offset: Int) -> Window {
        let count = request.fragmentCount
        let size = Window.byteCount(entries: count)
        // Bound: `output` has room for as many entries as `checkSize` lets pass.
        let bytes = UnsafeMutableRawBufferPointer(rebasing: output[offset..<(offset &+ size)])
        var writer = ByteWriter(bytes)
        _ = writer.space(Window.headerByteCount)
        for place in 0..<count {
            let item = items + rendering[place.offset].offset
            writer.windowEntry(
                WindowEntry(
                    fragment: request.fragment(at: item.pointee.offset).id, outcome: item.pointee.outcome,
                    reason: item.pointee.reason, keptTokens: item.pointee.keptTokens))
        }
        let (prefix, prefixEnd) = stablePrefix(of: request)
        var digester = WindowDigester(buffer: contents)
        add(0..<prefixEnd, of: request, to: &digester)
        let prefixDigest = digester.digest()
        add(prefixEnd..<count, of: request, to: &digester)
        let window = Window(
            bytes: UnsafeRawBufferPointer(bytes), usedTokens: filled.usedTokens, includedCount: filled.count,
            stablePrefix: StablePrefix(count: prefix.count, tokens: prefix.usedTokens, digest: prefixDigest),
            digest: digester.finish(), entryCount: count)
        var header = ByteWriter(bytes)
        header.windowHeader(window)
        return window
    }

    /// The leading run of stable and whole fragments among those in the window, and the place where it ends.
    private func stablePrefix(of request: AssemblyRequest) -> (fill: WindowFill, end: UInt32) {
        var prefix = WindowFill(separatorTokens: request.header.separatorTokens)
        for place in 0..<request.fragmentCount {
            let item = items + rendering[place.offset].offset
            if item.pointee.outcome == .excluded { continue }
            guard item.pointee.outcome == .included, item.pointee.stability == .stable else { return (prefix, place) }
            prefix.add(tokens: item.pointee.keptTokens.widened, fragments: 1)
        }
        return (prefix, request.fragmentCount)
    }

    /// Digests what is in the window at some places.
    private func add(_ places: Range<UInt32>, of request: AssemblyRequest, to digester: inout WindowDigester) {
        for place in places {
            let item = items + rendering[place.offset].offset
            digester.add(
                contentDigest: request.fragment(at: item.pointee.offset).contentDigest,
                keptTokens: item.pointee.keptTokens, if: item.pointee.outcome)
        }
    }
}
