/// The cases about policies and the choice of a model that were made by hand.
enum RoutingVectors {
    static var groups: [VectorGroup] {
        [
            installing, before, gates, gateOrder, winners, ties, dominant, contextWindow, warm, priceRows, rounding,
            saturation, utility, masks, lists,
        ]
    }

    /// Prices of input, cache read, cache creation, output and the rest that are easy to add up.
    static let prices: [UInt64] = [1_000_000, 100_000, 1_250_000, 4_000_000, 4_000_000, 2_000_000, 3_000_000, 500_000]
}
