/// The 512-byte sectors of the file that a batch lies in: what a disk writes whole or not at all.
struct Sectors {
    static let byteCount = 512

    /// Where the batch begins in the file.
    let fileOffset: UInt64

    /// How many sectors that lie wholly within a range of the batch are all zero. O(range).
    func zeroCount(_ bytes: UnsafeRawBufferPointer, within range: Range<Int>) -> Int {
        var count = 0
        var start = nextBoundary(from: range.lowerBound)
        while range.upperBound - start >= Self.byteCount {
            if bytes.piece(start..<start + Self.byteCount).isAllZero { count += 1 }
            start += Self.byteCount
        }
        return count
    }

    /// The first offset in the batch at or after `offset` where a sector begins.
    func nextBoundary(from offset: Int) -> Int {
        let phase = Int((fileOffset + UInt64(offset)) % UInt64(Self.byteCount))
        return phase == 0 ? offset : offset + Self.byteCount - phase
    }

    /// The last offset in the batch before `offset` where a sector begins; negative if that is before the batch.
    func lastBoundary(before offset: Int) -> Int {
        offset - 1 - Int((fileOffset + UInt64(offset) - 1) % UInt64(Self.byteCount))
    }
}
