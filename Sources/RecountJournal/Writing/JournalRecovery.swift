/// What opening a journal took away: bytes of a batch or header that is not whole. Either it never was, and
/// nothing of it was acknowledged, or its end was cut off later, which a head that was kept elsewhere tells.
public struct JournalRecovery: Equatable, Sendable {
    /// What was done.
    public enum Action: UInt8, Equatable, Sendable {
        /// The last segment was cut.
        case cutTail = 1
        /// The last segment was removed: it had no whole header.
        case removedSegment = 2
    }

    /// What was done.
    public let action: Action
    /// Where the bytes began.
    public let location: JournalLocation
    /// How many bytes were there.
    public let byteCount: UInt64

    /// Makes a report.
    public init(_ action: Action, at location: JournalLocation, byteCount: UInt64) {
        self.action = action
        self.location = location
        self.byteCount = byteCount
    }

    /// Takes the bytes away; the caller makes it durable.
    ///
    /// - Parameter file: the last segment that stays.
    func carryOut(in directory: JournalDirectory, on file: OpenFile) throws(JournalError) {
        switch action {
        case .cutTail: try file.truncate(to: location.offset)
        case .removedSegment: try directory.remove(location.segment)
        }
    }
}
