/// The cases about leases and queues that were made by hand.
enum LockVectors {
    static var groups: [VectorGroup] {
        [
            trying, queueing, upgrades, upgradeQueue, oldTokens, renewing, releasing, expiring, waiting, due, deadlock,
            longDeadlock, refusals, room, tenants, admissionOrder,
        ]
    }
}
