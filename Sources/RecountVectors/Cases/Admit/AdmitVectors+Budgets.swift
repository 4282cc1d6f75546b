extension AdmitVectors {
    static var affordable: VectorGroup {
        group(
            "affordable", "The best model that every touched account can pay.",
            limits: .of(calls: 90, tokens: 900, cost: 35)
        ) { group in
            group.setup(.open(2, under: 1, limit: .of(cost: 18)), .fund(2, 2, .of(calls: 90, tokens: 900, cost: 90)))
            group.add(
                "the better one costs 20: too much for an exposure limit of 18", .admit(1) { $0.accounts = [2] },
                .boundary)
            group.add("8 are left of the limit: not even the cheaper one", .admit(2) { $0.accounts = [2] })
            group.add("the other account has no limit, and 25 left", .admit(3))
            group.add("5 are left of it: nothing fits", .admit(4))
            group.add("the request's own limit", .admit(5) { $0.route.costLimit = 0 }, .boundary)
            group.add(
                "free of charge: nothing is needed",
                .admit(6) {
                    $0.route.output = 0
                    $0.context = VectorContext(limit: 0)
                }, .boundary)
            group.add("debt leaves nothing", .charge(7, [1], .of(cost: 10)))
            group.add("a cost limit of 0 lets nothing pass", .admit(8) { $0.route.output = 1 }, .boundary)
        }
    }

    static var budgets: VectorGroup {
        group(
            "budget-stage", "Calls, tokens, cost of each touched account.",
            limits: .of(calls: 3, tokens: 50, cost: 900), flags: [.order]
        ) { group in
            group.setup(
                .open(2, under: 1), .fund(2, 2, .of(calls: 2, tokens: 40, cost: 900)), .open(3, limit: .of(tokens: 20)))
            group.setup(.fund(3, 3, .of(calls: 9, tokens: 99, cost: 99)))
            group.add(
                "exactly the tokens that there are",
                .admit(1) {
                    $0.accounts = [2]
                    $0.route.output = 30
                }, .boundary)
            group.add("no tokens are left", .admit(2) { $0.accounts = [2] })
            group.add(
                "one more than the root has", .admit(3) { $0.context.fragments = [VectorFragment(1, 6)] }, .boundary)
            group.add(
                "the exposure limit of tokens",
                .admit(3) {
                    $0.accounts = [3]
                    $0.route.output = 11
                }, .boundary)
            group.add(
                "at the exposure limit",
                .admit(3) {
                    $0.accounts = [3]
                    $0.route.output = 10
                }, .boundary)
            group.add("debt in calls", .charge(4, [1], .of(calls: 3)))
            group.add("calls come first", .admit(5))
            group.add(
                "the tokens of the first account before the debt of the second", .admit(6) { $0.accounts = [3, 1] })
            group.add("a quota of what is remembered", .setQuotas(reservations: 3), .boundary)
            group.add(
                "full comes last",
                .admit(7) {
                    $0.accounts = [3]
                    $0.route.output = 0
                    $0.context.fragments = []
                }, .capacity)
        }
    }

    static var repetitions: VectorGroup {
        group("repetitions", "A known id is answered before anything else.") { group in
            group.add("the first time", .admit(1) { $0.locks = [(1, .exclusive, 100)] })
            group.add("the same again", .admit(1) { $0.locks = [(1, .exclusive, 100)] })
            group.add("at another time", .admit(1) { $0.locks = [(1, .exclusive, 100)] }, at: 5, .time)
            group.add("another lock", .admit(1), .conflict)
            group.add(
                "another agent",
                .admit(1) {
                    $0.locks = [(1, .exclusive, 100)]
                    $0.agent = 78
                }, .conflict)
            group.add(
                "another fragment",
                .admit(1) {
                    $0.locks = [(1, .exclusive, 100)]
                    $0.context.fragments = [VectorFragment(2, 10, .required)]
                }, .conflict)
            group.add(
                "a conflict before an account that is not there", .admit(1) { $0.accounts = [9] }, .conflict, .order)
            group.add(
                "too many fragments before a conflict",
                .admit(1) {
                    $0.context = VectorContext(limit: 9, (1...17).map { VectorFragment($0, 0) })
                }, .order)
            group.add(
                "a reservation with its id", .reserve(1, [1], .of(calls: 1, tokens: 15, cost: 20), until: 900),
                .conflict)
            group.add("a charge with its id", .charge(1, [1], 1), .conflict)
            group.add("a part is drawn", .draw(1, .of(tokens: 3)))
            group.add("the same admission shows it", .admit(1) { $0.locks = [(1, .exclusive, 100)] }, .duplicate)
            group.add("settled", .settle(1, .of(calls: 1, tokens: 12, cost: 14)))
            group.add("the same admission shows that too", .admit(1) { $0.locks = [(1, .exclusive, 100)] }, .duplicate)
            group.add(
                "forgotten: admitted anew, the lock has ended",
                .admit(1) {
                    $0.locks = [(1, .exclusive, 100)]
                }, at: 105, .forgetting)
            group.add("an id of a reservation", .reserve(2, [1], 1, until: 900))
            group.add("an admission with it", .admit(2), .conflict)
        }
    }

    static var sequence: VectorGroup {
        group("sequence", "An admission and what follows it.") { group in
            group.add(
                "two locks and a reservation until 60",
                .admit(1) {
                    $0.expiry = 60
                    $0.locks = [(4, .exclusive, 60), (5, .shared, 60)]
                })
            group.add("another waits for the first", .acquire(4, by: 2, wait: 400))
            group.add("the token is the admission's sequence", .renew(5, by: 77, token: 6, lease: 100))
            group.add("all of it ends at 60: the lease, its successor, the reservation", .tick, at: 60, .order, .time)
            group.add("settled late", .settle(1, .of(calls: 1, tokens: 15, cost: 20)), at: 61)
            group.add("the second lock lives on", .unlock(5, by: 77, token: 6), at: 62)
        }
    }
}
