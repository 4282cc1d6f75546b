/// Numbers that follow from a seed: SplitMix64 (Steele, Lea and Flood, 2014). All arithmetic wraps by its definition.
struct SeededRandom {
    private var state: UInt64

    /// The numbers of a seed.
    init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    mutating func bits() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }

    /// A number of a range. The bias of the remainder is under 2^-32 for the small ranges here.
    mutating func number(_ range: ClosedRange<UInt64>) -> UInt64 {
        let count = range.upperBound &- range.lowerBound &+ 1
        return count == 0 ? bits() : range.lowerBound + bits() % count
    }

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
