import Glibc
import RecountKernel

/// When the open batch is to be closed, by a policy.
final class BatchSchedule {
    private let policy: SyncPolicy
    /// When the batch got its first record, in nanoseconds of the system's monotonic clock.
    private var startNanoseconds: UInt64 = 0

    init(_ policy: SyncPolicy) {
        self.policy = policy
    }

    /// Whether the batch, which has just got its `recordCount`th record, is complete.
    func isDue(recordCount: Int) -> Bool {
        switch policy {
        case .everyRecord: return true
        case .records(let limit): return recordCount >= limit
        case .never: return false
        case .interval(let interval):
            let now = Self.nowNanoseconds()
            if recordCount == 1 { startNanoseconds = now }
            return (now - startNanoseconds) / 1_000_000 >= interval.rawValue
        }
    }

    private static func nowNanoseconds() -> UInt64 {
        var time = timespec()
        // Cannot fail: the clock exists on every Linux and the pointer is valid.
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
