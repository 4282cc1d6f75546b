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
    @inline(__always)
    func rank(of leader: AssemblyItem, inSectionOf rank: UInt32) -> UInt64 {
        // Bound: below 2^9, so the rank is below 2^41.
        let sectionRank = rank &+ (leader.necessity == .required ? 0 : sectionRankCount)
        let priority = (~leader.priority).widened & (1 &<< priorityBitCount &- 1)
        return sectionRank.widened &<< priorityBitCount | priority
    }
}
