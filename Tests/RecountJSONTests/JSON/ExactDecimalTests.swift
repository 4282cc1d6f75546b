import RecountJSON
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
    struct Case: Sendable, CustomStringConvertible {
        var text: String
        var power: Int
        var expected: Result<UInt64, ExactDecimal.Problem>
        var description: String { "\(text) × 10^\(power)" }

        init(_ text: String, _ power: Int, _ value: UInt64) {
            (self.text, self.power, expected) = (text, power, .success(value))
        }

        init(_ text: String, _ power: Int, _ problem: ExactDecimal.Problem) {
            (self.text, self.power, expected) = (text, power, .failure(problem))
        }
    }

    static let zeros = String(repeating: "0", count: 1000)

    static let cases: [Case] = [
        Case("0", 0, 0), Case("-0", 14, 0), Case("-0.000e99", 14, 0), Case("0e-999999999", 0, 0),
        Case("2.5e-06", 14, 250_000_000), Case("1.25e-7", 14, 12_500_000), Case("0.0000025", 14, 250_000_000),
        Case("1e-14", 14, 1), Case("1e-15", 14, .tooManyDigits), Case("10e-15", 14, 1), Case("0.5", 0, .tooManyDigits),
        Case("2.9999900000000002e-06", 14, .tooManyDigits), Case("-1", 0, .negative), Case("-0.5", 0, .negative),
        Case("-1e999999999", 0, .negative), Case("1.0", 0, 1), Case("1.000000000000000000000000", 0, 1),
        Case("123456789.123456789", 9, 123_456_789_123_456_789), Case("999999999999999999", 0, 999_999_999_999_999_999),
        Case("18446744073709551615", 0, .max), Case("18446744073709551616", 0, .tooLarge),
        Case("18446744073709551615.0", 0, .max), Case("1844674407370955161.5", 1, .max),
        Case("1844674407370955161.6", 1, .tooLarge), Case("184467440737095516150e-1", 0, .max),
        Case("18446744073709551616.5", 0, .tooManyDigits), Case("1e19", 0, 10_000_000_000_000_000_000),
        Case("1e20", 0, .tooLarge), Case("2e19", 0, .tooLarge), Case("1e999999999", 0, .tooLarge),
        Case("1e99999999999999999999999999", 0, .tooLarge), Case("1e-99999999999999999999999999", 0, .tooManyDigits),
        Case("1e0000000000000000000000000005", 0, 100_000), Case("0." + zeros + "1e1001", 0, 1),
        Case("1" + zeros + "e-1000", 0, 1), Case("1" + zeros, -1000, 1), Case("12" + zeros, -1002, .tooManyDigits),
        Case("5", Int.max, .tooLarge), Case("5", Int.min, .tooManyDigits), Case("5e-1", Int.min, .tooManyDigits),
        Case("100000000000000000000000000001", 0, .tooLarge),
        Case("0.100000000000000000000000000001", 0, .tooManyDigits),
    ]

    @Test("scales exactly or says why not", arguments: cases)
    func scales(_ example: Case) throws {
        let decimal = try ExactDecimal(example.text)
        let found = Result { () throws(ExactDecimal.Problem) in try decimal.scaled(byPowerOfTen: example.power) }
        #expect(found == example.expected)
    }

    @Test(
        "refuses what is no JSON number",
        arguments: [
            "", " ", "-", "1.", ".1", "01", "1e", "1e+", "+1", "1 ", " 1", "0x1", "1_0", "NaN", "1,5", "--1", "1e1.5",
        ]
    )
    func malformed(_ text: String) {
        #expect(throws: ExactDecimal.Problem.malformed) { try ExactDecimal(text) }
        #expect(JSONNumber(text: text) == nil)
    }

    @Test("gives signed integers to both ends of their range")
    func signed() throws {
        #expect(try ExactDecimal("-9223372036854775808").asInt64() == .min)
        #expect(try ExactDecimal("9223372036854775807").asInt64() == .max)
        #expect(throws: ExactDecimal.Problem.negative) { try ExactDecimal("-9223372036854775809").asInt64() }
        #expect(throws: ExactDecimal.Problem.negative) { try ExactDecimal("-1e30").asInt64() }
        #expect(throws: ExactDecimal.Problem.tooLarge) { try ExactDecimal("9223372036854775808").asInt64() }
        #expect(throws: ExactDecimal.Problem.tooManyDigits) { try ExactDecimal("-1.5").asInt64() }
    }

    @Test("a number narrows to the integer types")
    func narrowing() throws {
        let number = try #require(JSONNumber(text: "4294967295.0"))
        #expect(try number.integer(as: UInt32.self) == .max)
        #expect(throws: ExactDecimal.Problem.tooLarge) { try number.integer(as: Int32.self) }
        #expect(throws: ExactDecimal.Problem.negative) { try JSONNumber(-129).integer(as: Int8.self) }
        #expect(throws: ExactDecimal.Problem.negative) { try JSONNumber(-1).integer(as: UInt8.self) }
    }
}

@Suite("Costs in US dollars")
struct CostTextTests {
    @Test(
        "are exact and have no trailing zeros",
        arguments: [
            (0, "0"), (1, "0.00000001"), (10, "0.0000001"), (1_230_000, "0.0123"), (99_999_999, "0.99999999"),
            (100_000_000, "1"), (150_000_000, "1.5"), (1_234_500_000_000, "12345"), (.max, "184467440737.09551615"),
        ] as [(UInt64, String)]
    )
    func dollars(microcents: UInt64, expected: String) {
        #expect(CostText.dollars(microcents: microcents) == expected)
        var writer = JSONWriter(.compact)
        writer.dollarString(microcents: microcents)
        #expect(writer.text == "\"\(expected)\"")
    }

    @Test("reach beyond 64 bits")
    func wide() {
        #expect(CostText.dollars(microcents: UInt128.max) == "3402823669209384634633746074317.68211455")
        #expect(CostText.dollars(microcents: UInt128(UInt64.max) * 100_000_000) == "18446744073709551615")
    }

    @Test("read back as the microcents that they were made of")
    func roundTrip() throws {
        for exponent in 0..<64 {
            for microcents in [(1 as UInt64) << exponent, ((1 as UInt64) << exponent) &- 1] {
                let text = CostText.dollars(microcents: microcents)
                #expect(try ExactDecimal(text).scaled(byPowerOfTen: 8) == microcents)
            }
        }
    }
}
