extension AdmitVectors {
    static var admitting: VectorGroup {
        group("admitting", "Window, model, budget and locks in one step.") { group in
            group.add("the smallest", .admit(1))
            group.add(
                "with eight locks",
                .admit(2) {
                    for resource in 1...8 as ClosedRange<UInt64> {
                        $0.locks.append((resource, resource % 2 == 0 ? .shared : .exclusive, resource * 10))
                    }
                }, .boundary)
            group.add(
                "a window of nothing", .admit(3) { $0.context = VectorContext(limit: 0) { $0.sections = [] } },
                .boundary)
            group.add(
                "the cheaper model is worth more",
                .admit(4) {
                    $0.route.value = 22
                    $0.route.requested = 1
                })
            group.add("reasoning is reserved too", .admit(5) { $0.route.reasoning = 7 })
            group.add("a warm cache makes it cheaper", .admit(6) { $0.route.warm = [(1, 8)] })
            group.add(
                "audio, images and calls are paid, not counted as tokens",
                .admit(7) {
                    $0.route.audio = 3
                    $0.route.image = 3
                    $0.route.call = 3
                })
            group.add(
                "a window with fragments left out",
                .admit(8) {
                    $0.context = VectorContext(
                        limit: 20,
                        [
                            VectorFragment(1, 10, [.required, .stable]),
                            VectorFragment(2, 30, .truncatable, cuts: [5, 9]),
                            VectorFragment(3, 4),
                        ]
                    ) { $0.separator = 1 }
                })
        }
    }

    static var reservations: VectorGroup {
        group("reservation-stage", "The first stage: ids, accounts, expiry.", flags: [.order]) { group in
            group.setup(.open(2), .open(3, under: 1), .close(2), .fund(2, 3, .of(calls: 5, tokens: 50, cost: 50)))
            group.add("an account that is not there before a closed one", .admit(1) { $0.accounts = [2, 9] })
            group.add(
                "a closed one before the expiry",
                .admit(1) {
                    $0.accounts = [1, 2]
                    $0.expiry = 0
                })
            group.add(
                "the expiry before the window",
                .admit(1) {
                    $0.expiry = 0
                    $0.context.limit = 0
                }, .boundary)
            group.add(
                "the window before the route",
                .admit(1) {
                    $0.context.limit = 9
                    $0.route.policy = 0
                })
            group.add(
                "the route before the budget",
                .admit(1) {
                    $0.route.policy = 0
                    $0.route.output = 400
                })
            group.add(
                "a rejection before the budget",
                .admit(1) {
                    $0.route.excluded = [1, 2]
                    $0.route.output = 10_000
                })
            group.add(
                "the budget before the locks",
                .admit(1) {
                    $0.route.policy = 2
                    $0.route.output = 491
                    $0.locks = [(1, .exclusive, 0)]
                })
            group.add(
                "too many fragments before everything else",
                .admit(1) {
                    $0.accounts = [9]
                    $0.context = VectorContext(limit: 9, (1...17).map { VectorFragment($0, 0) })
                }, .capacity, .boundary)
            group.add("none of it took the id or left anything", .admit(1) { $0.accounts = [3] })
            group.add("an unknown tenant", .admit(1), tenant: 2)
            group.add("a time jump", .admit(2), at: 1_001, .time)
        }
    }

    static var stages: VectorGroup {
        group("stages", "A refusal of each stage.") { group in
            group.setup(.acquire(9, by: 1, lease: 500))
            group.add("reservation", .admit(1) { $0.expiry = 0 })
            group.add("assembly", .admit(1) { $0.context.limit = 9 }, .boundary)
            group.add(
                "assembly, in a section", .admit(1) { $0.context.sections = [VectorSection(1, cap: 9)] }, .boundary)
            group.add("routing", .admit(1) { $0.route.policy = 7 })
            group.add("the router rejected: too risky", .admit(1) { $0.route.risk = 10_000 })
            group.add("the router rejected: no value", .admit(1) { $0.route.value = 0 })
            group.add(
                "budget",
                .admit(1) {
                    $0.route.policy = 2
                    $0.route.output = 491
                })
            group.add("locks", .admit(1) { $0.locks = [(9, .exclusive, 10)] })
            group.add("all of them pass", .admit(1) { $0.locks = [(8, .exclusive, 10)] })
        }
    }

    static var windows: VectorGroup {
        group("windows", "What the window uses is the route's input.") { group in
            group.add(
                "separators are input as well",
                .admit(1) {
                    $0.context = VectorContext(limit: 50, [VectorFragment(1, 10), VectorFragment(2, 10)]) {
                        $0.separator = 3
                    }
                })
            group.add(
                "limit and output of the largest amount together",
                .admit(2) {
                    $0.context.limit = VectorAmounts.maximum - 5
                }, .boundary)
            group.add("one more is malformed", .admit(3) { $0.context.limit = VectorAmounts.maximum - 4 }, .boundary)
            group.add(
                "with reasoning",
                .admit(3) {
                    $0.context.limit = VectorAmounts.maximum - 5
                    $0.route.reasoning = 1
                }, .boundary)
            group.add("input in the command is malformed", .admit(3) { $0.route.input = 1 })
            group.add("cache read in the command is malformed", .admit(3) { $0.route.cacheRead = 1 })
            group.add("cache creation in the command is malformed", .admit(3) { $0.route.cacheCreation = 1 })
        }
    }

    static var routing: VectorGroup {
        group("routing-limits", "Every gate sees the window.") { group in
            group.setup(
                .install(
                    VectorPolicy([
                        VectorModel(1) {
                            $0.window = 20
                            $0.threshold = 12
                            $0.prices = [1_000_000]
                            $0.longPrices = [3_000_000]
                        }
                    ])))
            group.add(
                "window and output fill the model's window",
                .admit(1) {
                    $0.route.policy = 3
                    $0.route.output = 10
                }, .boundary)
            group.add(
                "one more does not fit",
                .admit(2) {
                    $0.route.policy = 3
                    $0.route.output = 11
                }, .boundary)
            group.add(
                "at the threshold",
                .admit(3) {
                    $0.route.policy = 3
                    $0.context.fragments = [VectorFragment(1, 12)]
                }, .boundary)
            group.add(
                "above the threshold",
                .admit(4) {
                    $0.route.policy = 3
                    $0.context.fragments = [VectorFragment(1, 13)]
                }, .boundary)
        }
    }
}
