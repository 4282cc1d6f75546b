import RecountJSON
import RecountKernel

/// What happened to the requests of a run, counted.
struct RunOutcome {
    var requests = 0
    var executed = 0
    var substituted = 0
    /// Routing rejections by reason.
    var rejected = OutcomeCounts()
    /// Reservations that were refused, by reason.
    var refused = OutcomeCounts()
    var reserved = 0
    /// What became of the reservations.
    var bookings = BookingOutcome()
    /// Records that commit to the whole state.
    var seals = 0
    var records: UInt64 = 0

    /// Counts the routing of a request.
    mutating func count(_ route: RouteDecision) {
        switch route.action {
        case .executeRequested: executed += 1
        case .substitute: substituted += 1
        case .reject: rejected.add(route.reason.name.description)
        }
    }

    /// Counts the answer to a reservation.
    mutating func count(reservation decision: Decision) {
        switch decision {
        case .accepted: reserved += 1
        case .duplicate: bookings.duplicates += 1
        case .refused(let refusal): refused.add(refusal.outcomeName)
        default: bookings.unexpected.add(decision.kind.name.description)
        }
    }
}
