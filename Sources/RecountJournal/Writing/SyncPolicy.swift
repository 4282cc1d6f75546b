import RecountKernel

/// When a batch closes: it is written at once and made durable before anything else is written. A
/// batch also closes when it is full (4 MiB), and with `flush()`. Only a closed batch is acknowledged.
public enum SyncPolicy: Equatable, Sendable {
    /// After every record.
    case everyRecord
    /// After so many records, at least 1.
    case records(Int)
    /// With the first command so many milliseconds after the batch's first record. Nothing runs by
    /// itself: a host without further commands calls `flush()` when the time has come.
    case interval(Milliseconds)
    /// Only when it is full, and with `flush()`. Written but never synced: a crash of the system may
    /// lose or damage what was acknowledged; a crash of the process alone does not.
    case never
}
