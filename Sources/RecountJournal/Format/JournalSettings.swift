import RecountKernel

/// What a journal is made for. It stands in the header of every segment and never changes.
public struct JournalSettings: Equatable, Sendable {
    /// How large the kernel's tables are and how far time may move.
    public var limits: KernelLimits
    /// The kernel's time before the first step; at most `Milliseconds.maximum`.
    public var initialTime: Milliseconds

    /// Makes settings.
    public init(limits: KernelLimits, initialTime: Milliseconds) {
        self.limits = limits
        self.initialTime = initialTime
    }
}
