import RecountKernel

/// The files of a journal, and what a reader of them says.
public struct JournalCase: Equatable, Sendable {
    /// Id, comment, flags.
    public var label: VectorLabel
    /// The bytes of each segment, in the order of their names.
    public var segments: [[UInt8]]
    /// What a reader that changes nothing says.
    public var result: JournalResult

    /// Makes a case.
    public init(label: VectorLabel, segments: [[UInt8]], result: JournalResult) {
        self.label = label
        self.segments = segments
        self.result = result
    }
}

/// What a reader says of a journal.
public enum JournalResult: Equatable, Sendable {
    /// A valid journal, or the valid beginning of one that is torn: how many records, and the chain
    /// value after the last batch or segment header that is whole.
    case valid(recordCount: UInt64, chain: Digest)
    /// No journal, or damage.
    case refused
}
