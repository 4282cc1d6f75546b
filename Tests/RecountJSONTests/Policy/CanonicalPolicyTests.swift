import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountJSON

@Suite("Canonical bytes of policy documents")
struct CanonicalPolicyTests {
    @Test("equal the bytes of a policy built by hand, whatever the order of the models")
    func handBuilt() throws {
        var first = Model(id: ModelID(2))
        first.provider = 63
        first.availability = .enabled
        first.quality = BasisPoints(9_000)
        first.riskCeiling = BasisPoints(8_000)
        first.latencyMilliseconds = 700
        first.capabilities = 1 << 5 | 1
        first.regions = 1 << 63 | 1
        first.contextWindow = Tokens(100)
        first.maximumOutput = Tokens(50)
        first.longContextThreshold = Tokens(60)
        first.prices.prices = [1, 2, 3, 4, 5, 6, 7, 8]
        first.longContextPrices.prices = [11, 12, 13, 14, 15, 16, 17, 18]
        var second = Model(id: ModelID(9))
        second.provider = 1
        second.prices.prices[3] = .max
        let header = PolicyHeader(
            policyEpoch: 3, catalogEpoch: .max, hardRiskLimit: BasisPoints(9_500), minimumConfidence: BasisPoints(100),
            riskMultiplier: BasisPoints(50_000), latencyPenalty: Microcents(7))
        let expected = PolicyBuilder(header: header, models: [first, second]).bytes
        #expect(try Self.document.canonicalBytes() == expected)
        var reversed = Self.document
        reversed.models.reverse()
        #expect(try reversed.canonicalBytes() == expected)
    }

    @Test("numbers at their bounds pass, and one more is told by its rule and model")
    func violations() throws {
        let cases: [(DecodingErrorCode, model: String?, (inout PolicyDocument, UInt16) -> Void)] = [
            (.policyHardRiskLimit, nil, { $0.hardRiskLimitBasisPoints = 10_000 + $1 }),
            (.policyMinimumConfidence, nil, { $0.minimumConfidenceBasisPoints = 10_000 + $1 }),
            (.policyRiskMultiplier, nil, { $0.riskMultiplierBasisPoints = 50_000 + $1 }),
            (.policyQuality, "second", { $0.models[1].qualityBasisPoints = 10_000 + $1 }),
            (.policyQuality, "first", { $0.models[0].qualityBasisPoints = 10_000 + $1 }),
            (.policyRiskCeiling, "second", { $0.models[1].riskCeilingBasisPoints = 10_000 + $1 }),
            (.policyProvider, "first", { $0.providers[1].id = 63 + UInt8($1) }),
            (.policyProvider, "second", { $0.models[1].provider = $1 == 0 ? "one" : "none" }),
            (.policyDuplicateModel, "second", { $0.models[1].id = 3 - UInt32($1) }),
            (.policyNoEnabledModel, nil, { $0.models[0].isEnabled = $1 == 0 }),
            (.policyUnusedPriceRow, "first", { $0.models[0].longContext?.thresholdTokens = $1 == 0 ? 1 : 0 }),
            (.policyEmptyCatalog, nil, { if $1 == 1 { $0.models = [] } }),
        ]
        for (code, model, change) in cases {
            var document = Self.document
            change(&document, 0)
            #expect(throws: Never.self, "\(code)") { try document.canonicalBytes() }
            change(&document, 1)
            #expect(throws: PolicyViolation(code: code, model: model), "\(code)") { try document.canonicalBytes() }
        }
    }

    @Test("a region that the policy does not list is told, not left out")
    func unknownRegion() {
        var document = Self.document
        document.models[1].regions = ["moon"]
        #expect(throws: PolicyViolation(code: .unknownTag, model: "second")) { try document.canonicalBytes() }
        document = Self.document
        document.regions[1].bit = 64
        #expect(throws: PolicyViolation(code: .unknownTag, model: "first")) { try document.canonicalBytes() }
    }

    @Test("a violation is one line with the rule and, where there is one, the model's name")
    func messages() {
        #expect(
            PolicyViolation(code: .policyQuality, model: "gpt \"4\"").description
                == "the policy is not valid: model \"gpt \"4\"\": quality must be at most 10000 basis points")
        #expect(
            PolicyViolation(code: .policyNoEnabledModel, model: nil).description
                == "the policy is not valid: at least one model must be enabled")
        let all = (UInt8.min...UInt8.max).compactMap { DecodingErrorCode(rawValue: $0) }
        let texts = all.map(\.explanation)
        #expect(Set(texts).count == all.count)
        #expect(texts.allSatisfy { !$0.isEmpty && !$0.contains("\n") && $0.last != "." })
    }

    @Test("the demo policy is valid, and a kernel installs it and routes by it")
    func demoPolicy() throws {
        let text = try #require(CatalogFiles.bytes(CatalogFiles.policyPath))
        let document = try PolicyDocument(parsing: text)
        let bytes = try document.canonicalBytes()
        #expect(bytes.count == PolicyBytes.byteCount(models: document.models.count))
        let kernel = try RoutingKernel()
        let installed = try bytes.withUnsafeBytes {
            try kernel.decision(on: .installPolicy(try PolicyBytes(validating: $0)), tenant: .none)
        }
        guard case .policyInstalled(let installation) = installed else {
            Issue.record("not installed: \(installed)")
            return
        }
        #expect(installation.number == PolicyNumber(1))
        #expect(
            installation.digest.hexadecimal
                == Blake2b.hexadecimalDigest(
                    of: [bytes], outputByteCount: 32, key: [], personal: Array("recount.policy".utf8)))
        let names = RequestNames(policy: document)
        for model in document.models {
            #expect(names.model(named: model.name) == ModelID(model.id))
            #expect(names.name(of: ModelID(model.id)) == model.name)
        }
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        request.value = 1_000_000_000
        guard case .routed(let route) = try kernel.route(request) else {
            Issue.record("the demo policy routes nothing")
            return
        }
        #expect(route.winner != nil)
        #expect(route.evaluatedCount == UInt32(document.models.count))
    }

    private static let document = PolicyDocument(
        policyEpoch: 3, catalogEpoch: .max, hardRiskLimitBasisPoints: 9_500, minimumConfidenceBasisPoints: 100,
        riskMultiplierBasisPoints: 50_000, latencyPenaltyMicrocentsPerMillisecond: 7,
        providers: [ProviderDocument(id: 1, name: "one"), ProviderDocument(id: 63, name: "two")],
        regions: [RegionDocument(bit: 0, name: "us"), RegionDocument(bit: 63, name: "eu")],
        models: [
            ModelDocument(
                id: 2, name: "first", provider: "two", qualityBasisPoints: 9_000, riskCeilingBasisPoints: 8_000,
                latencyMilliseconds: 700, capabilities: [.init(.vision), .init(.functionCalling)],
                regions: ["eu", "us"],
                contextWindowTokens: 100, maximumOutputTokens: 50,
                prices: PriceRowDocument(
                    input: 1, cacheRead: 2, cacheCreation: 3, output: 4, reasoning: 5, audio: 6, image: 7, call: 8),
                longContext: LongContextPrices(
                    thresholdTokens: 60,
                    prices: PriceRowDocument(
                        input: 11, cacheRead: 12, cacheCreation: 13, output: 14, reasoning: 15, audio: 16, image: 17,
                        call: 18))),
            ModelDocument(
                id: 9, name: "second", provider: "one", isEnabled: false, qualityBasisPoints: 0,
                riskCeilingBasisPoints: 0, latencyMilliseconds: 0, prices: PriceRowDocument(output: .max)),
        ])
}
