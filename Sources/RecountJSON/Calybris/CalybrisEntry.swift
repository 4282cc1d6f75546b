/// A line of calybris-core's journal: the chain around a record that is not read yet.
public struct CalybrisEntry {
    /// Its number, from 1.
    public let sequence: UInt64
    /// The hash of the entry before, or `genesis`.
    public let previousHash: String
    /// The hash of this entry: of the bytes of `previousHash`, then those of the record.
    public let entryHash: String
    /// The record exactly as it stands in the line; borrowed from it.
    public let recordBytes: UnsafeRawBufferPointer
    /// At which byte of the line the record starts.
    public let recordOffset: Int

    /// What the first entry of a journal has as the hash before it.
    public static let genesis = "genesis"

    private static let fieldNames: [StaticString] = ["sequence", "previous_hash", "entry_hash", "data"]

    /// Reads a line without its line feed. O(bytes).
    ///
    /// - Parameter line: the bytes; borrowed, they must outlive the entry.
    /// - Throws: the first thing that is not as calybris writes it.
    public init(parsing line: UnsafeRawBufferPointer) throws(CalybrisRecordError) {
        var reader = CalybrisObjectReader(line)
        var sequence: UInt64 = 0
        var previousHash = ""
        var entryHash = ""
        var record = 0..<0
        try reader.object(Self.fieldNames) { reader, fields throws(CalybrisRecordError) in
            sequence = try reader.field(of: &fields) { reader throws(CalybrisRecordError) in try reader.integer() }
            previousHash = try reader.field(of: &fields) { reader throws(CalybrisRecordError) in
                try reader.string()
            }
            entryHash = try reader.field(of: &fields) { reader throws(CalybrisRecordError) in try reader.string() }
            record = try reader.field(of: &fields) { reader throws(CalybrisRecordError) in
                let start = reader.valueOffset
                try reader.anything()
                return start..<start + reader.bytes(from: start).count
            }
        }
        try reader.finish()
        self.sequence = sequence
        self.previousHash = previousHash
        self.entryHash = entryHash
        recordBytes = UnsafeRawBufferPointer(rebasing: line[record])
        recordOffset = record.lowerBound
    }
}
