import RecountDigest
import RecountKernel

/// Computes stamps, the digests of record bodies: those of a batch together, because none waits for another.
enum RecordStamps {
    private static let digests = Blake2bLanes(in: .record)

    /// Writes the stamps of a batch's first records, in their order. O(bytes), no allocation.
    ///
    /// - Parameters:
    ///   - stamps: has room for as many as are to be computed, and for nothing else.
    ///   - batch: its lengths are right as far as the last of those records.
    static func write(into stamps: UnsafeMutableRawBufferPointer, ofRecordsIn batch: UnsafeRawBufferPointer) {
        var bodies = RecordBodies(of: batch)
        digests.write(into: stamps) { batch.piece(bodies.next()) }
    }
}

/// Where the bodies of a batch's records lie, one after the other. Layout: docs/format.md, "Batch".
struct RecordBodies {
    private let batch: UnsafeRawBufferPointer
    private var recordStart = FrameHeader.byteCount

    /// - Parameter batch: with its frame header.
    init(of batch: UnsafeRawBufferPointer) {
        self.batch = batch
    }

    /// The range of the next record's body in the batch; its stamp lies right before it.
    mutating func next() -> Range<Int> {
        let start = recordStart + BatchLimits.recordHeaderByteCount
        recordStart = start + Int(batch.integer(at: recordStart, as: UInt32.self))
        return start..<recordStart
    }
}
