extension DecodingVectors {
    static var policies: VectorGroup {
        group("policies", "The header of a policy.") { group in
            func add(_ comment: String, _ flags: VectorFlag..., change: (inout VectorPolicy) -> Void) {
                group.add(comment, .install(VectorPolicy([VectorModel(1)], change)), flags: flags)
            }
            add("version 0", .boundary) { $0.version = 0 }
            add("version 257", .boundary) { $0.version = 257 }
            add("hard risk limit above 10 000", .boundary) { $0.hardRiskLimit = 10_001 }
            add("minimum confidence above 10 000", .boundary) { $0.minimumConfidence = 10_001 }
            add("risk multiplier at 50 000", .boundary) { $0.riskMultiplier = 50_000 }
            add("risk multiplier above 50 000", .boundary) { $0.riskMultiplier = 50_001 }
            add("the first of three that are too large", .order) {
                $0.hardRiskLimit = .max
                $0.minimumConfidence = .max
                $0.riskMultiplier = .max
            }
            add("no models", .boundary) { $0.models = [] }
            add("a count of one and no model") {
                $0.models = []
                $0.statedCount = 1
            }
            add("a count of all bits", .boundary) { $0.statedCount = .max }
            add("one model more than the count", .boundary) {
                $0.models = [VectorModel(1), VectorModel(2)]; $0.statedCount = 1
            }
            add("no model is enabled") {
                $0.models = [VectorModel(1) { $0.enabled = 0 }, VectorModel(2) { $0.enabled = 0 }]
            }
            add("trailing bytes before no model that is enabled", .order) {
                $0.models = [VectorModel(1) { $0.enabled = 0 }, VectorModel(2)]
                $0.statedCount = 1
            }
            add("the second model is enabled") { $0.models = [VectorModel(1) { $0.enabled = 0 }, VectorModel(2)] }
        }
    }

    static var models: VectorGroup {
        group("models", "The models of a policy.") { group in
            func add(_ comment: String, _ flags: VectorFlag..., models: [VectorModel]) {
                group.add(comment, .install(VectorPolicy(models)), flags: flags)
            }
            add("the same id twice", .boundary, models: [VectorModel(3), VectorModel(3)])
            add("ids that descend", models: [VectorModel(3), VectorModel(2)])
            add(
                "the id before everything else of its model", .order,
                models: [VectorModel(3), VectorModel(2) { $0.provider = 99 }])
            add("provider 63", .boundary, models: [VectorModel(3) { $0.provider = 63 }])
            add("provider 64", .boundary, models: [VectorModel(3) { $0.provider = 64 }])
            add("enabled 2", .boundary, models: [VectorModel(3) { $0.enabled = 2 }])
            add("quality above 10 000", .boundary, models: [VectorModel(3) { $0.quality = 10_001 }])
            add("risk ceiling above 10 000", .boundary, models: [VectorModel(3) { $0.riskCeiling = 10_001 }])
            add("a window of 2^53", .boundary, models: [VectorModel(3) { $0.window = 1 << 53 }])
            add("a window above 2^53", .boundary, models: [VectorModel(3) { $0.window = (1 << 53) + 1 }])
            add("a maximum output above 2^53", .boundary, models: [VectorModel(3) { $0.maximumOutput = (1 << 53) + 1 }])
            add("a threshold above 2^53", .boundary, models: [VectorModel(3) { $0.threshold = (1 << 53) + 1 }])
            add(
                "prices of the second row without a threshold",
                models: [VectorModel(3) { $0.longPrices = [0, 0, 0, 0, 0, 0, 0, 1] }])
            add("a threshold and a second row of nothing", .boundary, models: [VectorModel(3) { $0.threshold = 1 }])
            add("an error of the second model", models: [VectorModel(3), VectorModel(4) { $0.quality = .max }])
            add(
                "fields in the order of the bytes", .order,
                models: [
                    VectorModel(3) {
                        $0.enabled = 9
                        $0.quality = .max
                        $0.riskCeiling = .max
                    }
                ])
        }
    }

    static var assemblies: VectorGroup {
        group("assemblies", "Headers and sections of assemblies.") { group in
            func add(_ comment: String, _ flags: VectorFlag..., change: (inout VectorContext) -> Void) {
                group.add(comment, .assemble(VectorContext(limit: 9, [VectorFragment(1, 1)], change)), flags: flags)
            }
            add("a limit above 2^48 − 1", .boundary) { $0.limit = VectorAmounts.maximum + 1 }
            add("output above 2^48 − 1", .boundary) { $0.output = VectorAmounts.maximum + 1 }
            add("257 sections", .boundary) { $0.sections = (0...256 as ClosedRange<UInt32>).map { VectorSection($0) } }
            add("the same section twice") { $0.sections = [VectorSection(1), VectorSection(1)] }
            add("sections that descend") { $0.sections = [VectorSection(2), VectorSection(1)] }
            add("a fragment of a section that is not there") { $0.sections = [VectorSection(2)] }
            add("no sections and a fragment", .boundary) { $0.sections = [] }
            let bytes = VectorCommand.assemble(VectorContext(limit: 9)).sample
            group.add("cap tag 2", bytes: bytes.replacing(66 + 25 + 12, 2), .boundary)
            group.add("no cap, and its first byte is not 0", bytes: bytes.replacing(66 + 25 + 13, 1))
            group.add("no cap, and its last byte is not 0", bytes: bytes.replacing(66 + 25 + 20, 1), .boundary)
            group.add("no cap, and its bytes end", bytes: bytes.first(66 + 25 + 15), .order)
            group.add("32 769 fragments", bytes: bytes.replacing(66 + 25 + 21, integer: 32_769 as UInt32), .boundary)
            group.add(
                "32 768 fragments that are not there", bytes: bytes.replacing(66 + 25 + 21, integer: 32_768 as UInt32),
                .boundary)
        }
    }

    static var fragments: VectorGroup {
        group("fragments", "The fragments of assemblies.") { group in
            func add(_ comment: String, _ flags: VectorFlag..., fragments: [VectorFragment]) {
                group.add(comment, .assemble(VectorContext(limit: 99, fragments)), flags: flags)
            }
            let rawFlags = VectorFragment.Flags(rawValue: 8)
            add("the same id twice", .boundary, fragments: [VectorFragment(1, 1), VectorFragment(1, 1)])
            add("ids that descend", fragments: [VectorFragment(2, 1), VectorFragment(1, 1)])
            add("flags of 8", .boundary, fragments: [VectorFragment(1, 1, rawFlags)])
            add("nine cuts", .boundary, fragments: [VectorFragment(1, 99, .truncatable, cuts: Array(1...9))])
            add("a cut of 0", .boundary, fragments: [VectorFragment(1, 99, .truncatable, cuts: [0])])
            add("a cut at the end", .boundary, fragments: [VectorFragment(1, 99, .truncatable, cuts: [99])])
            add("the last cut before the end", .boundary, fragments: [VectorFragment(1, 99, .truncatable, cuts: [98])])
            add(
                "any cut of a fragment of one token", .boundary,
                fragments: [VectorFragment(1, 1, .truncatable, cuts: [1])])
            add("the same cut twice", .boundary, fragments: [VectorFragment(1, 99, .truncatable, cuts: [5, 5])])
            add("cuts that descend", fragments: [VectorFragment(1, 99, .truncatable, cuts: [5, 4])])
            add("the range before the order", .order, fragments: [VectorFragment(1, 99, .truncatable, cuts: [5, 0])])
            add("cuts are judged without the flag too", fragments: [VectorFragment(1, 99, cuts: [100])])
            add("cuts before the section", .order, fragments: [VectorFragment(1, 99, cuts: [100], section: 7)])
            add(
                "the section before the next fragment", .order,
                fragments: [
                    VectorFragment(2, 9, section: 7), VectorFragment(1, 1),
                ])
        }
    }

    static var admissions: VectorGroup {
        group("admissions", "Locks, usage and sums of admissions.") { group in
            group.add("the same resource twice", .admit { $0.locks = [(1, .shared, 1), (1, .exclusive, 1)] })
            group.add("resources that descend", .admit { $0.locks = [(2, .shared, 1), (1, .exclusive, 1)] })
            let locks = VectorCommand.admit { $0.locks = [(1, .shared, 1), (2, .shared, 1)] }.sample
            let first = 66 + 16 + 4 + 8 + 8 + 16 + 4
            group.add("the high half of a resource decides", bytes: locks.replacing(first + 8, 1), .order)
            group.add("lock mode 0", bytes: locks.replacing(first + 16, 0), .boundary)
            group.add(
                "a lease after the end of time", bytes: locks.replacing(first + 17, integer: UInt64.max), .boundary)
            group.add(
                "the resource before its own mode", bytes: locks.replacing(first + 25, 0).replacing(first + 41, 9),
                .order)
            group.add("an account twice", .admit { $0.accounts = [1, 1] })
            group.add("an expiry after the end of time", .admit { $0.expiry = (1 << 53) + 1 }, .boundary)
            group.add("input", .admit { $0.route.input = 1 }, .boundary)
            group.add(
                "the first of two components that must be 0",
                .admit {
                    $0.route.cacheRead = 1
                    $0.route.cacheCreation = 1
                }, .order)
            group.add(
                "the order of excluded models before them",
                .admit {
                    $0.route.input = 1
                    $0.route.excluded = [2, 1]
                }, .order)
            group.add(
                "usage before the assembly",
                .admit {
                    $0.route.input = 1
                    $0.context.limit = .max
                }, .order)
            group.add(
                "limit, output and reasoning together",
                .admit {
                    $0.context.limit = VectorAmounts.maximum
                    $0.route.output = 0
                    $0.route.reasoning = 1
                }, .boundary)
            group.add(
                "all three at their largest",
                .admit {
                    $0.context.limit = VectorAmounts.maximum
                    $0.route.output = VectorAmounts.maximum
                    $0.route.reasoning = VectorAmounts.maximum
                }, .overflow)
            group.add(
                "an error of the assembly before the sum",
                .admit {
                    $0.context.limit = VectorAmounts.maximum
                    $0.context.sections = []
                }, .order)
        }
    }
}
