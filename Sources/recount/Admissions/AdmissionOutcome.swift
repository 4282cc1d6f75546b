import RecountJSON
import RecountKernel

/// What happened to the requests of a run that admits, counted.
struct AdmissionOutcome {
    var requests = 0
    var admitted = 0
    /// Requests of which nothing came, by the stage and reason of their last admission.
    var refused = OutcomeCounts()
    var windows = WindowTotals()
    var waits = WaitTotals()
    /// What became of the reservations.
    var bookings = BookingOutcome()
    var consequences = OutcomeCounts()
    /// Records that commit to the whole state.
    var seals = 0
    var records: UInt64 = 0

    /// How many requests the budgets refused.
    var budgetRefusals = 0

    /// Counts a request that is refused for good.
    mutating func count(refusal: AdmissionRefusal) {
        switch refusal {
        case .notRouted(let route): refused.add("\(AdmissionStage.routing.name): \(route.reason.name)")
        case .refused(let stage, let reason):
            refused.add("\(stage.name): \(reason.outcomeName)")
            if stage == .budget { budgetRefusals += 1 }
        }
    }
}

/// What the windows of admitted requests have and what they leave out.
struct WindowTotals {
    var count = 0
    /// Windows that leave something out.
    var droppingCount = 0
    var offeredTokens: UInt64 = 0
    var keptTokens: UInt64 = 0
    var stablePrefixTokens: UInt64 = 0
    private var dropped = InlineArray<4, UInt64>(repeating: 0)

    /// Why tokens are left out.
    static let reasons: [WindowEntry.Reason] = [.sectionCap, .total, .afterCutoff]

    /// How many of 10 000 kept tokens stand, stable, at the start of their window; rounded down.
    var stableBasisPoints: UInt64 { keptTokens == 0 ? 0 : stablePrefixTokens.saturatingProduct(10_000) / keptTokens }

    /// Tokens that were left out for a reason.
    func droppedTokens(_ reason: WindowEntry.Reason) -> UInt64 { dropped[Int(reason.rawValue)] }

    /// Adds a window. O(entries).
    ///
    /// - Parameter fragments: what was offered, ids from 1 on.
    mutating func add(_ window: Window, of fragments: [Fragment]) {
        count += 1
        keptTokens += window.usedTokens.rawValue
        stablePrefixTokens += window.stablePrefix.tokens.rawValue
        var droppedInAll: UInt64 = 0
        for position in 0..<window.entryCount {
            let entry = window[position]
            let offered = UInt64(fragments[Int(entry.fragment.rawValue) - 1].tokens)
            offeredTokens += offered
            dropped[Int(entry.reason.rawValue)] += offered - UInt64(entry.keptTokens)
            droppedInAll += offered - UInt64(entry.keptTokens)
        }
        if droppedInAll > 0 { droppingCount += 1 }
    }
}

/// How requests waited for the lock of their conversation.
struct WaitTotals {
    var queued = 0
    /// Requests that could not even wait, by reason.
    var unqueued = OutcomeCounts()
    var promoted = 0
    var gaveUp = 0
    /// Of all waits that ended, whether with the lock or without.
    var totalMilliseconds: UInt64 = 0
    var longestMilliseconds: UInt64 = 0

    /// The mean of all waits that ended, rounded down.
    var meanMilliseconds: UInt64 {
        let endedCount = promoted + gaveUp
        return endedCount == 0 ? 0 : totalMilliseconds / UInt64(endedCount)
    }

    /// Counts the end of a wait.
    mutating func count(_ end: WaitingTasks.WaitEnd) {
        let milliseconds: UInt64
        switch end {
        case .promoted(let waited):
            promoted += 1
            milliseconds = waited
        case .gaveUp(let waited):
            gaveUp += 1
            milliseconds = waited
        }
        totalMilliseconds += milliseconds
        longestMilliseconds = max(longestMilliseconds, milliseconds)
    }
}
