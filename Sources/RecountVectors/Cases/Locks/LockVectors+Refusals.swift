extension LockVectors {
    static var deadlock: VectorGroup {
        StepGroup.make("deadlock", "Nobody waits in a circle.") { group in
            group.setup(.openTenant(), .acquire(1, by: 1, lease: 500), .acquire(2, by: 2, lease: 500))
            group.add("the first waits for the second", .acquire(2, by: 1, wait: 400))
            group.add("the second would wait for the first", .acquire(1, by: 2, wait: 400))
            group.add("a try never closes a circle", .acquire(1, by: 2))
            group.add("a third may wait", .acquire(1, by: 3, wait: 400))
            group.add("the first leaves its queue", .cancel(1))
            group.add("now the second may wait", .acquire(1, by: 2, wait: 400))
            group.add("and the first may not", .acquire(2, by: 1, wait: 400))
        }
    }

    static var longDeadlock: VectorGroup {
        StepGroup.make(
            "long-deadlock", "Circles over several resources, by holders and by who waits before.",
            limits: .vectors(locks: 64), flags: [.order]
        ) { group in
            group.setup(.openTenant(locks: 32))
            for agent in 1...4 as ClosedRange<UInt64> { group.setup(.acquire(agent, by: agent, lease: 500)) }
            group.setup(.acquire(9, by: 3, .shared, lease: 500), .acquire(9, by: 4, .shared, lease: 500))
            group.setup(.acquire(5, by: 5, lease: 500))
            group.add("1 waits for 2", .acquire(2, by: 1, wait: 400))
            group.add("2 waits for both holders of 9", .acquire(9, by: 2, wait: 400))
            group.add("3 would close a circle over 1", .acquire(1, by: 3, wait: 400))
            group.add("4 would close one too", .acquire(1, by: 4, wait: 400))
            group.add("4 may wait for 3: no circle", .acquire(3, by: 4, wait: 400))
            group.add("7 waits for 5, who waits for nobody", .acquire(5, by: 7, wait: 400))
            group.add("another hold of a shared lease waits for nobody", .acquire(9, by: 3, .shared, wait: 400))
            group.add("upgrades close circles as well", .acquire(9, by: 3, wait: 400))
            group.add("agent 6 holds nothing and may wait anywhere", .acquire(1, by: 6, wait: 400))
        }
    }

    static var refusals: VectorGroup {
        StepGroup.make("refusals", "Which refusal is given where several apply.", flags: [.order]) { group in
            group.setup(.openTenant(locks: 3), .acquire(1, by: 1, lease: 500))
            group.setup(.acquire(1, by: 2, wait: 400))
            group.add("no time at all before too long a wait", .acquire(1, by: 2, lease: 0, wait: 501))
            group.add("too long a lease before too long a wait", .acquire(1, by: 2, lease: 501, wait: 501))
            group.add("too long a wait before waiting already", .acquire(1, by: 2, wait: 501))
            group.add("waiting already, for what it waits", .acquire(1, by: 2, wait: 500), .boundary)
            group.add("waiting already, for something else", .acquire(7, by: 2))
            group.add("one lease more", .acquire(3, by: 3), .capacity, .boundary)
            group.add("a new lease is too many", .acquire(4, by: 4), .capacity)
            group.add("to wait is too many", .acquire(1, by: 4, wait: 10), .capacity)
            group.add("held comes before full", .acquire(1, by: 4), .capacity)
            group.add("another hold is none more", .acquire(3, by: 3), .capacity)
            group.add("the agent that waits for nothing", .cancel(1))
            group.add("nobody knows it", .cancel(99))
            group.add("an unknown tenant before no time at all", .acquire(1, by: 1, lease: 0), tenant: 2)
            group.add("an unknown tenant for each command", .cancel(1), tenant: 2)
            group.add("a renewal", .renew(1, by: 1, token: 2, lease: 1), tenant: 2)
            group.add("a release", .unlock(1, by: 1, token: 2), tenant: 2)
        }
    }

    static var room: VectorGroup {
        StepGroup.make("room", "A promotion always finds room.", flags: [.capacity]) { group in
            group.setup(.openTenant(locks: 2), .acquire(1, by: 1, lease: 100))
            group.add("lease and waiting request fill the quota", .acquire(1, by: 2, wait: 300), .boundary)
            group.add("no room", .acquire(2, by: 3))
            group.add("the lease ends, the other is promoted", .unlock(1, by: 1, token: 2))
            group.add("and there is room", .acquire(2, by: 3))
            group.add("no room for a third", .acquire(3, by: 4))
            group.add("a quota of none", .setQuotas(locks: 0), .boundary)
        }
    }

    static var tenants: VectorGroup {
        StepGroup.make("tenants", "Resources and agents of one tenant are none of another's.") { group in
            group.setup(.openTenant(), .acquire(1, by: 1, lease: 500))
            group.setup(.openTenant(), tenant: 2)
            group.add("the same names", .acquire(1, by: 1, lease: 500), tenant: 2)
            group.add("no agent of the other waits here", .acquire(1, by: 2, wait: 100), tenant: 2)
            group.add("the same agent waits there", .acquire(1, by: 2, wait: 100))
            group.add("the other's token", .unlock(1, by: 1, token: 2), tenant: 2)
            group.add("deadlines of both tenants in one order", .tick, at: 100, .time, .order)
        }
    }
}
