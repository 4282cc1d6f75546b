import RecountJSON
import RecountKernel

/// A request that was admitted, with what it really uses.
struct AdmittedTask {
    /// With the window as its input.
    let request: TrafficRequest
    let model: ModelID
    let reserved: Amounts
    let lease: LeaseReference
    /// How many leading blocks of the request stand whole and unbroken at the start of the window.
    let cachedBlockCount: Int
    private let durationMilliseconds: UInt64

    /// - Returns: nil if the admission has no model or not one lock, which the run does not ask for.
    init?(_ task: AdmissionTask, _ admission: Admission, route: RouteRequest, at time: Milliseconds) {
        guard let winner = admission.route.winner, admission.leaseCount == 1 else { return nil }
        model = winner.model
        reserved = admission.reserved
        let taken = admission.lease(at: 0)
        lease = LeaseReference(resource: taken.resource, agent: task.id, token: taken.grant.token)
        let window = admission.window
        cachedBlockCount = window.unbrokenCount
        var used = route
        used.usage = route.usage.replacing(.input, with: window.usedTokens.rawValue)
            .replacing(.output, with: task.line.outputTokens)
        request = TrafficRequest(
            traits: task.traits, time: time, request: used, estimatedOutput: task.traits.estimatedOutput)
        durationMilliseconds = AdmissionRule.duration(
            windowTokens: window.usedTokens, outputTokens: task.line.outputTokens)
    }

    /// Everything that happens to it until it ends, by the delay from its admission.
    func followUps(model: Model) -> [(delay: UInt64, body: CommandBody)] {
        let total = Spending(id: request.id, total: request.spending(request.actual, with: model))
        switch request.traits.fate {
        case .lost: return []
        case .settledLate: return [(AdmissionRule.lateMilliseconds + durationMilliseconds, .settle(total))]
        case .cancelled:
            let end = durationMilliseconds / 2 + 1
            return working(until: end, with: model) + [(end, .release(request.id)), (end, .releaseLock(lease))]
        case .settled:
            let settlements = [CommandBody](repeating: .settle(total), count: request.traits.isRetried ? 2 : 1)
            let end = settlements + [.releaseLock(lease)]
            return working(until: durationMilliseconds, with: model) + end.map { (durationMilliseconds, $0) }
        }
    }

    /// Signs of life, and half of a streamed answer half way.
    private func working(until end: UInt64, with model: Model) -> [(delay: UInt64, body: CommandBody)] {
        var followUps: [(delay: UInt64, body: CommandBody)] = []
        if request.traits.isStreamed {
            let half = request.spending(request.halfway, with: model).atMost(reserved)
            followUps.append((durationMilliseconds / 2, .draw(Spending(id: request.id, total: half))))
        }
        for delay in stride(
            from: AdmissionRule.heartbeatMilliseconds, to: end, by: Int(AdmissionRule.heartbeatMilliseconds))
        {
            let expiry = request.after(delay + AdmissionRule.reservationMilliseconds)
            followUps.append((delay, .renewLock(lease, lease: AdmissionRule.lease)))
            followUps.append((delay, .extend(request.id, expiry: expiry)))
        }
        return followUps
    }
}

extension Window {
    /// How many fragments, from the one with id 1 on, stand whole and without a gap at its start.
    fileprivate var unbrokenCount: Int {
        for position in 0..<entryCount {
            let entry = self[position]
            guard entry.outcome == .included, entry.fragment.rawValue == UInt64(position) + 1 else {
                return Int(position)
            }
        }
        return Int(entryCount)
    }
}
