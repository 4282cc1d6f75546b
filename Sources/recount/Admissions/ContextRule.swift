import RecountJSON
import RecountKernel

/// Makes sections and fragments of the blocks of a request. docs/admission-rule.md states the rule;
/// change both together.
struct ContextRule {
    /// Tokens of the window that are kept for the output.
    static let outputTokens = Tokens(2_048)
    /// The most blocks of a turn, which is always taken.
    static let turnBlockCount = 8
    /// The most blocks of the history that are taken or left out together.
    static let groupBlockCount = 4

    /// Sections by their ids, which are also the order in which they stand.
    private enum Section: UInt32 {
        case instructions = 1
        case history
        case documents
        case turn

        var id: SectionID { SectionID(rawValue) }
    }

    let header: AssemblyHeader
    let sections: [ContextSection]
    private let commonBlockCount: Int

    /// Makes the rule of a run.
    ///
    /// - Parameter commonBlockCount: how many leading blocks all requests of the trace share.
    init(windowTokens: Tokens, commonBlockCount: Int) {
        header = AssemblyHeader(
            tokenLimit: windowTokens, outputTokens: Self.outputTokens, separatorTokens: 0, mode: .cutoff)
        let available = header.availableTokens.rawValue
        let documentsCap = Tokens(available - available / 4)
        sections = [
            ContextSection(id: Section.instructions.id, priority: 4, renderOrder: 1),
            ContextSection(id: Section.history.id, priority: 1, renderOrder: 2),
            ContextSection(id: Section.documents.id, priority: 2, renderOrder: 3, cap: documentsCap),
            ContextSection(id: Section.turn.id, priority: 3, renderOrder: 4),
        ]
        self.commonBlockCount = commonBlockCount
    }

    /// The context of a request. O(blocks).
    func context(of line: BlockTraceLine, _ provenance: BlockProvenance) -> BlockContext {
        let layout = Layout(
            blockCount: line.blocks.count, commonCount: commonBlockCount, seenCount: provenance.origins.count)
        var groups = GroupNumbers()
        let fragments = line.blocks.indices.map { index in
            var fragment = fragment(at: index, of: line, section: layout.section(of: index))
            fragment.stability = index < provenance.origins.count ? .stable : .changing
            if layout.history.contains(index) { fragment.group = groups.next(origin: provenance.origins[index]) }
            return fragment
        }
        let isHistoryKept = line.inputTokens <= header.availableTokens.rawValue
        let surePrefixCount = isHistoryKept ? layout.history.upperBound : layout.instructions.count
        return BlockContext(fragments: fragments, surePrefixCount: surePrefixCount)
    }

    private func fragment(at index: Int, of line: BlockTraceLine, section: Section) -> Fragment {
        // Bound: at most 512.
        let tokens = UInt32(line.tokens(ofBlock: index))
        var fragment = Fragment(
            id: FragmentID(UInt64(index) + 1), section: section.id, tokens: tokens,
            contentDigest: Self.contentDigest(block: line.blocks[index], tokens: tokens))
        fragment.order = UInt64(index) + 1
        let isLast = index == line.blocks.count - 1
        switch section {
        case .instructions, .turn: fragment.necessity = .required
        // The newest history first; documents from their beginning. Bound: at most 2^15 blocks.
        case .history: fragment.priority = UInt32(index) + 1
        case .documents: fragment.priority = UInt32(line.blocks.count - index)
        }
        if section == .documents || isLast { Self.addQuarters(to: &fragment) }
        return fragment
    }

    /// Cut points at each quarter, rounded down.
    private static func addQuarters(to fragment: inout Fragment) {
        guard fragment.tokens >= 4 else { return }
        fragment.divisibility = .truncatable
        for quarter: UInt32 in 1...3 { fragment.cutPoints.append(fragment.tokens * quarter / 4) }
    }

    /// BLAKE2b-256 in the domain `recount.content` of the id (64 bits) and the tokens (32 bits), little-endian.
    private static func contentDigest(block: UInt64, tokens: UInt32) -> Digest {
        withUnsafeTemporaryAllocation(byteCount: 12, alignment: 8) { bytes in
            bytes.storeBytes(of: block.littleEndian, as: UInt64.self)
            bytes.storeBytes(of: tokens.littleEndian, toByteOffset: 8, as: UInt32.self)
            return Blake2b.digest(UnsafeRawBufferPointer(bytes), in: .content)
        }
    }

    /// Which blocks belong to which section. The last block always belongs to the turn.
    private struct Layout {
        let instructions: Range<Int>
        let history: Range<Int>
        let documents: Range<Int>

        init(blockCount: Int, commonCount: Int, seenCount: Int) {
            let last = blockCount - 1
            let instructionCount = min(commonCount, last)
            let newStart = max(instructionCount, min(seenCount, last))
            let turnStart = max(newStart, blockCount - ContextRule.turnBlockCount)
            instructions = 0..<instructionCount
            history = instructionCount..<newStart
            documents = newStart..<turnStart
        }

        func section(of index: Int) -> Section {
            if index < instructions.upperBound { return .instructions }
            if index < history.upperBound { return .history }
            return index < documents.upperBound ? .documents : .turn
        }
    }

    /// Numbers the groups of a history: neighbours of one origin, at most four together.
    private struct GroupNumbers {
        private var group: UInt32 = 0
        private var memberCount = 0
        private var origin: UInt64?

        mutating func next(origin: UInt64) -> GroupID {
            if origin != self.origin || memberCount == ContextRule.groupBlockCount {
                group += 1
                memberCount = 0
            }
            self.origin = origin
            memberCount += 1
            return GroupID(group)
        }
    }
}

/// The fragments of a request.
struct BlockContext {
    /// One for each block, by ascending ids.
    let fragments: [Fragment]
    /// How many leading blocks are certain to stand whole and unbroken at the start of the window.
    let surePrefixCount: Int
}
