import RecountTestSupport

/// What of the changes that nobody synced has arrived when the power fails, drawn change by change.
struct PowerLoss {
    private var random: SplitMix64
    /// In eighths. Nothing and everything are as likely as what lies between: many mistakes show only there.
    private let arrivalOdds: UInt64

    init(seed: UInt64) {
        random = SplitMix64(state: seed)
        arrivalOdds = random.choice(of: [0, 1, 4, 7, 8])
    }

    /// Whether a change has arrived.
    mutating func arrives() -> Bool { random.chance(arrivalOdds, in: 8) }

    /// How many of so many changes, of which each includes those before it, have arrived.
    mutating func arrivedCount(of count: Int) -> Int {
        guard count > 0, arrives() else { return 0 }
        return random.chance(3, in: 4) ? count : random.number(1...count)
    }
}
