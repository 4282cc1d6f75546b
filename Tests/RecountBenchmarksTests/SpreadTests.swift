import RecountBenchmarks
import Testing

@Suite("Benchmarks: the spread of figures")
struct SpreadTests {
    @Test("of nine figures the median is the fifth, and the quartiles are the third and the seventh")
    func nine() {
        let spread = Spread([9, 1, 8, 2, 7, 3, 6, 4, 5].map { Thousandths(rawValue: $0) })
        #expect(
            [spread.minimum, spread.lowerQuartile, spread.median, spread.upperQuartile, spread.maximum].map(\.rawValue)
                == [1, 3, 5, 7, 9])
        #expect(spread.count == 9)
    }

    @Test("of one figure everything is that figure")
    func one() {
        let spread = Spread([Thousandths(rawValue: 4)])
        #expect(spread.minimum == spread.maximum)
        #expect(spread.lowerQuartile == spread.upperQuartile)
        #expect(spread.median.rawValue == 4)
    }

    @Test("decimals keep three places and their zeros")
    func decimals() {
        #expect(Thousandths(10, per: 4).text == "2.500")
        #expect(Thousandths(1, per: 3).text == "0.333")
        #expect(Thousandths(rawValue: 12_007).text == "12.007")
    }

    @Test("a single allocation among a million operations is not rounded away")
    func roundingUp() {
        #expect(Thousandths(roundingUp: 1, per: 1_000_000).rawValue == 1)
        #expect(Thousandths(roundingUp: 0, per: 1_000_000).rawValue == 0)
    }
}
