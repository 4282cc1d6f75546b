import RecountJSON
import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing requests in JSON")
struct RouteLineTests {
    @Test("every member is read, named and numbered")
    func everyMember() throws {
        let named = try RequestText.route(
            """
            {"request_id": "0f0e0d0c-0b0a-0908-0706-050403020100", "policy": 7, "requested_model": "large",
            "input_tokens": 1, "cache_read_input_tokens": 2, "cache_creation_input_tokens": 3, "output_tokens": 4,
            "reasoning_output_tokens": 5, "audio_tokens": 6, "image_tokens": 7, "calls": 8, "value_microcents": -9,
            "cost_limit_microcents": 10, "risk_bp": 11, "confidence_bp": 12, "minimum_quality_bp": 13,
            "latency_limit_ms": 14, "required_capabilities": ["vision", "function_calling"],
            "allowed_providers": ["two", "one"], "required_regions": ["eu"],
            "warm": [{"model": "large", "tokens": 15}, {"tokens": 16, "model": "small"}], "excluded": ["small", 4000000000]}
            """)
        let numbered = try RequestText.route(
            """
            {"excluded": [4000000000, 3], "warm": [{"model": 3, "tokens": 16}, {"model": 9, "tokens": 15}],
            "required_regions": 4, "allowed_providers": "9223372036854775809", "required_capabilities": 33,
            "latency_limit_ms": 14, "minimum_quality_bp": 13, "confidence_bp": 12, "risk_bp": 11,
            "cost_limit_usd": 0.0000001, "value_microcents": "-9", "calls": 8, "image_tokens": 7, "audio_tokens": 6,
            "reasoning_output_tokens": 5, "output_tokens": 4, "cache_creation_input_tokens": 3,
            "cache_read_input_tokens": 2, "input_tokens": "1", "requested_model": 9, "policy": 7,
            "request_id": "F0E0D0C0B0A09080706050403020100"}
            """)
        var expected = RouteRequest(policy: PolicyNumber(7), requestedModel: ModelID(9))
        expected.usage = try #require(Usage([1, 2, 3, 4, 5, 6, 7, 8]))
        expected.value = -9
        expected.costLimit = Microcents(10)
        expected.risk = BasisPoints(11)
        expected.confidence = BasisPoints(12)
        expected.minimumQuality = BasisPoints(13)
        expected.latencyLimitMilliseconds = 14
        expected.requiredCapabilities = 1 << 5 | 1
        expected.allowedProviders = 1 << 63 | 1
        expected.requiredRegions = 4
        expected.warmEntries.append(WarmEntry(model: ModelID(3), tokens: Tokens(16)))
        expected.warmEntries.append(WarmEntry(model: ModelID(9), tokens: Tokens(15)))
        expected.excludedModels.append(ModelID(3))
        expected.excludedModels.append(ModelID(4_000_000_000))
        for line in [named, numbered] {
            #expect(line.request == expected)
            #expect(line.requestID == Identifier128(high: 0x0f0e_0d0c_0b0a_0908, low: 0x0706_0504_0302_0100))
        }
    }

    @Test("what a line does not state has its default")
    func defaults() throws {
        let line = try RequestText.route(#"{"requested_model": 5}"#)
        #expect(line.request == RouteRequest(policy: RequestText.policy, requestedModel: ModelID(5)))
        #expect(line.request.costLimit == Microcents(.max))
        #expect(line.request.confidence == .whole)
        #expect(line.request.allowedProviders == .max)
        #expect(line.requestID == .zero)
    }

    @Test("the largest number of every member, as a number and as decimal digits")
    func largestNumbers() throws {
        for quote in ["", "\""] {
            let line = try RequestText.route(
                """
                {"requested_model": 4294967295, "policy": 4294967295, "input_tokens": \(quote)281474976710655\(quote),
                "value_microcents": \(quote)9223372036854775807\(quote),
                "cost_limit_microcents": \(quote)18446744073709551615\(quote), "risk_bp": 65535,
                "latency_limit_ms": 4294967295, "required_capabilities": \(quote)18446744073709551615\(quote),
                "warm": [{"model": 0, "tokens": \(quote)18446744073709551615\(quote)}]}
                """)
            #expect(line.request.usage[.input] == Tokens.maximum.rawValue)
            #expect(line.request.value == .max)
            #expect(line.request.costLimit.rawValue == .max)
            #expect(line.request.risk.rawValue == .max)
            #expect(line.request.requiredCapabilities == .max)
            #expect(line.request.warmEntries[0].tokens.rawValue == .max)
            let least = try RequestText.route(
                "{\"requested_model\": 0, \"value_microcents\": \(quote)-9223372036854775808\(quote)}")
            #expect(least.request.value == .min)
        }
    }

    @Test(
        "dollars are exact to the microcent, as a number and as a string",
        arguments: [
            ("0", 0), ("0.00000001", 1), ("1e-8", 1), ("0.1", 10_000_000), ("12.5", 1_250_000_000),
            ("1E2", 10_000_000_000),
            ("184467440737.09551615", .max), ("0.000000010000000000000000000000", 1), ("0e999", 0),
        ] as [(String, UInt64)])
    func dollars(text: String, microcents: UInt64) throws {
        for value in [text, "\"\(text)\""] {
            let line = try RequestText.route("{\"requested_model\": 0, \"cost_limit_usd\": \(value)}")
            #expect(line.request.costLimit.rawValue == microcents)
        }
    }

    @Test("an id has 1 to 32 hexadecimal digits, with hyphens between them")
    func identifiers() {
        #expect(Identifier128(hexadecimal: "1") == Identifier128(1))
        #expect(Identifier128(hexadecimal: "a-B-c") == Identifier128(0xabc))
        #expect(
            Identifier128(hexadecimal: "ffffffff-ffff-ffff-ffff-ffffffffffff") == Identifier128(high: .max, low: .max))
        #expect(Identifier128(hexadecimal: "10000000000000000") == Identifier128(high: 1, low: 0))
        let wrong = [
            "", "-", "g", " 1", "+1", "0x1", String(repeating: "0", count: 33), "１", "1\u{301}", "é",
        ]
        for text in wrong { #expect(Identifier128(hexadecimal: text) == nil, "\(text)") }
    }
}

/// Lines under a small policy.
enum RequestText {
    static let policy = PolicyNumber(1)

    static let names = RequestNames(
        policy: PolicyDocument(
            policyEpoch: 1, catalogEpoch: 1, hardRiskLimitBasisPoints: 9_000, minimumConfidenceBasisPoints: 0,
            riskMultiplierBasisPoints: 0, latencyPenaltyMicrocentsPerMillisecond: 0,
            providers: [ProviderDocument(id: 0, name: "one"), ProviderDocument(id: 63, name: "two")],
            regions: [RegionDocument(bit: 2, name: "eu")],
            models: [
                ModelDocument(
                    id: 3, name: "small", provider: "one", qualityBasisPoints: 1, riskCeilingBasisPoints: 1,
                    latencyMilliseconds: 1, prices: PriceRowDocument()),
                ModelDocument(
                    id: 9, name: "large", provider: "two", qualityBasisPoints: 1, riskCeilingBasisPoints: 1,
                    latencyMilliseconds: 1, prices: PriceRowDocument()),
            ]))

    static func route(_ text: String) throws(RequestError) -> RouteLine { try route(Array(text.utf8)) }

    static func route(_ bytes: [UInt8]) throws(RequestError) -> RouteLine {
        try bytes.withUnsafeBufferPointer { bytes throws(RequestError) in
            try RouteLine(parsing: UnsafeRawBufferPointer(bytes), policy: policy, names: names)
        }
    }

    static func trace(_ text: String, base: RouteRequest = base) throws(RequestError) -> TraceLine {
        try trace(Array(text.utf8), base: base)
    }

    static func trace(_ bytes: [UInt8], base: RouteRequest = base) throws(RequestError) -> TraceLine {
        try bytes.withUnsafeBufferPointer { bytes throws(RequestError) in
            try TraceLine(parsing: UnsafeRawBufferPointer(bytes), base: base, names: names)
        }
    }

    static let base = RouteRequest(policy: policy, requestedModel: ModelID(3))

    static func routeError(_ text: String) -> RequestError? {
        do throws(RequestError) {
            _ = try route(text)
            return nil
        } catch {
            return error
        }
    }

    static func traceError(_ text: String) -> RequestError? {
        do throws(RequestError) {
            _ = try trace(text)
            return nil
        } catch {
            return error
        }
    }
}
