import Foundation

/// Files of the package, and small ones that tests write.
enum DemoFiles {
    /// The package's root, with a slash at its end.
    static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(4).joined(separator: "/") + "/"
    }()

    static let policy = root + "docs/data/policy.json"
    static let context = root + "docs/examples/context.json"
    static let overlay = root + "docs/data/overlay.json"
    static let prices = root + "Tests/RecountJSONTests/Resources/litellm_excerpt.json"
    static let conversation = root + "docs/data/azure_llm_2023_conversation_excerpt.csv"
    static let code = root + "docs/data/azure_llm_2023_code_excerpt.csv"

    static let blocks = root + "docs/data/mooncake_conversation_excerpt.jsonl"

    /// The whole traces: beside the package where it is developed, not part of it.
    static let wholeConversation = root + "../shared/data/azure_llm_2023_conversation.csv"
    static let wholeCode = root + "../shared/data/azure_llm_2023_code.csv"
    static let wholeBlocks = root + "../shared/data/mooncake_conversation.jsonl"
    static let hasWholeBlocks = FileManager.default.fileExists(atPath: wholeBlocks)
    static let hasWholeTraces = [wholeConversation, wholeCode].allSatisfy(FileManager.default.fileExists(atPath:))

    /// A policy of three models by two providers. The third has a second price row.
    static let smallPolicy = """
        {"format": "recount.policy", "version": 1, "policy_epoch": 1, "catalog_epoch": 1, "hard_risk_limit_bp": 10000,
        "minimum_confidence_bp": 0, "risk_multiplier_bp": 12000, "latency_penalty_microcents_per_ms": 10,
        "providers": [{"id": 0, "name": "north"}, {"id": 1, "name": "south"}], "models": [
        {"id": 1, "name": "small", "provider": "north", "quality_bp": 6000, "risk_ceiling_bp": 10000,
        "latency_ms": 900, "capabilities": ["function_calling", "vision"],
        "prices_microcents_per_million": {"input": 15000001, "output": 60000003}},
        {"id": 2, "name": "middle", "provider": "south", "quality_bp": 9000, "risk_ceiling_bp": 10000,
        "latency_ms": 1500, "capabilities": ["function_calling", "vision"],
        "prices_microcents_per_million": {"input": 55000007, "output": 220000009}},
        {"id": 7, "name": "large", "provider": "south", "quality_bp": 9800, "risk_ceiling_bp": 10000,
        "latency_ms": 2500, "capabilities": ["function_calling", "vision"], "long_context_threshold_tokens": 2000,
        "prices_microcents_per_million": {"input": 115000001, "output": 460000003, "call": 5000000000},
        "long_context_prices_microcents_per_million":
        {"input": 230000001, "output": 920000003, "call": 9000000000}}]}
        """

    /// A trace of two requests.
    static let smallTrace = """
        TIMESTAMP,ContextTokens,GeneratedTokens
        2023-11-16 18:15:46.6805900,374,44
        2023-11-16 18:15:50.9951690,396,109

        """

    /// The first lines of the trace of context blocks.
    static func blockLines(_ count: Int) throws -> String {
        let text = try String(contentsOfFile: blocks, encoding: .utf8)
        return text.split(separator: "\n").prefix(count).joined(separator: "\n") + "\n"
    }

    /// The heading and the first rows of a trace.
    static func rows(_ count: Int, of trace: String) throws -> String {
        let text = try String(contentsOfFile: trace, encoding: .utf8)
        return text.split(whereSeparator: \.isNewline).prefix(count + 1).joined(separator: "\n") + "\n"
    }
}
