import RecountWorkloads

/// Choices that follow from a seed.
struct SeededRandom {
    private var generator: SplitMix64

    /// The numbers of a seed.
    init(seed: UInt64) {
        generator = SplitMix64(state: seed)
    }

    /// The next 64 bits.
    mutating func bits() -> UInt64 { generator.next() }

    /// A number of a range. The bias of the remainder is under 2^-32 for the small ranges here.
    mutating func number(_ range: ClosedRange<UInt64>) -> UInt64 { generator.uniform(range) }

    /// A number of a range.
    mutating func small(_ range: ClosedRange<UInt32>) -> UInt32 {
        UInt32(number(UInt64(range.lowerBound)...UInt64(range.upperBound)))
    }

    /// Whether one of so many draws hits.
    mutating func chance(in draws: UInt64) -> Bool { number(1...draws) == 1 }

    /// One of several.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(number(0...UInt64(elements.count - 1)))]
    }

    /// A number of any width, all ones now and then.
    mutating func wide() -> UInt64 { chance(in: 16) ? .max : bits() >> number(0...63) }
}
