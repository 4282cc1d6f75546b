import RecountJournal
import RecountKernel

/// Steps that forget as much as one step may: 64 expired reservations, each of which touches sixteen accounts.
final class ForgettingWork: Workload {
    private static let forgottenPerStep = 64
    private static let retention: UInt64 = 10_000
    private static let operationCountLimit = 256

    private let hosted: HostedKernel
    private var lastID = 0
    private var end = Milliseconds.zero

    init() throws(BenchmarkError) {
        hosted = try WideReservationWork.forest.kernel(
            reservationsPerTenant: Self.operationCountLimit * Self.forgottenPerStep, retention: Self.retention)
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        try prepare(operationCount: 10)
        results.add(UInt64(hosted.kernel.reservationCount))
        results.add(UInt64(run(operationCount: 10).doneCount))
        results.add(UInt64(hosted.kernel.reservationCount))
        for account in 1...UInt64(16) { results.add(hosted.kernel.account(AccountID(account), of: TenantID(1))) }
    }

    /// Lets enough reservations expire at once.
    func prepare(operationCount: Int) throws(BenchmarkError) {
        let now = hosted.kernel.time.rawValue
        let expiry = Milliseconds(now + 1)
        for _ in 0..<min(operationCount, Self.operationCountLimit) * Self.forgottenPerStep {
            lastID += 1
            try hosted.kernel.prepare(WideReservationWork.reserving(lastID, until: expiry))
        }
        while hosted.kernel.nextConsequence(until: expiry) != nil {}
        end = Milliseconds(now + 1 + Self.retention)
    }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        for _ in 0..<operationCount {
            let before = hosted.kernel.reservationCount
            let step = hosted.kernel.take(Command(.none, .tick, at: end))
            tally.add(before - hosted.kernel.reservationCount == Self.forgottenPerStep, step.sequence)
        }
        return tally
    }
}
