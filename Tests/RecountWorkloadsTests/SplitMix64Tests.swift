import RecountWorkloads
import Testing

@Suite("Workloads: splitmix64")
struct SplitMix64Tests {
    @Test("gives the published numbers of the seed 1234567")
    func publishedNumbers() {
        var generator = SplitMix64(state: 1_234_567)
        let numbers = (0..<5).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test("draws the lower bound plus the next number modulo the length, and takes a whole range as it is")
    func ranges() {
        var generator = SplitMix64(state: 1_234_567)
        #expect(generator.uniform(10...12) == 10 + 6_457_827_717_110_365_317 % 3)
        #expect(generator.uniform(0...UInt64.max) == 3_203_168_211_198_807_973)
        #expect(generator.uniform(7...7) == 7)
    }
}
