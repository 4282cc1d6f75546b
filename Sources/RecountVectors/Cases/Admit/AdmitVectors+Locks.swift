extension AdmitVectors {
    static var locks: VectorGroup {
        group("locks", "Locks are taken in the order of their resources.") { group in
            group.setup(
                .setQuotas(locks: 16), .acquire(1, by: 77, .shared, lease: 300), .acquire(2, by: 77, lease: 300))
            group.setup(.acquire(3, by: 5, .shared, lease: 300))
            group.add("one is held already: another hold", .admit(1) { $0.locks = [(2, .shared, 50)] })
            group.add("one is upgraded", .admit(2) { $0.locks = [(1, .exclusive, 400)] })
            group.add("one is shared with another", .admit(3) { $0.locks = [(3, .shared, 50)] })
            group.add(
                "resources of all bits", .admit(4) { $0.locks = [(0, .shared, 1), (.max, .exclusive, 500)] }, .boundary)
            group.add(
                "the leases of one admission end in the order of its locks",
                .admit(5) {
                    $0.agent = 8
                    $0.locks = [(11, .exclusive, 20), (12, .shared, 20), (13, .exclusive, 20)]
                })
            group.add("their ends", .tick, at: 20, .order, .time)
        }
    }

    static var lockRefusals: VectorGroup {
        group("lock-stage", "The last stage: the first lock that cannot be had.", flags: [.order]) { group in
            group.setup(.setQuotas(locks: 5), .acquire(1, by: 1, lease: 400), .acquire(2, by: 1, .shared, lease: 400))
            group.add("no lease at all", .admit(1) { $0.locks = [(1, .exclusive, 0)] }, .boundary)
            group.add("too long a lease", .admit(1) { $0.locks = [(3, .exclusive, 501)] }, .boundary)
            group.add("the first of two is held", .admit(1) { $0.locks = [(1, .shared, 9), (2, .exclusive, 0)] })
            group.add("the second is held shared", .admit(1) { $0.locks = [(0, .shared, 9), (2, .exclusive, 9)] })
            group.add(
                "no more than the quota, with those before it",
                .admit(1) {
                    $0.locks = [(11, .shared, 9), (12, .shared, 9), (13, .shared, 9), (14, .shared, 9)]
                }, .capacity, .boundary)
            group.add("nothing of it was taken", .acquire(11, by: 3))
            group.add("the agent waits for something", .acquire(1, by: 77, wait: 400))
            group.add("so it gets no other lock", .admit(1) { $0.locks = [(20, .shared, 9)] })
            group.add("but an admission without locks", .admit(1))
            group.add(
                "another agent meets a full quota",
                .admit(2) {
                    $0.agent = 9
                    $0.locks = [(2, .shared, 9), (21, .shared, 9)]
                }, .capacity)
            group.add(
                "one that waits is in the way of a try",
                .admit(2) {
                    $0.agent = 9
                    $0.locks = [(1, .shared, 9)]
                })
        }
    }
}
