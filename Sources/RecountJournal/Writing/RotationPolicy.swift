/// When a journal begins a new segment, and whether it keeps a snapshot with it.
public struct RotationPolicy: Equatable, Sendable {
    /// What is kept besides the records when a segment begins.
    public enum Snapshots: UInt8, Sendable {
        /// Nothing: opening replays the journal from its beginning.
        case never = 1
        /// The state, so that opening replays only what follows it. The last two are kept.
        case everySegment = 2
    }

    /// A batch that makes a segment at least so long is its last: 256 MiB.
    public static let defaultSegmentByteCount: UInt64 = 0x1000_0000

    /// A batch that makes a segment at least so long is its last.
    public var segmentByteCount: UInt64
    /// What is kept besides the records when a segment begins.
    public var snapshots: Snapshots

    /// Makes a policy.
    public init(segmentByteCount: UInt64 = Self.defaultSegmentByteCount, snapshots: Snapshots = .never) {
        self.segmentByteCount = segmentByteCount
        self.snapshots = snapshots
    }
}
