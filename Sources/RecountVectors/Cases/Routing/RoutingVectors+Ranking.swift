extension RoutingVectors {
    static var gateOrder: VectorGroup {
        StepGroup.make(
            "gate-order", "A model that fails several gates counts at the first.", flags: [.order]
        ) { group in
            let bad = VectorModel(1) { model in
                model.quality = 10
                model.latency = 200
                model.capabilities = 0
                model.regions = 0
                model.riskCeiling = 0
                model.window = 1
                model.prices = prices
            }
            group.setup(.openTenant(), .install(VectorPolicy([bad])))
            var route = VectorRoute {
                $0.excluded = [1]
                $0.minimumQuality = 11
                $0.latencyLimit = 199
                $0.capabilities = 1
                $0.providers = 0
                $0.regions = 1
                $0.risk = 1
                $0.input = 2
                $0.costLimit = 0
                $0.value = 0
            }
            group.add("disabled first", .route(route))
            route.excluded = []
            group.add("then quality", .route(route))
            route.minimumQuality = 0
            group.add("then latency", .route(route))
            route.latencyLimit = 0
            group.add("then capabilities", .route(route))
            route.capabilities = 0
            group.add("then providers", .route(route))
            route.providers = .max
            group.add("then regions", .route(route))
            route.regions = 0
            group.add("then the risk ceiling", .route(route))
            route.risk = 0
            group.add("then the context window", .route(route))
            route.input = 1
            group.add("then the cost", .route(route))
            route.costLimit = .max
            group.add("then the utility", .route(route))
            route.value = 100_000
            group.add("and then it is chosen", .route(route))
        }
    }

    static var winners: VectorGroup {
        StepGroup.make("winners", "The winner, the runner-up, and what is said of the requested model.") { group in
            let models = [
                VectorModel(1) { $0.prices = [0, 0, 0, 3_000_000] },
                VectorModel(2) { $0.prices = [0, 0, 0, 2_000_000] },
                VectorModel(3) { $0.prices = [0, 0, 0, 1_000_000] },
                VectorModel(4) { $0.enabled = 0 },
            ]
            group.setup(.openTenant(), .install(VectorPolicy(models)))
            group.add("another is cheaper", .route { $0.output = 10 })
            group.add(
                "the requested one is cheapest",
                .route {
                    $0.output = 10
                    $0.requested = 3
                })
            group.add(
                "the cheapest is excluded",
                .route {
                    $0.output = 10
                    $0.excluded = [3]
                })
            group.add(
                "only one is left: no runner-up",
                .route {
                    $0.output = 10
                    $0.excluded = [2, 3]
                })
            group.add(
                "the requested model is in no catalog",
                .route {
                    $0.output = 10
                    $0.requested = 99
                })
            group.add(
                "the requested model is disabled",
                .route {
                    $0.output = 10
                    $0.requested = 4
                })
            group.add("all are out", .route { $0.excluded = [1, 2, 3] })
            group.add(
                "too expensive for all but one",
                .route {
                    $0.output = 10
                    $0.costLimit = 10
                })
        }
    }

    static var ties: VectorGroup {
        StepGroup.make("ties", "Equal utility: cost, quality, id.", flags: [.tie, .order]) { group in
            // A latency of 10 ms costs as much utility as a price of 10 microcents, but no money.
            let byCost = [
                VectorModel(1) { $0.prices = [0, 0, 0, 0, 0, 0, 0, 10_000_000] },
                VectorModel(2) { $0.latency = 10 },
            ]
            let byQuality = [
                VectorModel(1) { $0.quality = 5_000 },
                VectorModel(2) { $0.quality = 5_001 },
            ]
            let byID = [VectorModel(3), VectorModel(5), VectorModel(.max)]
            group.setup(.openTenant(), .install(VectorPolicy(byCost) { $0.latencyPenalty = 1 }))
            group.setup(.install(VectorPolicy(byQuality)), .install(VectorPolicy(byID)))
            group.add("the cheaper of equals, though its id is higher", .route { $0.call = 1 })
            group.add(
                "with a warm entry nothing changes",
                .route {
                    $0.call = 1
                    $0.warm = [(1, 5)]
                })
            group.add(
                "a value of 1 is floored to 0 for both: none is left",
                .route {
                    $0.policy = 2
                    $0.value = 1
                }, .rounding)
            group.add(
                "quality decides where both floors give 1",
                .route {
                    $0.policy = 2
                    $0.value = 3
                }, .rounding)
            group.add("the lowest id wins, the next is the runner-up", .route { $0.policy = 3 })
            group.add(
                "without the lowest",
                .route {
                    $0.policy = 3
                    $0.excluded = [3]
                })
            group.add(
                "the requested model has no advantage",
                .route {
                    $0.policy = 3
                    $0.requested = 5
                })
        }
    }

    static var dominant: VectorGroup {
        StepGroup.make(
            "dominant-reason", "A rejection gives the gate with the largest count; equal counts have an order.",
            limits: .vectors(policies: 10, models: 64),
            flags: [.order]
        ) { group in
            let models = [
                VectorModel(1) { $0.enabled = 0 },
                VectorModel(2) { $0.quality = 0 },
                VectorModel(3) { $0.latency = 100 },
                VectorModel(4) { $0.capabilities = 0 },
                VectorModel(5) { $0.provider = 1 },
                VectorModel(6) { $0.regions = 2 },
                VectorModel(7) { $0.riskCeiling = 0 },
                VectorModel(8) { $0.window = 1 },
                VectorModel(9) { $0.prices = [0, 0, 0, 9_000_000] },
                VectorModel(10) { $0.quality = 1 },
            ]
            let route = VectorRoute {
                $0.minimumQuality = 1
                $0.latencyLimit = 99
                $0.capabilities = 1
                $0.providers = 1
                $0.regions = 1
                $0.risk = 1
                $0.output = 2
                $0.costLimit = 17
                $0.value = 1_000
            }
            // All counts are equal: the first of this order is named. Without its model, the next is.
            let named: [(id: UInt32, name: String)] = [
                (1, "disabled"), (10, "utility"), (9, "cost"), (8, "context window"), (3, "latency"),
                (7, "risk ceiling"), (2, "quality"), (5, "provider"), (6, "region"), (4, "capability"),
            ]
            group.setup(.openTenant())
            for first in named.indices {
                let rest = Set(named[first...].map(\.id))
                group.setup(.install(VectorPolicy(models.filter { rest.contains($0.id) })))
            }
            for (first, gate) in named.enumerated() {
                let policy = UInt32(first + 1)
                group.add(
                    "\(gate.name) is named first of \(10 - first)", .route(with(route) { $0.policy = policy }), .tie)
            }
            group.add(
                "two against one each: excluded ones count as disabled",
                .route(
                    with(route) {
                        $0.policy = 3
                        $0.excluded = [4, 5]
                    }))
            group.add(
                "one excluded and two others: disabled is named",
                .route(
                    with(route) {
                        $0.policy = 8
                        $0.excluded = [4]
                    }), .tie)
            group.add(
                "the larger count wins over the order",
                .route(
                    with(route) {
                        $0.policy = 2
                        $0.excluded = []
                        $0.minimumQuality = 10_001
                    }))
        }
    }

    private static func with(_ route: VectorRoute, _ change: (inout VectorRoute) -> Void) -> VectorRoute {
        var other = route
        change(&other)
        return other
    }
}
