import RecountTestSupport

/// A state of one tenant as docs/format.md lays it out, written by hand, good or not.
struct StateBuilder {
    struct Account {
        var id: UInt64
        var openedBy: UInt64 = 3
        var parent: UInt64?
        var state: UInt8 = 1
        /// Of tokens alone; nil for none.
        var exposureLimit: UInt64?
        /// Per dimension: funded, withdrawn, spent, available, reserved, debt.
        var balances: [[UInt64]] = [[0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]
    }

    struct Reservation {
        var id: UInt64
        var origin: UInt8 = 1
        var state: UInt8 = 1
        var accounts: [UInt64] = [1]
        var amounts: [UInt64] = [1, 0, 0]
        var openingExpiry: UInt64 = 500
        var openedBy: UInt64 = 5
        var expiry: UInt64 = 500
        var expirySetBy: UInt64 = 5
        var spent: [UInt64] = [0, 0, 0]
        var spentBy: UInt64 = 5
        var finishedBy: UInt64 = 0
        var finishedAt: UInt64 = 0
    }

    struct Transfer {
        var id: UInt64
        var direction: UInt8 = 1
        var account: UInt64 = 1
        var amounts: [UInt64] = [9, 0, 0]
        var finishedBy: UInt64 = 4
        var finishedAt: UInt64 = 7
    }

    struct Lease {
        var agent: UInt64
        var mode: UInt8 = 1
        var token: UInt64 = 6
        var holdCount: UInt32 = 1
        var expiry: UInt64 = 300
        var setBy: UInt64 = 6
        var superseded: (token: UInt64, releases: UInt32)?
    }

    struct Waiter {
        var agent: UInt64
        var mode: UInt8 = 2
        var lease: UInt64 = 50
        var deadline: UInt64 = 400
        var queuedBy: UInt64 = 7
    }

    struct Resource {
        var id: UInt64
        var leases: [Lease] = []
        var waiters: [Waiter] = []
    }

    var sequence: UInt64 = 9
    var time: UInt64 = 20
    var policies: [[UInt8]] = []
    var tenants: [UInt64] = [1]
    var accounts: [Account] = [Account(id: 1)]
    var quotas: [UInt32] = [4, 8, 8, 8]
    var reservations: [Reservation] = []
    var transfers: [Transfer] = []
    var resources: [Resource] = []

    /// The bytes, under small limits; only the first of several tenants has accounts.
    var bytes: [UInt8] {
        var output = LittleEndianBytes()
        output.append(UInt16(1))
        for number in [sequence, time, 1_000, 100] { output.append(number) }
        for count in [UInt32(3), 24, 200, 200, 2, 2, 64, 64] { output.append(count) }
        for number in [UInt64(500), 500] { output.append(number) }
        output.append(UInt32(policies.count))
        for policy in policies {
            output.append(UInt32(policy.count))
            output.append(contentsOf: policy)
        }
        output.append(UInt32(tenants.count))
        for (position, tenant) in tenants.enumerated() { write(tenant, isFirst: position == 0, to: &output) }
        return output.bytes
    }

    private func write(_ tenant: UInt64, isFirst: Bool, to output: inout LittleEndianBytes) {
        output.append(tenant)
        for number in [UInt64(1), 0, 2, 0, 3, 4] { output.append(number) }
        output.append(UInt32(isFirst ? accounts.count : 0))
        if isFirst { for account in accounts { write(account, to: &output) } }
        output.append(UInt64(2))
        for quota in [4, 8, 8, 8] + quotas { output.append(quota) }
        output.append(UInt32(isFirst ? reservations.count : 0))
        if isFirst { for reservation in reservations { write(reservation, to: &output) } }
        output.append(UInt32(isFirst ? transfers.count : 0))
        if isFirst { for transfer in transfers { write(transfer, to: &output) } }
        output.append(UInt32(isFirst ? resources.count : 0))
        if isFirst { for resource in resources { write(resource, to: &output) } }
    }

    private func write(_ account: Account, to output: inout LittleEndianBytes) {
        output.append(account.id)
        output.append(account.openedBy)
        output.append(UInt8(account.parent == nil ? 0 : 1))
        if let parent = account.parent { output.append(parent) }
        output.append(UInt8(0))
        output.append(account.state)
        output.append(UInt8(account.exposureLimit == nil ? 0 : 2))
        if let limit = account.exposureLimit { output.append(limit) }
        for number in account.balances.joined() { output.append(number) }
    }

    private func write(_ reservation: Reservation, to output: inout LittleEndianBytes) {
        output.append(reservation.id)
        output.append(UInt64(0))
        output.append(reservation.origin)
        output.append(reservation.state)
        output.append(UInt32(reservation.accounts.count))
        for number in reservation.accounts + reservation.amounts { output.append(number) }
        output.append(reservation.openingExpiry)
        output.append(reservation.openedBy)
        output.append(reservation.expiry)
        output.append(reservation.expirySetBy)
        for number in reservation.spent { output.append(number) }
        output.append(reservation.spentBy)
        output.append(reservation.finishedBy)
        output.append(reservation.finishedAt)
        if reservation.origin == 3 { output.append(7, count: 32) }
    }

    private func write(_ transfer: Transfer, to output: inout LittleEndianBytes) {
        output.append(transfer.id)
        output.append(UInt64(0))
        output.append(transfer.direction)
        for number in [transfer.account] + transfer.amounts { output.append(number) }
        output.append(transfer.finishedBy)
        output.append(transfer.finishedAt)
    }

    private func write(_ resource: Resource, to output: inout LittleEndianBytes) {
        output.append(resource.id)
        output.append(UInt64(0))
        output.append(UInt32(resource.leases.count))
        for lease in resource.leases {
            output.append(lease.agent)
            output.append(UInt64(0))
            output.append(lease.mode)
            output.append(lease.token)
            output.append(lease.holdCount)
            output.append(lease.expiry)
            output.append(lease.setBy)
            output.append(UInt32(0))
            output.append(UInt8(lease.superseded == nil ? 0 : 1))
            if let superseded = lease.superseded {
                output.append(superseded.token)
                output.append(superseded.releases)
            }
        }
        output.append(UInt32(resource.waiters.count))
        for waiter in resource.waiters {
            output.append(waiter.agent)
            output.append(UInt64(0))
            output.append(waiter.mode)
            output.append(waiter.lease)
            output.append(waiter.deadline)
            output.append(waiter.queuedBy)
        }
    }
}
