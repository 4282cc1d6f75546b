import RecountJSON

/// Which request of a trace first had each block. Its memory grows with the distinct blocks of the trace.
struct BlockHistory {
    private let commonBlockCount: Int
    private var firstRequests: [UInt64: UInt64] = [:]

    /// Makes a history of nothing yet.
    ///
    /// - Parameter commonBlockCount: how many leading blocks all requests of the trace share.
    init(commonBlockCount: Int) {
        self.commonBlockCount = commonBlockCount
    }

    /// What earlier requests tell of one, which joins them. O(blocks).
    mutating func enter(_ line: BlockTraceLine, number: UInt64) -> BlockProvenance {
        var origins: [UInt64] = []
        for block in line.blocks {
            guard let origin = firstRequests[block] else { break }
            origins.append(origin)
        }
        for block in line.blocks where firstRequests[block] == nil { firstRequests[block] = number }
        let conversation = origins.count > commonBlockCount ? origins[commonBlockCount] : number
        return BlockProvenance(origins: origins, conversation: conversation)
    }
}

/// Where the blocks of a request come from.
struct BlockProvenance: Equatable {
    /// Of its leading blocks that were seen before, the requests that had them first.
    let origins: [UInt64]
    /// The request that began its conversation: the first one with the same block behind the common ones.
    let conversation: UInt64
}
