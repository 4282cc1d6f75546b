import RecountKernel

/// The segment that a journal writes to.
struct SegmentWriter {
    let header: JournalHeader
    let key: JournalKey?
    /// Where the next batch begins.
    private(set) var offset: UInt64
    /// The chain value before the next batch.
    private(set) var chain: Digest
    private let file: OpenFile

    /// Whether it has a batch.
    var hasRecords: Bool { offset > UInt64(JournalHeader.byteCount) }

    /// Goes on with the segment that a reader has come to the end of.
    init(_ reader: SegmentReader, _ file: OpenFile) {
        header = reader.header
        key = reader.key
        offset = reader.offset
        chain = reader.chain
        self.file = file
    }

    /// Makes a segment with its header, durable when this returns.
    init(creating header: JournalHeader, _ key: JournalKey?, in directory: JournalDirectory) throws(JournalError) {
        try self.init(header, key, directory.open(SequenceName(.segment, header.firstSequence), .create))
        try directory.sync()
    }

    /// Puts a segment in the place of one without records, durable when this returns.
    init(replacingWith header: JournalHeader, _ key: JournalKey?, in directory: JournalDirectory) throws(JournalError) {
        let name = SequenceName(.segment, header.firstSequence).description
        let partial = name + JournalContents.partialSuffix
        try self.init(header, key, directory.open(partial, .create))
        try directory.rename(partial, to: name)
        try directory.sync()
    }

    private init(_ header: JournalHeader, _ key: JournalKey?, _ file: OpenFile) throws(JournalError) {
        self.header = header
        self.key = key
        self.file = file
        offset = UInt64(JournalHeader.byteCount)
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: JournalHeader.byteCount, alignment: 16)
        defer { bytes.deallocate() }
        header.encode(into: bytes)
        chain = ChainLink.value(ofHeader: UnsafeRawBufferPointer(bytes), header, key: key)
        try file.write(UnsafeRawBufferPointer(bytes), at: 0)
        try file.sync()
    }

    /// Appends a batch; not durable until `sync`.
    ///
    /// - Parameter chain: the value after it.
    mutating func append(_ batch: UnsafeRawBufferPointer, chain: Digest) throws(JournalError) {
        try file.write(batch, at: offset)
        offset += UInt64(batch.count)
        self.chain = chain
    }

    /// Makes everything durable.
    func sync() throws(JournalError) { try file.sync() }
}
