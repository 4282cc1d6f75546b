import RecountJSON
import RecountKernel
import RecountTestSupport
import Testing

@Suite("Trace lines in JSON")
struct TraceLineTests {
    @Test("time, tenant and expected output stand beside the request")
    func everyMember() throws {
        let line = try RequestText.trace(
            """
            {"time_ms": 1700158546680, "tenant": "18446744073709551615", "estimated_output_tokens": 281474976710655,
            "input_tokens": 374, "output_tokens": 44, "requested_model": "large", "risk_bp": 5}
            """)
        #expect(line.time == Milliseconds(1_700_158_546_680))
        #expect(line.tenant == .max)
        #expect(line.estimatedOutput == Tokens.maximum)
        var expected = RouteRequest(policy: RequestText.policy, requestedModel: ModelID(9))
        expected.usage = try #require(Usage([374, 0, 0, 44, 0, 0, 0, 0]))
        expected.risk = BasisPoints(5)
        #expect(line.request == expected)
    }

    @Test("what a line does not state is the base's, but for usage")
    func base() throws {
        var base = RequestText.base
        base.usage = try #require(Usage([1, 2, 3, 4, 5, 6, 7, 8]))
        base.value = 77
        base.costLimit = Microcents(5)
        base.excludedModels.append(ModelID(4))
        let line = try RequestText.trace(
            #"{"time_ms": 0, "input_tokens": 0, "output_tokens": 9}"#, base: base)
        var expected = base
        expected.usage = try #require(Usage([0, 0, 0, 9, 0, 0, 0, 0]))
        #expect(line.request == expected)
        #expect(line.time == .zero)
        #expect(line.tenant == nil)
        #expect(line.estimatedOutput == nil)
    }

    @Test("lists of a line replace the base's")
    func lists() throws {
        var base = RequestText.base
        base.excludedModels.append(ModelID(4))
        base.warmEntries.append(WarmEntry(model: ModelID(9), tokens: Tokens(1)))
        let line = try RequestText.trace(
            #"{"time_ms": 0, "input_tokens": 0, "output_tokens": 9, "excluded": [2], "warm": []}"#, base: base)
        #expect(line.request.excludedModels.count == 1)
        #expect(line.request.excludedModels[0] == ModelID(2))
        #expect(line.request.warmEntries.count == 0)
    }

    @Test(
        "mistakes are told by what is wrong and its first byte",
        arguments: [
            (#"{"input_tokens": 1, "output_tokens": 1}"#, 39, #"the key "time_ms" is missing"#),
            (#"{"time_ms": 1, "output_tokens": 1}"#, 34, #"the key "input_tokens" is missing"#),
            (#"{"time_ms": 1, "input_tokens": 1}"#, 33, #"the key "output_tokens" is missing"#),
            (#"{"time_ms": 9007199254740993}"#, 12, "must be an integer from 0 to 9007199254740992, is too large"),
            (#"{"time_ms": "x"}"#, 12, "must be an integer from 0 to 9007199254740992, is not a number"),
            (#"{"time_ms": 1, "time_ms": 1}"#, 15, #"the key "time_ms" says again what was said"#),
            (#"{"tenant": 1, "tenant": 1}"#, 14, #"the key "tenant" says again what was said"#),
            (
                #"{"estimated_output_tokens": 1, "estimated_output_tokens": 1}"#, 31,
                #"the key "estimated_output_tokens" says again what was said"#
            ),
            (#"{"output_tokens": 1, "output_tokens": 1}"#, 21, #"the key "output_tokens" says again what was said"#),
            (#"{"tenant": -1}"#, 11, "must be an integer from 0 to 18446744073709551615, is too low"),
            (#"{"request_id": "1"}"#, 1, #"requests have no key "request_id""#),
            (#"{"time_ms": 1, "input_tokens": 1, "output_tokens": 1}{"#, 53, "text follows the JSON value"),
        ] as [(String, Int, String)])
    func mistakes(text: String, offset: Int, message: String) {
        #expect(RequestText.traceError(text)?.description == "byte \(offset): \(message)")
    }
}
