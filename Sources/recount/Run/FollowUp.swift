import HeapModule
import RecountKernel

/// Something that is to happen to an open reservation at a later time.
struct FollowUp: Comparable {
    let time: Milliseconds
    /// Ties at one time are broken by the order in which follow-ups were planned.
    let order: UInt64
    let tenant: TenantID
    let requestID: Identifier128
    let correlation: Identifier128
    let body: CommandBody

    static func < (left: Self, right: Self) -> Bool {
        left.time != right.time ? left.time < right.time : left.order < right.order
    }

    static func == (left: Self, right: Self) -> Bool { left.order == right.order }

    /// The command that does it.
    var command: Command {
        let header = CommandHeader(tenant: tenant, time: time, requestID: requestID, correlation: correlation)
        return Command(header: header, body: body)
    }
}

/// What is still to happen, in the order of the times.
struct FollowUpQueue {
    private var heap = Heap<FollowUp>()
    private var plannedCount: UInt64 = 0

    /// What happens next, or nil.
    var first: FollowUp? { heap.min }

    /// Takes what happens next.
    mutating func popFirst() -> FollowUp? { heap.popMin() }

    /// Plans a command for a request.
    mutating func plan(
        _ body: CommandBody, of traits: TrafficTraits, at time: Milliseconds, correlation: Identifier128 = .zero
    ) {
        plannedCount += 1
        heap.insert(
            FollowUp(
                time: time, order: plannedCount, tenant: traits.tenant, requestID: Identifier128(traits.number),
                correlation: correlation, body: body))
    }
}
