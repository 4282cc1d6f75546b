/// Where a journal writes its batches: a segment's file, or what a test puts before one.
protocol SegmentSink: AnyObject {
    /// Writes all of `bytes` from an offset on.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(JournalError)
    /// Makes everything written durable.
    func sync() throws(JournalError)
}

extension OpenFile: SegmentSink {}
