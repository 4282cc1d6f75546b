import Testing

@testable import RecountJSON

@Suite("LiteLLM import: selection and overlay")
struct OverlayTests {
    static let file = """
        {"b": \(entry("q")), "a/1": \(entry("p")), "a/2": \(entry("q")), "a/*": \(entry("p")), "e": {"mode": "embedding"}}
        """

    static func entry(_ provider: String) -> String {
        """
        {"mode": "chat", "litellm_provider": "\(provider)", "input_cost_per_token": 0, "output_cost_per_token": 0,
        "max_input_tokens": 10}
        """
    }

    static func overlay(_ members: String) -> String {
        """
        {"format": "recount.overlay", "version": 1, "policy_epoch": 1, "catalog_epoch": 2, "hard_risk_limit_bp": 3,
        "minimum_confidence_bp": 4, "risk_multiplier_bp": 5, "latency_penalty_microcents_per_ms": 6, \(members)}
        """
    }

    static let numbers = #""defaults": {"quality_bp": 1, "risk_ceiling_bp": 2, "latency_ms": 3}"#

    private func make(
        _ members: String,
        _ selection: ModelSelection,
        file: String = OverlayTests.file
    ) throws(CatalogImportError) -> PolicyDocument {
        let overlay = Array(Self.overlay(members).utf8)
        return try CatalogImport(liteLLM: Array(file.utf8), overlay: overlay, selection: selection).policy
    }

    private func message(
        _ members: String,
        _ selection: ModelSelection = .allChat,
        file: String = OverlayTests.file
    ) -> String? {
        do {
            _ = try make(members, selection, file: file)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("models and providers without ids get the lowest free ones in the order of names")
    func identifiers() throws {
        let policy = try make(Self.numbers, .allChat)
        #expect(policy.models.map(\.name) == ["a/*", "a/1", "a/2", "b"])
        #expect(policy.models.map(\.id) == [1, 2, 3, 4])
        #expect(policy.providers == [ProviderDocument(id: 0, name: "p"), ProviderDocument(id: 1, name: "q")])
        #expect(policy.catalogEpoch == 2)
        #expect(policy.latencyPenaltyMicrocentsPerMillisecond == 6)

        let fixed = #", "providers": {"q": 0, "unused": 2}, "models": {"a/1": {"id": 1}, "b": {"id": 9}}"#
        let other = try make(Self.numbers + fixed, .allChat)
        #expect(other.models.map(\.name) == ["a/1", "a/*", "a/2", "b"])
        #expect(other.models.map(\.id) == [1, 2, 3, 9])
        #expect(other.providers.map(\.name) == ["q", "p", "unused"])
        #expect(other.providers.map(\.id) == [0, 1, 2])
    }

    @Test("a model's own numbers come before the defaults")
    func numbers() throws {
        let own = """
            "regions": {"eu": 0, "us": 7}, "source": {"from": 1},
            "defaults": {"quality_bp": 1, "risk_ceiling_bp": 2, "latency_ms": 3, "enabled": false, "regions": ["eu"]},
            "models": {"b": {"quality_bp": 4, "risk_ceiling_bp": 5, "latency_ms": 6, "enabled": true,
            "regions": ["us", "eu"], "context_window_tokens": 99}}
            """
        let policy = try make(own, .patterns(["b", "a/1"]))
        let base = PriceRowDocument()
        let expected = [
            ModelDocument(
                id: 1, name: "a/1", provider: "p", isEnabled: false, qualityBasisPoints: 1, riskCeilingBasisPoints: 2,
                latencyMilliseconds: 3, regions: ["eu"], contextWindowTokens: 10, prices: base),
            ModelDocument(
                id: 2, name: "b", provider: "q", qualityBasisPoints: 4, riskCeilingBasisPoints: 5,
                latencyMilliseconds: 6, regions: ["us", "eu"], contextWindowTokens: 99, prices: base),
        ]
        #expect(policy.models == expected)
        #expect(policy.regions == [RegionDocument(bit: 0, name: "eu"), RegionDocument(bit: 7, name: "us")])
        #expect(policy.source == [JSONMember(key: "from", value: .number(JSONNumber(1)))])
    }

    @Test(
        "selections are names, patterns, the overlay's models or all chat entries",
        arguments: [
            (.patterns(["a/?"]), ["a/*", "a/1", "a/2"]), (.patterns(["*"]), ["a/*", "a/1", "a/2", "b"]),
            (.patterns(["a/*"]), ["a/*"]), (.patterns(["b", "*b", "a/2"]), ["a/2", "b"]), (.overlay, ["b"]),
            (.allChat, ["a/*", "a/1", "a/2", "b"]), (.patterns(["*2*"]), ["a/2"]),
        ] as [(ModelSelection, [String])]
    )
    func selection(_ selection: ModelSelection, names: [String]) throws {
        let policy = try make(Self.numbers + #", "models": {"b": {}}"#, selection)
        #expect(policy.models.map(\.name).sorted() == names)
    }

    @Test("name patterns are matched as a whole")
    func patterns() {
        let cases: [(String, String, Bool)] = [
            ("*", "", true), ("", "", true), ("", "a", false), ("a", "a", true), ("a", "ab", false), ("?", "", false),
            ("a*c", "abcbc", true), ("a*c", "abcb", false), ("*a*b*", "xxaxxbxx", true), ("*a*b*", "ba", false),
            ("**?", "a", true), ("a**", "a", true), ("*.5", "gpt-3.5", true), ("ab*ab", "ab", false),
        ]
        for (pattern, name, expected) in cases {
            #expect(NamePattern(pattern).matches(name) == expected, "\(pattern) on \(name)")
        }
    }

    @Test("mistakes are told by name")
    func mistakes() {
        #expect(
            message(Self.numbers, .patterns(["gpt"]))
                == "the price file has no entry \"gpt\"; check its spelling")
        #expect(message(Self.numbers, .patterns(["z*"])) == "no entry of the price file fits \"z*\"")
        #expect(
            message(Self.numbers + #", "models": {"x*": {}}"#)
                == "the price file has no entry \"x*\"; check its spelling")
        #expect(
            message(Self.numbers, .patterns(["e"]))
                == "none of the 1 selected entries can be imported")
        #expect(
            message(#""defaults": {"risk_ceiling_bp": 1, "latency_ms": 1}"#)
                == "model \"a/*\" has no quality_bp; give it in the overlay's models or defaults")
        #expect(
            message(#""defaults": {"quality_bp": 1, "latency_ms": 1}"#, .patterns(["b"]))
                == "model \"b\" has no risk_ceiling_bp; give it in the overlay's models or defaults")
        #expect(
            message(#""defaults": {"quality_bp": 1, "risk_ceiling_bp": 1}"#, .patterns(["b"]))
                == "model \"b\" has no latency_ms; give it in the overlay's models or defaults")
        #expect(message(Self.numbers, file: "[]") == "price file: must be an object of entries, is an array")
        #expect(
            message(Self.numbers, file: "{\n\"a\":}") == "price file, line 2, column 5: expected a value, found '}'")
    }

    @Test("models of a provider beyond the 64 that masks tell apart are skipped by name")
    func providerLimit() throws {
        let many = (10..<75).map { "\"m\($0)\": \(Self.entry("p\($0)"))" }.joined(separator: ",")
        let made = try CatalogImport(
            liteLLM: Array("{\(many)}".utf8), overlay: Array(Self.overlay(Self.numbers).utf8), selection: .allChat)
        #expect(made.policy.providers.count == 64)
        #expect(made.policy.models.count == 64)
        #expect(made.report.importedCount == 64)
        #expect(made.report.skippedEntries.map(\.entry) == ["m74"])
        #expect(made.report.count(of: .providerLimit) == 1)
    }

    @Test("an overlay's mistakes have their path")
    func overlayMistakes() {
        let mistakes = [
            (#""default": {}"#, "default (line 2, column 94): no such key here; check its spelling"),
            (#""defaults": {"id": 1}"#, "defaults.id (line 2, column 107): no such key here; check its spelling"),
            (
                #""models": {"b": {"quality": 1}}"#,
                "models.b.quality (line 2, column 111): no such key here; check its spelling"
            ),
            (
                #""models": {"b": {"id": 1}, "a/1": {"id": 1}}"#,
                "models.a/1 (line 2, column 128): the model id 1 is there already; it must be unique"
            ),
            (
                #""providers": {"p": 64}"#,
                "providers.p (line 2, column 113): must be an integer from 0 to 63, is too large"
            ),
            (
                #""providers": {"p": 1, "q": 1}"#,
                "providers.q (line 2, column 121): the provider id 1 is there already; it must be unique"
            ),
            (#""regions": {"": 1}"#, "regions. (line 2, column 110): must not be empty"),
            (
                #""models": {"b": {"regions": ["eu"]}}"#,
                "models.b.regions (line 1, column 1): \"eu\" is not in \"regions\""
            ),
            (
                #""defaults": {"quality_bp": "1"}"#,
                "defaults.quality_bp (line 2, column 121): must be a number, is a string"
            ),
        ]
        for (members, expected) in mistakes {
            #expect(message(members) == "overlay, " + expected)
        }
    }
}
