extension LockVectors {
    static var expiring: VectorGroup {
        StepGroup.make("expiring", "Leases end with all their holds.", flags: [.time]) { group in
            group.setup(.openTenant(), .acquire(1, by: 1, lease: 10), .acquire(1, by: 1, lease: 5))
            group.setup(.acquire(2, by: 1, .shared, lease: 10), .acquire(2, by: 2, .shared, lease: 10))
            group.setup(.acquire(2, by: 1, .shared, lease: 3))
            group.add("nothing before its time", .tick, at: 9, .boundary)
            group.add("at the same time: the one whose expiry was set first", .tick, at: 10, .order)
            group.add("gone", .unlock(1, by: 1, token: 2), at: 10)
            group.add("the lease of the longest allowed time", .acquire(3, by: 1, lease: 500), at: 20, .boundary)
            group.add("still there", .renew(3, by: 1, token: 13, lease: 500), at: 519, .boundary)
        }
    }

    static var waiting: VectorGroup {
        StepGroup.make("waiting", "Requests give up at their deadline.", flags: [.time]) { group in
            group.setup(.openTenant(), .acquire(1, by: 1, lease: 100))
            group.add("a wait until the lease ends", .acquire(1, by: 2, lease: 50, wait: 100), .boundary)
            group.add("a wait of 1 ms", .acquire(1, by: 3, wait: 1), .boundary)
            group.add("it gave up", .cancel(3), at: 1)
            group.add("the lease ends at 100 and serves who waits until 100", .tick, at: 100, .boundary, .order)
            group.add("the new lease counts from the promotion", .tick, at: 149, .boundary)
            group.add("and ends", .tick, at: 150, .boundary)
        }
    }

    static var due: VectorGroup {
        StepGroup.make(
            "due-order", "At one time: promotions, then leases, waiting requests, reservations.",
            flags: [.order, .time]
        ) { group in
            group.setup(.openTenant(), .open(1), .fund(1, 1, 9))
            group.setup(.reserve(1, [1], 1, until: 50), .acquire(1, by: 1, lease: 300))
            group.setup(
                .acquire(1, by: 2, wait: 50), .acquire(2, by: 3, lease: 50), .acquire(2, by: 4, lease: 20, wait: 400))
            group.setup(.acquire(3, by: 5, lease: 50), .acquire(3, by: 6, lease: 70, wait: 60))
            group.add("four things are due, and two promotions", .tick, at: 50)
            group.add("the leases of the promotions, which ran from their own time", .tick, at: 120)
            group.add("nothing else", .tick, at: 120)
        }
    }

    static var admissionOrder: VectorGroup {
        StepGroup.make("many-ends", "Leases of one time end in the order in which it was set.", flags: [.order]) {
            group in
            group.setup(.openTenant(), .acquire(5, by: 1, lease: 60), .acquire(4, by: 1, lease: 60))
            group.setup(.acquire(3, by: 1, lease: 30), .acquire(5, by: 1, lease: 60))
            group.add("the renewal of an earlier one moves it behind", .renew(3, by: 1, token: 4, lease: 60))
            group.add("a hold that sets the same expiry anew moves it too", .acquire(4, by: 1, lease: 60))
            group.add("a shorter hold does not", .acquire(5, by: 1, lease: 59), .boundary)
            group.add("their ends", .tick, at: 60)
        }
    }
}
