extension RoutingVectors {
    static var warm: VectorGroup {
        StepGroup.make("warm-caches", "Tokens in a model's cache move from input to cache read.") { group in
            let model = VectorModel(1) {
                $0.prices = prices
                $0.window = 100
            }
            group.setup(.openTenant(), .install(VectorPolicy([model, VectorModel(2) { $0.prices = prices }])))
            group.add("no cache", .route { $0.input = 90 })
            group.add(
                "a part is in the cache of model 2",
                .route {
                    $0.input = 90
                    $0.warm = [(2, 40)]
                })
            group.add(
                "more in the cache than is asked for",
                .route {
                    $0.input = 90
                    $0.warm = [(1, 91)]
                }, .boundary)
            group.add(
                "exactly all of it",
                .route {
                    $0.input = 90
                    $0.cacheRead = 10
                    $0.warm = [(1, 90)]
                }, .boundary)
            group.add(
                "the largest entry",
                .route {
                    $0.input = 1
                    $0.warm = [(1, .max)]
                }, .overflow)
            group.add(
                "an entry of nothing",
                .route {
                    $0.input = 90
                    $0.warm = [(1, 0)]
                }, .boundary)
            group.add(
                "caches of models that are not there",
                .route {
                    $0.input = 90
                    $0.warm = [(0, 90), (3, 90), (.max, 90)]
                })
            group.add(
                "it still counts for the window",
                .route {
                    $0.input = 101
                    $0.warm = [(1, 101)]
                }, .boundary)
        }
    }

    static var priceRows: VectorGroup {
        StepGroup.make("price-rows", "The second row of prices is for long contexts.") { group in
            let model = VectorModel(1) {
                $0.threshold = 100
                $0.prices = prices
                $0.longPrices = prices.map { $0 * 2 }
            }
            group.setup(.openTenant(), .install(VectorPolicy([model])))
            group.add("at the threshold", .route { $0.input = 100 }, .boundary)
            group.add("above the threshold", .route { $0.input = 101 }, .boundary)
            group.add(
                "all of the input class counts",
                .route {
                    $0.input = 33
                    $0.cacheRead = 33
                    $0.cacheCreation = 35
                }, .boundary)
            group.add(
                "output does not",
                .route {
                    $0.input = 100
                    $0.output = 1_000
                    $0.reasoning = 1_000
                })
            group.add(
                "what is warm still counts",
                .route {
                    $0.input = 101
                    $0.warm = [(1, 101)]
                }, .boundary)
        }
    }

    static var rounding: VectorGroup {
        StepGroup.make("rounding", "Each component's cost is rounded up on its own.", flags: [.rounding]) { group in
            let model = VectorModel(1) { $0.prices = [1, 1, 1, 999_999, 1_000_000, 1_000_001, 0, 500_000] }
            group.setup(.openTenant(), .install(VectorPolicy([model])))
            group.add("one millionth is one", .route { $0.input = 1 }, .boundary)
            group.add("a whole million is one", .route { $0.input = 1_000_000 }, .boundary)
            group.add("one more is two", .route { $0.input = 1_000_001 }, .boundary)
            group.add(
                "three components of one millionth are three",
                .route {
                    $0.input = 1
                    $0.cacheRead = 1
                    $0.cacheCreation = 1
                })
            group.add("just below one", .route { $0.output = 1 })
            group.add("exactly one", .route { $0.reasoning = 1 })
            group.add("just above one", .route { $0.audio = 1 })
            group.add("free of charge", .route { $0.image = VectorAmounts.maximum })
            group.add("one and a half", .route { $0.call = 3 })
            group.add("nothing at all", .route(), .boundary)
        }
    }

    static var saturation: VectorGroup {
        StepGroup.make(
            "saturation", "Costs end at 2^64 − 1, utilities at the ends of 64 bits.", flags: [.saturation, .overflow]
        ) { group in
            let dear = VectorModel(1) { $0.prices = [UInt64](repeating: .max, count: 8) }
            let free = VectorModel(2) {
                $0.latency = .max
                $0.quality = 10_000
            }
            group.setup(.openTenant(), .install(VectorPolicy([dear, free])))
            group.setup(.install(VectorPolicy([free]) { $0.latencyPenalty = .max }))
            group.setup(.install(VectorPolicy([VectorModel(1)]) { $0.riskMultiplier = 50_000 }))
            group.add(
                "a cost beyond 64 bits passes the largest limit, not the utility",
                .route {
                    $0.input = VectorAmounts.maximum
                })
            group.add(
                "below, by one component",
                .route {
                    $0.input = 1_000_000
                    $0.costLimit = .max - 1
                }, .boundary)
            group.add(
                "the sum of two is beyond",
                .route {
                    $0.input = 999_999
                    $0.output = 999_999
                    $0.costLimit = .max - 1
                })
            group.add("the largest value", .route { $0.value = .max }, .boundary)
            group.add(
                "the largest value and confidence: clamped",
                .route {
                    $0.value = .max
                    $0.confidence = .max
                }, .boundary)
            group.add("a negative value counts as none", .route { $0.value = .min }, .boundary)
            group.add(
                "the largest latency and penalty: clamped below",
                .route {
                    $0.policy = 2
                    $0.value = .max
                    $0.confidence = .max
                }, .boundary)
            group.add(
                "the largest risk that passes",
                .route {
                    $0.policy = 3
                    $0.risk = 9_999
                    $0.value = .max
                    $0.confidence = .max
                }, .boundary)
        }
    }

    static var utility: VectorGroup {
        StepGroup.make("utility", "Value by confidence and quality, less risk, cost and latency.") { group in
            let model = VectorModel(1) {
                $0.quality = 7_500
                $0.latency = 3
                $0.prices = [1_000_000]
            }
            group.setup(
                .openTenant(),
                .install(
                    VectorPolicy([model]) {
                        $0.riskMultiplier = 15_000
                        $0.latencyPenalty = 7
                    }))
            group.add(
                "all four terms",
                .route {
                    $0.value = 1_000
                    $0.confidence = 8_000
                    $0.risk = 100
                    $0.input = 50
                })
            group.add(
                "each product is floored on its own",
                .route {
                    $0.value = 333
                    $0.confidence = 9_999
                    $0.risk = 1
                }, .rounding)
            group.add(
                "confidence above 10 000 counts in full",
                .route {
                    $0.value = 1_000
                    $0.confidence = 20_000
                })
            group.add("no confidence", .route { $0.confidence = 0 }, .boundary)
            group.add("no value", .route { $0.value = 0 }, .boundary)
            group.add("the smallest value that pays for the latency", .route { $0.value = 30 }, .boundary)
            group.add("one less does not", .route { $0.value = 29 }, .boundary)
            group.add(
                "the highest confidence in a value whose products need more than 64 bits",
                .route {
                    $0.value = 100_000_000_000
                    $0.confidence = .max
                    $0.risk = 100
                }, .boundary)
        }
    }

    static var masks: VectorGroup {
        StepGroup.make("masks", "Masks of 64 bits, each bit for itself.") { group in
            let models = [
                VectorModel(1) {
                    $0.provider = 0
                    $0.capabilities = 1
                    $0.regions = 1 << 63
                },
                VectorModel(2) {
                    $0.provider = 63
                    $0.capabilities = 1 << 63 | 1
                    $0.regions = 0
                },
            ]
            group.setup(.openTenant(), .install(VectorPolicy(models)))
            group.add("the lowest provider", .route { $0.providers = 1 }, .boundary)
            group.add("the highest provider", .route { $0.providers = 1 << 63 }, .boundary)
            group.add("the highest capability", .route { $0.capabilities = 1 << 63 }, .boundary)
            group.add("the highest region", .route { $0.regions = 1 << 63 }, .boundary)
            group.add(
                "a model in no region",
                .route {
                    $0.regions = .max
                    $0.excluded = [1]
                })
            group.add("all capabilities", .route { $0.capabilities = .max })
        }
    }

    static var lists: VectorGroup {
        StepGroup.make("lists", "Warm entries and excluded models at their limits.", flags: [.boundary]) { group in
            let models = (1...9 as ClosedRange<UInt32>).map { id in VectorModel(id) { $0.prices = prices } }
            group.setup(.openTenant(), .install(VectorPolicy(models)))
            group.add(
                "eight excluded models leave the ninth",
                .route {
                    $0.input = 10
                    $0.excluded = Array(1...8)
                })
            group.add(
                "eight warm entries: the warmest wins",
                .route {
                    $0.input = 10
                    $0.warm = (1...8).map { ($0, UInt64($0)) }
                })
            group.add(
                "excluded though warm",
                .route {
                    $0.input = 10
                    $0.warm = [(8, 10)]
                    $0.excluded = [8]
                })
        }
    }
}
