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
    var draws = 0
    var duplicates = 0
    var settled = 0
    var settledLate = 0
    var released = 0
    var expired = 0
    /// Refusals of anything but reservations: none is expected.
    var unexpected = OutcomeCounts()
    var records: UInt64 = 0

    /// Counts a consequence.
    mutating func count(consequence step: Step) {
        if case .reservationExpired = step.decision { expired += 1 }
    }

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
        case .duplicate: duplicates += 1
        case .refused(let refusal): refused.add(Self.name(of: refusal))
        default: unexpected.add(decision.kind.name.description)
        }
    }

    /// Counts the answer to anything that follows a reservation.
    mutating func count(followUp decision: Decision, of kind: CommandKind) {
        switch decision {
        case .settled(.settled): settled += 1
        case .settled(.settledLate): settledLate += 1
        case .accepted where kind == .release: released += 1
        case .accepted where kind == .draw: draws += 1
        case .accepted: break
        case .duplicate: duplicates += 1
        case .refused(let refusal): unexpected.add("\(kind.name): \(Self.name(of: refusal))")
        default: unexpected.add(decision.kind.name.description)
        }
    }

    /// A refusal's reason, with the dimension if it has one.
    private static func name(of refusal: Refusal) -> String {
        guard case .budget(_, let dimension, _, _) = refusal.detail else { return refusal.reason.name.description }
        return "\(refusal.reason.name) (\(dimension.name))"
    }
}

/// How often each of several things happened, in the order of their names.
struct OutcomeCounts {
    private var counts: [String: Int] = [:]

    /// Counts one.
    mutating func add(_ name: String) { counts[name, default: 0] += 1 }

    /// The sum of all counts.
    var total: Int { counts.values.reduce(0, +) }

    /// All names with their counts, the largest first, then by name.
    var sorted: [(name: String, count: Int)] {
        counts.map { (name: $0.key, count: $0.value) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.name < $1.name }
    }
}
