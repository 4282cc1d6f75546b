import RecountKernel
import RecountWorkloads

/// A context of so many fragments in four sections, as a conversation with documents and tools has them.
struct ContextInput {
    var header: AssemblyHeader
    let sections: [ContextSection]
    let fragments: [Fragment]

    /// The context of a number of fragments: half of its tokens fit.
    init(fragmentCount: Int, mode: AssemblyMode) {
        var generator = SplitMix64(state: UInt64(fragmentCount))
        sections = [
            ContextSection(id: SectionID(1), priority: 3, renderOrder: 0),
            ContextSection(id: SectionID(2), priority: 2, renderOrder: 3),
            ContextSection(id: SectionID(3), priority: 1, renderOrder: 1, cap: Tokens(UInt64(fragmentCount) * 60)),
            ContextSection(id: SectionID(4), priority: 2, renderOrder: 2),
        ]
        fragments = (0..<fragmentCount).map { Self.fragment($0, &generator) }
        let total = fragments.reduce(UInt64(0)) { $0 + UInt64($1.tokens) }
        header = AssemblyHeader(
            tokenLimit: Tokens(total / 2 + 1_000), outputTokens: Tokens(1_000), separatorTokens: 2, mode: mode)
    }

    /// A context that takes the most work: as many sections and cuts as there may be, and every cut a step that fits,
    /// but for the last.
    init(worstOf fragmentCount: Int) {
        var generator = SplitMix64(state: UInt64(fragmentCount))
        let sectionCount = ContextSection.maximumCount
        sections = (0..<sectionCount).map { number in
            ContextSection(
                id: SectionID(number), priority: UInt32(generator.uniform(0...9)),
                renderOrder: UInt32(generator.uniform(0...9)), cap: Tokens(1 << 40))
        }
        fragments = (0..<fragmentCount).map { number in
            var fragment = Self.fragment(number, &generator)
            fragment.section = SectionID(UInt32(generator.uniform(0...UInt64(sectionCount) - 1)))
            fragment.group = .none
            fragment.divisibility = .truncatable
            fragment.stability = .stable
            fragment.cutPoints = BoundedList(filler: 0)
            for cut in 1...Fragment.maximumCutCount { fragment.cutPoints.append(cut) }
            return fragment
        }
        let total = fragments.reduce(UInt64(0)) { $0 + UInt64($1.tokens) }
        header = AssemblyHeader(
            tokenLimit: Tokens(total + UInt64(fragmentCount) - 2), outputTokens: .zero, separatorTokens: 1,
            mode: .greedy)
    }

    private static func fragment(_ number: Int, _ generator: inout SplitMix64) -> Fragment {
        var words = InlineArray<4, UInt64>(repeating: 0)
        for index in 0..<4 { words[index] = generator.next() }
        let tokens = UInt32(generator.uniform(20...600))
        let section = number % 16 == 0 ? 1 : UInt32(generator.uniform(2...4))
        var fragment = Fragment(
            id: FragmentID(UInt64(number)), section: SectionID(section), tokens: tokens,
            contentDigest: Digest(words: words))
        fragment.priority = UInt32(generator.uniform(0...9))
        fragment.order = generator.uniform(0...UInt64.max)
        if section == 1 { fragment.stability = .stable }
        if number == 0 { fragment.necessity = .required }
        if generator.uniform(0...3) == 0 {
            fragment.divisibility = .truncatable
            for cut in 1...3 { fragment.cutPoints.append(tokens * UInt32(cut) / 4) }
        } else if section == 4 {
            // Calls of tools with their results, which stand and fall together.
            fragment.group = GroupID(UInt32(number / 8) + 1)
        }
        return fragment
    }

    /// The canonical bytes of the request.
    func requestBytes() throws(BenchmarkError) -> OwnedBytes {
        try withBuffers { sections, fragments throws(EncodingError) in
            let bytes = OwnedBytes(byteCount: AssemblyRequest.byteCount(sections: sections, fragments: fragments))
            _ = try AssemblyRequest.encode(header, sections: sections, fragments: fragments, into: bytes.memory)
            return bytes
        }
    }

    /// The canonical bytes of an admission with this context.
    func admissionBytes(_ admission: AdmissionHeader) throws(BenchmarkError) -> OwnedBytes {
        try withBuffers { sections, fragments throws(EncodingError) in
            let byteCount = AdmissionRequest.byteCount(admission, sections: sections, fragments: fragments)
            let bytes = OwnedBytes(byteCount: byteCount)
            _ = try AdmissionRequest.encode(
                admission, assembly: header, sections: sections, fragments: fragments, into: bytes.memory)
            return bytes
        }
    }

    private func withBuffers(
        _ body: (UnsafeBufferPointer<ContextSection>, UnsafeBufferPointer<Fragment>) throws(EncodingError) -> OwnedBytes
    ) throws(BenchmarkError) -> OwnedBytes {
        do throws(EncodingError) {
            return try sections.withUnsafeBufferPointer { sections throws(EncodingError) in
                try fragments.withUnsafeBufferPointer { fragments throws(EncodingError) in
                    try body(sections, fragments)
                }
            }
        } catch {
            throw .preparation("a context of \(fragments.count) fragments: \(error)")
        }
    }
}

/// Bytes that commands borrow, as long as their owner lives.
final class OwnedBytes {
    let memory: UnsafeMutableRawBufferPointer

    init(byteCount: Int) {
        memory = .allocate(byteCount: byteCount, alignment: 8)
    }

    deinit { memory.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory) }
}
