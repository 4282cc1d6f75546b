import RecountKernel

/// When a run seals its journal: every so many milliseconds of the trace's time, and once more at the end.
struct SealSchedule {
    /// Nil for a run without seals.
    private let interval: UInt64?
    private var next: Milliseconds

    /// - Parameter start: the run's first time.
    init(every interval: UInt64?, from start: Milliseconds) {
        self.interval = interval
        next = interval.map { start.after($0) } ?? .maximum
    }

    /// Whether the run ends with a seal.
    var isActive: Bool { interval != nil }

    /// The time of the next seal up to a time, which is then taken; nil if there is none.
    mutating func take(until time: Milliseconds) -> Milliseconds? {
        guard let interval, next <= time else { return nil }
        let taken = next
        next = next.after(interval)
        return taken
    }
}

extension Command {
    /// A seal.
    static func seal(at time: Milliseconds) -> Command {
        Command(header: CommandHeader(tenant: .none, time: time), body: .seal)
    }
}
