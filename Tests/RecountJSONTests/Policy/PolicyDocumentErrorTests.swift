import RecountJSON
import Testing

@Suite("Policy documents: mistakes")
struct PolicyDocumentErrorTests {
    /// A valid policy, one member a line, so that a mistake can be put in its place.
    static let text = """
        {
        "format": "recount.policy",
        "version": 1,
        "policy_epoch": 1,
        "catalog_epoch": 2,
        "hard_risk_limit_bp": 9000,
        "minimum_confidence_bp": 3000,
        "risk_multiplier_bp": 12000,
        "latency_penalty_microcents_per_ms": 10,
        "providers": [{"id": 0, "name": "p"}, {"id": 63, "name": "q"}],
        "regions": [{"bit": 0, "name": "eu"}, {"bit": 1, "name": "us"}],
        "source": {"from": "here"},
        "models": [
        {"id": 1, "name": "a", "provider": "p", "quality_bp": 8000, "risk_ceiling_bp": 1, "latency_ms": 5,
        "prices_microcents_per_million": {}},
        {"id": 2, "name": "b", "provider": "q", "enabled": true, "quality_bp": 7000, "risk_ceiling_bp": 1,
        "latency_ms": 6, "capabilities": ["vision"], "regions": ["eu"], "context_window_tokens": 8,
        "maximum_output_tokens": 9, "long_context_threshold_tokens": 10,
        "prices_microcents_per_million": {"input": 3},
        "long_context_prices_microcents_per_million": {"input": 4}}
        ]
        }
        """

    @Test("the text without a mistake is read")
    func valid() throws {
        #expect(try PolicyDocument(parsing: Array(Self.text.utf8)).models.count == 2)
    }

    static let mistakes: [(String, String, String)] = [
        ("\"recount.policy\"", "\"recount.overlay\"", "format (line 2, column 11): must be \"recount.policy\""),
        ("\"version\": 1", "\"version\": 2", "version (line 3, column 12): must be 1"),
        (
            "\"policy_epoch\": 1", "\"policy_epoch\": -1",
            "policy_epoch (line 4, column 17): must be an integer from 0 to 18446744073709551615, is too low"
        ),
        (
            "\"catalog_epoch\": 2", "\"catalog_epoch\": 18446744073709551616",
            "catalog_epoch (line 5, column 18): must be an integer from 0 to 18446744073709551615, is too large"
        ),
        ("9000", "1.5", "hard_risk_limit_bp (line 6, column 23): must be an integer from 0 to 65535, has a fraction"),
        ("3000", "\"3000\"", "minimum_confidence_bp (line 7, column 26): must be a number, is a string"),
        ("12000", "65536", "risk_multiplier_bp (line 8, column 23): must be an integer from 0 to 65535, is too large"),
        (
            "penalty_microcents_per_ms\": 10", "penalty_microcents_per_ms\": null",
            "latency_penalty_microcents_per_ms (line 9, column 38): must be a number, is null"
        ),
        (
            "\"id\": 63", "\"id\": 64",
            "providers[1].id (line 10, column 46): must be an integer from 0 to 63, is too large"
        ),
        (
            "\"id\": 63", "\"id\": 0",
            "providers[1] (line 10, column 39): the provider id 0 is there already; it must be unique"
        ),
        (
            "\"name\": \"q\"}", "\"name\": \"p\"}",
            "providers[1] (line 10, column 39): the provider \"p\" is there already; it must be unique"
        ),
        (
            "\"name\": \"q\"}", "\"nam\": \"q\"}",
            "providers[1].nam (line 10, column 50): no such key here; check its spelling"
        ),
        (", \"name\": \"q\"}", "}", "providers[1] (line 10, column 39): the key \"name\" is missing"),
        (
            "\"bit\": 1", "\"bit\": 0",
            "regions[1] (line 11, column 39): the region bit 0 is there already; it must be unique"
        ),
        (
            "\"name\": \"us\"", "\"name\": \"eu\"",
            "regions[1] (line 11, column 39): the region \"eu\" is there already; it must be unique"
        ),
        ("{\"from\": \"here\"}", "[]", "source (line 12, column 11): must be an object, is an array"),
        ("{\"from\": \"here\"}", "{\"a\":1,\"a\":2}", "source (line 12, column 18): the key \"a\" is there twice"),
        (
            "\"policy_epoch\"", "\"policy_epochs\"",
            "policy_epochs (line 4, column 1): no such key here; check its spelling"
        ),
        ("\"policy_epoch\": 1,\n", "", "line 1, column 1: the key \"policy_epoch\" is missing"),
        ("\"format\": \"recount.policy\",\n", "", "line 1, column 1: the key \"format\" is missing"),
        (
            "\"catalog_epoch\"", "\"policy_epoch\"",
            "policy_epoch (line 5, column 1): the key \"policy_epoch\" is there twice"
        ),
        ("\"id\": 2", "\"id\": 1", "models[1] (line 16, column 1): the model id 1 is there already; it must be unique"),
        (
            "\"id\": 2", "\"id\": 4294967296",
            "models[1].id (line 16, column 8): must be an integer from 0 to 4294967295, is too large"
        ),
        ("\"b\"", "\"a\"", "models[1] (line 16, column 1): the model \"a\" is there already; it must be unique"),
        ("\"b\"", "\"\"", "models[1].name (line 16, column 19): must not be empty"),
        (
            "\"b\"", "\"" + String(repeating: "é", count: 64) + "x\"",
            "models[1].name (line 16, column 19): longer than 128 bytes of UTF-8"
        ),
        (
            "\"provider\": \"q\"", "\"provider\": \"r\"",
            "models[1].provider (line 16, column 36): \"r\" is not in \"providers\""
        ),
        (
            "\"enabled\": true", "\"enabled\": 1",
            "models[1].enabled (line 16, column 52): must be true or false, is a number"
        ),
        ("7000", "-1", "models[1].quality_bp (line 16, column 72): must be an integer from 0 to 65535, is too low"),
        (
            "\"latency_ms\": 6", "\"latency_ms\": \"6\"",
            "models[1].latency_ms (line 17, column 15): must be a number, is a string"
        ),
        ("\"latency_ms\": 6, ", "", "models[1] (line 16, column 1): the key \"latency_ms\" is missing"),
        (
            "[\"vision\"]", "[\"visions\"]",
            "models[1].capabilities[0] (line 17, column 35): \"visions\" is not in the list of capabilities"
        ),
        (
            "[\"vision\"]", "[\"vision\", \"vision\"]",
            "models[1].capabilities[1] (line 17, column 45): \"vision\" is there already; it must be unique"
        ),
        ("[\"eu\"]", "[\"eu\", \"asia\"]", "models[1].regions[1] (line 17, column 57): \"asia\" is not in \"regions\""),
        (
            "[\"eu\"]", "[\"eu\", \"eu\"]",
            "models[1].regions[1] (line 17, column 64): the region \"eu\" is there already; it must be unique"
        ),
        (
            "threshold_tokens\": 10", "threshold_tokens\": 0",
            "models[1] (line 16, column 1): a second price row needs a \"long_context_threshold_tokens\" above 0"
        ),
        (
            ",\n\"long_context_prices_microcents_per_million\": {\"input\": 4}", "",
            "models[1] (line 16, column 1): a threshold needs \"long_context_prices_microcents_per_million\"; "
                + "without a second row it is 0"
        ),
        (
            "{\"input\": 3}", "{\"inputs\": 3}",
            "models[1].prices_microcents_per_million.inputs (line 19, column 35): no such key here; check its spelling"
        ),
        (
            "{\"input\": 4}", "{\"input\": 2.5}",
            "models[1].long_context_prices_microcents_per_million.input (line 20, column 57): "
                + "must be an integer from 0 to 18446744073709551615, has a fraction"
        ),
        (
            "\"prices_microcents_per_million\": {}", "\"context_window_tokens\": 0",
            "models[0] (line 14, column 1): the key \"prices_microcents_per_million\" is missing"
        ),
        ("]\n}", "]\n} x", "line 22, column 3: text follows the JSON value"),
        ("]\n}", "]\n", "line 22, column 1: the text ends too early"),
    ]

    @Test("are told in one line with path, line and column", arguments: mistakes)
    func mistake(original: String, replacement: String, message: String) throws {
        let parts = Self.text.split(separator: original, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "the place of the mistake must be unique")
        let text = parts[0] + replacement + parts[1]
        let error = try #require(throws: DocumentError.self) { try PolicyDocument(parsing: Array(text.utf8)) }
        #expect(error.description == message)
    }

    @Test("a policy cut short is an error at every byte")
    func truncated() {
        let bytes = Array(Self.text.utf8)
        for count in 0..<bytes.count {
            #expect(throws: DocumentError.self) { try PolicyDocument(parsing: Array(bytes[..<count])) }
        }
    }
}
