import RecountTestSupport
import Testing

@testable import RecountKernel

@Suite("Values: wide arithmetic")
struct WideArithmeticTests {
    private static let extremes: [UInt64] = [
        0, 1, 2, 999_999, 1_000_000, 1_000_001, 99_999_999, 100_000_000, 1 << 32, 1 << 48 - 1, .max >> 1, 1 << 63,
        .max - 1, .max,
    ]

    private static let divisors: [UInt64] = [1, 2, 3, 10_000, 1_000_000, 100_000_000, 1 << 63, .max]

    @Test("⌈a · b / c⌉ with extreme values")
    func extremeCeilings() {
        for factor in Self.extremes {
            for other in Self.extremes {
                for divisor in Self.divisors { Self.checkCeiling(factor, other, divisor) }
            }
        }
    }

    @Test("a quotient of 2^64 − 1 with a remainder stays there instead of passing to 0")
    func ceilingAtTheEnd() {
        // The largest products below 10^6 · 2^64: their quotients are between 2^64 − 1 and 2^64.
        let largest = UInt128(1_000_000) << 64 - 1
        for factor in UInt64(1_000_001)...1_000_100 {
            let other = UInt64(largest / UInt128(factor))
            Self.checkCeiling(factor, other, 1_000_000)
            Self.checkCeiling(other, factor, 1_000_000)
        }
        // One that is known to be there: 1 000 003 · other = 10^6 · 2^64 − 1 − a remainder below 10^6.
        #expect(largest - largest / 1_000_003 * 1_000_003 < 999_999)
    }

    @Test("⌊a · b / c⌋ with extreme values")
    func extremeFloors() {
        for factor in Self.extremes {
            for other in Self.extremes {
                for divisor in Self.divisors { Self.checkFloor(factor, other, divisor) }
            }
        }
    }

    @Test("both with random values of every width", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for _ in 0..<20_000 {
            let factor = generator.next() >> generator.uniform(0...63)
            let other = generator.next() >> generator.uniform(0...63)
            let divisor = max(1, generator.next() >> generator.uniform(0...63))
            Self.checkCeiling(factor, other, divisor)
            Self.checkFloor(factor, other, divisor)
        }
    }

    private static func checkCeiling(_ factor: UInt64, _ other: UInt64, _ divisor: UInt64) {
        let (quotient, remainder) = (UInt128(factor) * UInt128(other)).quotientAndRemainder(
            dividingBy: UInt128(divisor))
        let expected = UInt64(clamping: remainder == 0 ? quotient : quotient + 1)
        let found = WideArithmetic.ceilingOfProduct(factor, other, dividedBy: divisor)
        if found != expected { Issue.record("⌈\(factor) · \(other) / \(divisor)⌉ is \(expected), not \(found)") }
    }

    private static func checkFloor(_ factor: UInt64, _ other: UInt64, _ divisor: UInt64) {
        let expected = UInt128(factor) * UInt128(other) / UInt128(divisor)
        let found = WideArithmetic.floorOfProduct(factor, other, dividedBy: divisor)
        let words = Wide(high: Int64(truncatingIfNeeded: expected >> 64), low: UInt64(truncatingIfNeeded: expected))
        if found != words { Issue.record("⌊\(factor) · \(other) / \(divisor)⌋ is \(words), not \(found)") }
    }

    @Test("differences and the nearest Int64", arguments: [4, 5] as [UInt64])
    func wide(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        var values: [Int128] = [0, 1, -1]
        for edge in [
            Int128(Int64.max), Int128(Int64.min), Int128(UInt64.max), -Int128(UInt64.max), 1 << 100, -1 << 100,
        ] {
            values += [edge - 1, edge, edge + 1]
        }
        for _ in 0..<100 {
            let bits = Int128(truncatingIfNeeded: generator.next()) << 60 ^ Int128(generator.next())
            values.append(bits >> Int128(generator.uniform(0...100)))
        }
        for value in values {
            #expect(Self.wide(value).clamped == Int64(clamping: value), "\(value), seed \(seed)")
            for other in values {
                let difference = Self.wide(value).subtracting(Self.wide(other))
                if difference != Self.wide(value - other) { Issue.record("\(value) − \(other), seed \(seed)") }
            }
        }
    }

    private static func wide(_ value: Int128) -> Wide {
        Wide(high: Int64(truncatingIfNeeded: value >> 64), low: UInt64(truncatingIfNeeded: value))
    }
}

@Suite("Policy: the cost of a usage")
struct PriceRowTests {
    @Test("the sum of ceilings, for random and extreme usages and prices", arguments: [1, 2, 3] as [UInt64])
    func cost(seed: UInt64) throws {
        var generator = SplitMix64(state: seed)
        for _ in 0..<10_000 {
            var quantities = InlineArray<8, UInt64>(repeating: 0)
            var row = PriceRow.free
            var expected: UInt128 = 0
            for index in 0..<8 {
                quantities[index] = min(Tokens.maximum.rawValue, generator.next() >> generator.uniform(14...63))
                row.prices[index] = generator.next() >> generator.uniform(0...63)
                expected += (UInt128(quantities[index]) * UInt128(row.prices[index]) + 999_999) / 1_000_000
            }
            let usage = try #require(Usage(quantities))
            let cost = row.cost(of: usage)
            if cost.rawValue != UInt64(clamping: expected) {
                Issue.record("seed \(seed): \(expected), not \(cost) for \(quantities) at \(row)")
            }
        }
    }

    @Test("all largest numbers saturate, and nothing times anything is free")
    func ends() throws {
        let most = try #require(Usage(InlineArray(repeating: Tokens.maximum.rawValue)))
        let dearest = PriceRow(prices: InlineArray(repeating: .max))
        #expect(dearest.cost(of: most) == Microcents(.max))
        #expect(dearest.cost(of: .zero) == .zero)
        #expect(PriceRow.free.cost(of: most) == .zero)
        #expect(PriceRow.free.isFree)
        #expect(!dearest.isFree)
    }

    @Test("a row with one price is not free, whichever it is", arguments: 0..<UInt8(8))
    func oneComponent(index: UInt8) throws {
        let component = try #require(Component(rawValue: index))
        #expect(!PriceRow.only(component, 1).isFree)
        #expect(PriceRow.only(component, 1) != PriceRow.only(component, 2))
    }
}
