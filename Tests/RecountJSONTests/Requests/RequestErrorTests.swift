import RecountJSON
import RecountKernel
import RecountTestSupport
import Testing

@Suite("Mistakes in requests")
struct RequestErrorTests {
    @Test(
        "are told by what is wrong and its first byte",
        arguments: [
            (#""#, 0, "the text ends too early"), (#"[]"#, 0, "must be an object, is an array"),
            (#"  5"#, 2, "must be an object, is a number"),
            (#"{"requested_model": 1} x"#, 23, "text follows the JSON value"),
            (#"{"input_tokens": 1}"#, 19, #"the key "requested_model" is missing"#),
            (#"{}"#, 2, #"the key "requested_model" is missing"#),
            (#"{"model": 1}"#, 1, #"requests have no key "model""#),
            (#"{"requested_model": 1, "time_ms": 4}"#, 23, #"requests have no key "time_ms""#),
            (#"{"cost_usd": 1}"#, 1, #"requests have no key "cost_usd""#),
            (#"{"risk_bp": 1, "risk_bp": 1}"#, 15, #"the key "risk_bp" says again what was said"#),
            (#"{"request_id": "1", "request_id": "1"}"#, 20, #"the key "request_id" says again what was said"#),
            (#"{"cost_limit_usd": 1, "cost_limit_usd": 1}"#, 22, #"the key "cost_limit_usd" says again what was said"#),
            (
                #"{"cost_limit_usd": 1, "cost_limit_microcents": 100000000}"#, 22,
                #"the key "cost_limit_microcents" says again what was said"#
            ),
            (
                #"{"cost_limit_microcents": 1, "cost_limit_usd": 1}"#, 29,
                #"the key "cost_limit_usd" says again what was said"#
            ),
            (#"{"requested_model": "tiny"}"#, 20, #""tiny" is not among the policy's models"#),
            (#"{"requested_model": true}"#, 20, "must be a number, is true or false"),
            (#"{"requested_model": -1}"#, 20, "must be an integer from 0 to 4294967295, is too low"),
            (#"{"requested_model": 4294967296}"#, 20, "must be an integer from 0 to 4294967295, is too large"),
            (#"{"input_tokens": -1}"#, 17, "must be an integer from 0 to 281474976710655, is too low"),
            (#"{"input_tokens": 281474976710656}"#, 17, "must be an integer from 0 to 281474976710655, is too large"),
            (#"{"input_tokens": 1.5}"#, 17, "must be an integer from 0 to 281474976710655, has a fraction"),
            (#"{"input_tokens": "281474976710656"}"#, 17, "must be an integer from 0 to 281474976710655, is too large"),
            (#"{"input_tokens": "-1"}"#, 17, "must be an integer from 0 to 281474976710655, is too low"),
            (#"{"input_tokens": "+1"}"#, 17, "must be an integer from 0 to 281474976710655, is not a number"),
            (#"{"input_tokens": "01"}"#, 17, "must be an integer from 0 to 281474976710655, is not a number"),
            (#"{"input_tokens": ""}"#, 17, "must be an integer from 0 to 281474976710655, is not a number"),
            (#"{"input_tokens": "many"}"#, 17, "must be an integer from 0 to 281474976710655, is not a number"),
            (#"{"input_tokens": null}"#, 17, "must be a number, is null"),
            (
                #"{"value_microcents": "1 "}"#, 21,
                "must be an integer from -9223372036854775808 to 9223372036854775807, is not a number"
            ),
            (
                #"{"value_microcents": "+1"}"#, 21,
                "must be an integer from -9223372036854775808 to 9223372036854775807, is not a number"
            ),
            (
                #"{"value_microcents": "9223372036854775808"}"#, 21,
                "must be an integer from -9223372036854775808 to 9223372036854775807, is too large"
            ),
            (
                #"{"value_microcents": "-9223372036854775809"}"#, 21,
                "must be an integer from -9223372036854775808 to 9223372036854775807, is too low"
            ),
            (
                #"{"cost_limit_usd": 0.000000001}"#, 19,
                "must be an integer from 0 to 18446744073709551615, has a fraction"
            ),
            (
                #"{"cost_limit_usd": "184467440737.09551616"}"#, 19,
                "must be an integer from 0 to 18446744073709551615, is too large"
            ),
            (#"{"cost_limit_usd": "-0.1"}"#, 19, "must be an integer from 0 to 18446744073709551615, is too low"),
            (#"{"cost_limit_usd": "1 USD"}"#, 19, "must be an integer from 0 to 18446744073709551615, is not a number"),
            (#"{"risk_bp": 65536}"#, 12, "must be an integer from 0 to 65535, is too large"),
            (#"{"risk_bp": "1"}"#, 12, "must be a number, is a string"),
            (#"{"request_id": "xyz"}"#, 15, #""xyz" is no id of up to 32 hexadecimal digits"#),
            (#"{"request_id": 5}"#, 15, "must be a string, is a number"),
            (
                #"{"required_capabilities": ["vision", "flight"]}"#, 37,
                #""flight" is not among the policy's capabilities"#
            ),
            (#"{"allowed_providers": ["three"]}"#, 23, #""three" is not among the policy's providers"#),
            (#"{"required_regions": ["moon"]}"#, 22, #""moon" is not among the policy's regions"#),
            (#"{"required_regions": [4]}"#, 22, "must be a string, is a number"),
            (#"{"required_regions": -4}"#, 21, "must be an integer from 0 to 18446744073709551615, is too low"),
            (#"{"warm": 5}"#, 9, "must be an array, is a number"),
            (#"{"warm": [5]}"#, 10, "must be an object, is a number"),
            (#"{"warm": [{"model": 1}]}"#, 10, #"the key "tokens" is missing"#),
            (#"{"warm": [ {"tokens": 1}]}"#, 11, #"the key "model" is missing"#),
            (#"{"warm": [{"model": 1, "tokens": 1, "more": 1}]}"#, 36, #"requests have no key "more""#),
            (#"{"warm": [{"model": 1, "model": 1}]}"#, 23, #"the key "model" says again what was said"#),
            (#"{"warm": [{"tokens": 1, "tokens": 1}]}"#, 24, #"the key "tokens" says again what was said"#),
            (#"{"warm":  [{"model": 3, "tokens": 1}, {"model": "small", "tokens": 1}]}"#, 10, "the same model twice"),
            (#"{"excluded": [1, 2, 1]}"#, 13, "the same model twice"),
            (#"{"excluded": [1,2,3,4,5,6,7,8,9]}"#, 13, #""excluded" has more than 8 entries"#),
            (#"{"excluded": ["tiny"]}"#, 14, #""tiny" is not among the policy's models"#),
            (#"{"warm": [[[[1]]]]}"#, 10, "must be an object, is an array"),
        ] as [(String, Int, String)])
    func routes(text: String, offset: Int, message: String) {
        let error = RequestText.routeError(text)
        #expect(error?.offset == offset)
        #expect(error?.description == "byte \(offset): \(message)")
    }

    @Test("eight entries are enough, and nine warm ones too many")
    func warmEntries() throws {
        let entries = (1...9).map { #"{"model": \#($0), "tokens": 1}"# }
        let eight = "{\"requested_model\": 1, \"warm\": [\(entries.dropLast().joined(separator: ","))]}"
        #expect(try RequestText.route(eight).request.warmEntries.count == 8)
        let nine = "{\"requested_model\": 1, \"warm\": [\(entries.joined(separator: ","))]}"
        #expect(RequestText.routeError(nine) == RequestError(.tooManyEntries("warm", limit: 8), at: 31))
        let most = "{\"requested_model\": 1, \"excluded\": [8,7,6,5,4,3,2,1], \"warm\": []}"
        #expect(try RequestText.route(most).request.excludedModels.count == 8)
    }

    @Test("a line that is cut anywhere is refused within its bytes, and never crashes")
    func everyCut() {
        let line = Array(Self.long.utf8)
        for count in 0..<line.count {
            do throws(RequestError) {
                _ = try RequestText.route(Array(line[..<count]))
                Issue.record("the first \(count) bytes are taken for a request")
            } catch {
                #expect((0...count).contains(error.offset), "\(count) bytes: \(error)")
            }
        }
    }

    @Test("random changes of a line never crash", arguments: [1, 2, 3, 4] as [UInt64])
    func mutations(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let alphabet = Array("{}[]\",:\\ 0123456789-+.eEtruefalsn\u{0}\u{7f}".utf8) + [0x80, 0xc3, 0xff]
        for round in 0..<3_000 {
            var line = Array((round % 2 == 0 ? Self.long : Self.trace).utf8)
            for _ in 0..<random.uniform(1...4) {
                let position = Int(random.uniform(0...UInt64(line.count - 1)))
                let byte = alphabet[Int(random.uniform(0...UInt64(alphabet.count - 1)))]
                switch random.uniform(0...2) {
                case 0: line[position] = byte
                case 1: line.insert(byte, at: position)
                default: line.remove(at: position)
                }
            }
            do throws(RequestError) {
                if round % 2 == 0 { _ = try RequestText.route(line) } else { _ = try RequestText.trace(line) }
            } catch {
                #expect((0...line.count).contains(error.offset), "seed \(seed), round \(round)")
                #expect(!error.description.contains("\n"), "seed \(seed), round \(round)")
            }
        }
    }

    private static let long = """
        {"request_id": "0f0e0d0c-0b0a", "policy": 1, "requested_model": "large", "input_tokens": 123,
        "value_microcents": "-9007199254740993", "cost_limit_usd": "0.25", "required_capabilities": ["vision"],
        "warm": [{"model": "sm\\u0061ll", "tokens": 15}], "excluded": ["small", 7], "allowed_providers": 18}
        """

    private static let trace = """
        {"time_ms": 1700158546680, "tenant": 3, "input_tokens": 374, "output_tokens": 44, "estimated_output_tokens": 64,
        "required_regions": ["eu"], "confidence_bp": 9000}
        """
}
