import RecountKernel
import RecountTestSupport
import Testing

@Suite("Policy: the canonical bytes")
struct PolicyBytesTests {
    @Test("what was encoded is read back, with every field different")
    func roundTrip() throws {
        var first = Model(id: ModelID(0x0102_0304))
        first.provider = 5
        first.availability = .enabled
        first.quality = BasisPoints(0x0607)
        first.riskCeiling = BasisPoints(0x0809)
        first.latencyMilliseconds = 0x0a0b_0c0d
        first.capabilities = 0x0e0f_1011_1213_1415
        first.regions = 0x1617_1819_1a1b_1c1d
        first.contextWindow = Tokens(0x001e_1f20_2122_2324)
        first.maximumOutput = Tokens(0x0005_2627_2829_2a2b)
        first.longContextThreshold = Tokens(0x0007_2d2e_2f30_3132)
        for index in 0..<8 {
            first.prices.prices[index] = 0x1000 + UInt64(index)
            first.longContextPrices.prices[index] = 0x2000 + UInt64(index)
        }
        let second = Model(id: ModelID(.max))
        let header = PolicyHeader(
            policyEpoch: 0x3334_3536_3738_393a, catalogEpoch: 0x3b3c_3d3e_3f40_4142, hardRiskLimit: BasisPoints(0x2143),
            minimumConfidence: BasisPoints(0x2244), riskMultiplier: BasisPoints(0x4647),
            latencyPenalty: Microcents(0x4849_4a4b_4c4d_4e4f))
        let policy = PolicyBuilder(header: header, models: [second, first])
        try policy.withPolicy { bytes in
            #expect(bytes.header == header)
            #expect(bytes.modelCount == 2)
            #expect(bytes.model(at: 0) == first)
            #expect(bytes.model(at: 1) == second)
        }
        #expect(policy.bytes.count == PolicyBytes.byteCount(models: 2))
        #expect(policy.bytes.count == 36 + 2 * 182)
    }

    @Test("the golden bytes of a policy of one model")
    func golden() {
        var model = Model(id: ModelID(0x0403_0201))
        model.provider = 5
        model.availability = .enabled
        model.quality = BasisPoints(0x0706)
        model.riskCeiling = BasisPoints(0x0908)
        model.latencyMilliseconds = 0x0d0c_0b0a
        model.capabilities = 0x1514_1312_1110_0f0e
        model.regions = 0x1d1c_1b1a_1918_1716
        model.contextWindow = Tokens(0x1e)
        model.maximumOutput = Tokens(0x26)
        model.longContextThreshold = Tokens(0x2e)
        for index in 0..<8 {
            model.prices.prices[index] = 0x30 + UInt64(index)
            model.longContextPrices.prices[index] = 0x40 + UInt64(index)
        }
        let header = PolicyHeader(
            policyEpoch: 1, catalogEpoch: 2, hardRiskLimit: BasisPoints(3), minimumConfidence: BasisPoints(4),
            riskMultiplier: BasisPoints(5), latencyPenalty: Microcents(6))
        let zeros = "00000000000000"
        let prices = (0..<8).map { "3\($0)" + zeros }.joined() + (0..<8).map { "4\($0)" + zeros }.joined()
        let expected =
            "0100" + "01" + zeros + "02" + zeros + "0300" + "0400" + "0500" + "06" + zeros + "01000000"
            + "01020304" + "05" + "01" + "0607" + "0809" + "0a0b0c0d" + "0e0f101112131415" + "161718191a1b1c1d"
            + "1e" + zeros + "26" + zeros + "2e" + zeros + prices
        #expect(PolicyBuilder(header: header, models: [model]).bytes.hexadecimalDigits == expected)
    }

    @Test("an encoder that is given too little room says how much it needs")
    func tooSmall() {
        let needed = PolicyBytes.byteCount(models: 2)
        for offered in [0, 1, needed - 1] {
            var bytes = [UInt8](repeating: 0, count: offered)
            bytes.withUnsafeMutableBytes { output in
                do throws(EncodingError) {
                    _ = try PolicyEncoder(header: .permissive, modelCount: 2, into: output)
                    Issue.record("\(offered) bytes were enough")
                } catch {
                    #expect(error.neededByteCount == needed)
                    #expect(error.offeredByteCount == offered)
                }
            }
        }
    }
}
