import RecountJSON
import RecountKernel

/// What became of the reservations of a run, counted.
struct BookingOutcome {
    var draws = 0
    var extensions = 0
    /// Of leases.
    var renewals = 0
    var duplicates = 0
    var settled = 0
    var settledLate = 0
    var released = 0
    var expired = 0
    /// Refusals of anything but reservations and admissions: none is expected.
    var unexpected = OutcomeCounts()

    /// Counts a consequence.
    mutating func count(consequence step: Step) {
        if case .reservationExpired = step.decision { expired += 1 }
    }

    /// Counts the answer to anything that follows a reservation.
    mutating func count(followUp decision: Decision, of kind: CommandKind) {
        switch decision {
        case .settled(.settled): settled += 1
        case .settled(.settledLate): settledLate += 1
        case .accepted where kind == .release: released += 1
        case .accepted where kind == .draw: draws += 1
        case .accepted where kind == .extend: extensions += 1
        case .accepted: break
        case .lockAcquired where kind == .renewLock: renewals += 1
        case .lockReleased: break
        case .duplicate: duplicates += 1
        case .refused(let refusal): unexpected.add("\(kind.name): \(refusal.outcomeName)")
        default: unexpected.add(decision.kind.name.description)
        }
    }
}
