import RecountKernel

/// Something that is to happen to an open reservation at a later time.
struct FollowUp: Comparable {
    let time: Milliseconds
    /// Ties at one time are broken by the order in which follow-ups were planned.
    let order: UInt64
    let tenant: TenantID
    let requestID: Identifier128
    let body: CommandBody

    static func < (left: Self, right: Self) -> Bool {
        left.time != right.time ? left.time < right.time : left.order < right.order
    }

    static func == (left: Self, right: Self) -> Bool { left.order == right.order }

    /// The command that does it.
    var command: Command {
        Command(header: CommandHeader(tenant: tenant, time: time, requestID: requestID), body: body)
    }
}
