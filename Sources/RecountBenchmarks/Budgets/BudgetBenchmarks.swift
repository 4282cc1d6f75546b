extension Benchmark {
    /// Reserve and settle by the number of tenants, the depth of the trees and the number of accounts.
    static var budgets: [Benchmark] {
        let scenes: [(name: String, summary: String, forest: ScaledForest)] = [
            ("tenants.1", "1 tenant with 1 account", ScaledForest(tenants: 1, trees: 1, depth: 1)),
            ("tenants.10000", "10 000 tenants at random", ScaledForest(tenants: 10_000, trees: 1, depth: 1)),
            ("depth.1", "4 000 accounts without a parent", ScaledForest(tenants: 1, trees: 4_000, depth: 1)),
            ("depth.4", "4 000 accounts, trees 4 deep", ScaledForest(tenants: 1, trees: 1_000, depth: 4)),
            ("accounts.1000", "1 000 accounts at random", ScaledForest(tenants: 1, trees: 1_000, depth: 1)),
            ("accounts.10000", "10 000 accounts at random", ScaledForest(tenants: 1, trees: 10_000, depth: 1)),
            ("accounts.100000", "100 000 accounts at random", ScaledForest(tenants: 1, trees: 100_000, depth: 1)),
            ("accounts.1000000", "1 000 000 accounts at random", ScaledForest(tenants: 1, trees: 1_000_000, depth: 1)),
        ]
        return scenes.map { scene in
            Benchmark(
                "reserve-settle.\(scene.name)", "reserve and settle, \(scene.summary)", .step, .pair,
                ScaledCount(1 << 19, quick: 200)
            ) { site throws(BenchmarkError) in try ReservationWork(scene.forest[site.scale], site) }
        }
    }
}

extension Benchmark {
    /// Reserve and settle with both records encoded and stamped.
    static var stampedBudgets: [Benchmark] {
        [
            Benchmark(
                "stamped.reserve-settle", "reserve and settle among 10 000 accounts, two records stamped with libb2",
                .step, .pair, ScaledCount(1 << 18, quick: 200)
            ) { site throws(BenchmarkError) in
                let forest = ScaledForest(tenants: 1, trees: 10_000, depth: 1)
                return try StampedReservationWork(forest[site.scale], site)
            }
        ]
    }
}

extension Benchmark {
    /// Budgets added up over all tenants.
    static var conservation: [Benchmark] {
        [
            Benchmark(
                "conservation", "compare the budgets of 100 000 tenants with what the records add up to", .host,
                .tenant, ScaledCount(100_000, quick: 300)
            ) { site throws(BenchmarkError) in try ConservationWork(site) }
        ]
    }
}

/// A forest at full scale, and no larger than a test can wait for at the other.
struct ScaledForest: Sendable {
    let tenants: Int
    let trees: Int
    let depth: Int

    private static let quickLimit = 300

    subscript(scale: Scale) -> BudgetForest {
        switch scale {
        case .full: BudgetForest(tenantCount: tenants, treesPerTenant: trees, depth: depth)
        case .quick:
            BudgetForest(
                tenantCount: min(tenants, Self.quickLimit),
                treesPerTenant: min(trees, max(1, Self.quickLimit / tenants)), depth: depth)
        }
    }
}
