extension RoutingVectors {
    static var installing: VectorGroup {
        StepGroup.make(
            "installing", "Policies are numbered in the order of installation.",
            limits: .vectors(policies: 3, models: 4)
        ) { group in
            let one = VectorPolicy([VectorModel(1)])
            let two = VectorPolicy([VectorModel(1), VectorModel(2)]) { $0.policyEpoch = .max }
            let five = VectorPolicy((1...5 as ClosedRange<UInt32>).map { VectorModel($0) })
            group.setup(.openTenant())
            group.add("no policy has number 1 yet", .route())
            group.add("more models than all policies may have", .install(five), .capacity, .boundary)
            group.add("the first", .install(one))
            group.add("the same again", .install(one), .duplicate)
            group.add("the second, with all bits of its epoch", .install(two), .boundary)
            group.add(
                "too many models together with those that are there",
                .install(
                    VectorPolicy([VectorModel(1), VectorModel(5)])), .capacity)
            group.add("room for one model", .install(VectorPolicy([VectorModel(.max)])), .boundary)
            group.add("installed already comes before full", .install(two), .order, .capacity)
            group.add("no more policies", .install(VectorPolicy([VectorModel(9)])), .capacity)
            group.add(
                "policies before models", .install(VectorPolicy([VectorModel(8), VectorModel(9)])), .order, .capacity)
            group.add("too large before full", .install(five), .order, .capacity)
            group.add("policy 0 never is one", .route { $0.policy = 0 }, .boundary)
            group.add("policy 4 is none", .route { $0.policy = 4 }, .boundary)
            group.add(
                "policy 3 with the highest model id",
                .route {
                    $0.policy = 3
                    $0.requested = .max
                }, .boundary)
            group.add("an unknown tenant before an unknown policy", .route { $0.policy = 0 }, tenant: 2, .order)
        }
    }

    static var before: VectorGroup {
        StepGroup.make("before-models", "Risk and confidence stop a request before any model is looked at.") { group in
            let strict = VectorPolicy([VectorModel(1)]) {
                $0.hardRiskLimit = 9_000
                $0.minimumConfidence = 2_000
                $0.riskMultiplier = 50_000
            }
            group.setup(.openTenant(), .install(strict))
            group.setup(.install(VectorPolicy([VectorModel(1)]) { $0.hardRiskLimit = 0 }))
            group.add("risk below the hard limit", .route { $0.risk = 8_999 }, .boundary)
            group.add("risk at the hard limit", .route { $0.risk = 9_000 }, .boundary)
            group.add("confidence below the minimum", .route { $0.confidence = 1_999 }, .boundary)
            group.add("confidence at the minimum", .route { $0.confidence = 2_000 }, .boundary)
            group.add(
                "risk before confidence",
                .route {
                    $0.risk = .max
                    $0.confidence = 0
                }, .order)
            group.add("a hard limit of 0 stops everything", .route { $0.policy = 2 }, .boundary)
            group.add("risk above 10 000 is above a limit of 10 000 too", .route { $0.risk = 10_001 }, .boundary)
        }
    }

    static var gates: VectorGroup {
        StepGroup.make("gates", "Each gate alone, on both sides of its edge.") { group in
            let models = [
                VectorModel(1) { model in
                    model.quality = 8_000
                    model.latency = 200
                    model.capabilities = 0b0110
                    model.provider = 63
                    model.regions = 0b100
                    model.riskCeiling = 500
                    model.window = 1_000
                    model.maximumOutput = 100
                    model.prices = prices
                }
            ]
            group.setup(.openTenant(), .install(VectorPolicy(models)))
            group.add("excluded", .route { $0.excluded = [1] })
            group.add("another one is excluded", .route { $0.excluded = [0, 2] })
            group.add("quality at the minimum", .route { $0.minimumQuality = 8_000 }, .boundary)
            group.add("quality below the minimum", .route { $0.minimumQuality = 8_001 }, .boundary)
            group.add("latency at the limit", .route { $0.latencyLimit = 200 }, .boundary)
            group.add("latency above the limit", .route { $0.latencyLimit = 199 }, .boundary)
            group.add("all capabilities", .route { $0.capabilities = 0b0110 })
            group.add("one capability is missing", .route { $0.capabilities = 0b0111 })
            group.add("the provider's bit is the highest", .route { $0.providers = 1 << 63 }, .boundary)
            group.add("only the provider's bit is missing", .route { $0.providers = .max >> 1 }, .boundary)
            group.add("no provider is allowed", .route { $0.providers = 0 }, .boundary)
            group.add("one region is shared", .route { $0.regions = 0b101 })
            group.add("no region is shared", .route { $0.regions = 0b011 })
            group.add("risk at the ceiling", .route { $0.risk = 500 }, .boundary)
            group.add("risk above the ceiling", .route { $0.risk = 501 }, .boundary)
            group.add(
                "cost at the limit",
                .route {
                    $0.input = 7
                    $0.costLimit = 7
                }, .boundary)
            group.add(
                "cost above the limit",
                .route {
                    $0.input = 7
                    $0.costLimit = 6
                }, .boundary)
            group.add(
                "utility of 1",
                .route {
                    $0.input = 7
                    $0.value = 10
                }, .boundary)
            group.add(
                "utility of 0: quality makes 8 of a value of 10, and 8 is the cost",
                .route {
                    $0.input = 8
                    $0.value = 10
                }, .boundary)
        }
    }

    static var contextWindow: VectorGroup {
        StepGroup.make("context-window", "What counts as part of the window.") { group in
            let bounded = VectorModel(1) {
                $0.window = 100
                $0.maximumOutput = 10
            }
            group.setup(.openTenant(), .install(VectorPolicy([bounded])))
            group.add(
                "all five classes of tokens fill it",
                .route {
                    $0.input = 30
                    $0.cacheRead = 30
                    $0.cacheCreation = 20
                    $0.output = 10
                    $0.reasoning = 10
                }, .boundary)
            for (name, change) in [
                ("input", { $0.input = 101 }), ("cache read", { $0.cacheRead = 101 }),
                ("cache creation", { $0.cacheCreation = 101 }), ("reasoning", { $0.reasoning = 101 }),
            ] as [(String, (inout VectorRoute) -> Void)] {
                group.add("too much \(name)", .route(change), .boundary)
            }
            group.add("too much output", .route { $0.output = 11 }, .boundary)
            group.add(
                "audio, images and calls do not count",
                .route {
                    $0.audio = 1_000
                    $0.image = 1_000
                    $0.call = 1_000
                })
            group.add(
                "the largest quantities do not wrap",
                .route {
                    $0.input = VectorAmounts.maximum
                    $0.cacheRead = VectorAmounts.maximum
                    $0.cacheCreation = VectorAmounts.maximum
                    $0.reasoning = VectorAmounts.maximum
                }, .overflow)
        }
    }
}
