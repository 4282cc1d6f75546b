extension AdmitVectors {
    static var sealing: VectorGroup {
        group("sealing", "Seals of a state with admissions, leases and queues in two tenants.") { group in
            group.setup(.openTenant(accounts: 2, locks: 8), .open(1), .fund(1, 1, 90), tenant: 2)
            group.add("two policies, no locks", .seal)
            group.add(
                "an admission with two locks",
                .admit(1) { $0.locks = [(1, .exclusive, 400), (2, .shared, 300)] })
            group.add("its digest, its hold and its leases", .seal)
            group.add("another agent shares", .acquire(2, by: 5, .shared, lease: 350))
            group.add("leases by ascending token", .seal)
            group.add("one waits", .acquire(1, by: 6, lease: 50, wait: 200))
            group.add("another waits behind it", .acquire(1, by: 7, .shared, lease: 60, wait: 250))
            group.add("a queue", .seal)
            group.add("a sole holder", .acquire(3, by: 8, .shared, lease: 200))
            group.add("is upgraded: its old token is good for a release", .acquire(3, by: 8, lease: 200))
            group.add("an old token", .seal)
            group.add("released with the old token", .unlock(3, by: 8, token: 17))
            group.add("good for nothing more: left out", .seal)
            group.add("the same resource in another tenant", .acquire(1, by: 6, .shared, lease: 90), tenant: 2)
            group.add("two tenants with locks", .seal)
            group.add("the second waiter gives up", .cancel(7))
            group.add("one less", .seal)
            group.add("the admission is settled", .settle(1, .of(calls: 1, tokens: 15, cost: 20)))
            group.add("settled, with its digest", .seal)
            group.add("a lease ends before it", .seal, at: 100, .time)
            group.add("all have ended", .seal, at: 500, .time)
        }
    }
}
