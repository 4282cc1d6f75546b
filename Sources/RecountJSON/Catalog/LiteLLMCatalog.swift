/// A price file of LiteLLM (`model_prices_and_context_window.json`), and the rules by which its
/// entries become models of a policy. What the rules cannot represent is never silently dropped: it
/// is in the `ImportReport`.
///
/// **Prices** are USD per unit in decimal text. A policy's unit is a microcent per million units, so a
/// price is its text × 10^14, exactly. An entry is skipped if a price that it would be billed by is no
/// number, negative, finer than the unit or too large: billing it by a rounded price would be wrong.
/// A price of something that has no component (batch requests, tools, …) is ignored by reason.
///
/// **Components without a price** are never free by omission:
/// - cache read and cache creation are billed as input. A token read from a cache costs at most what
///   it costs outside, and providers that charge for writing say so. A cache-creation price of zero
///   says that writing costs nothing extra; the tokens are still input.
/// - reasoning is billed as output, of which it is a part.
/// - audio and images are billed as input: who publishes one input price bills every kind by it.
///   The image component counts image *tokens*, for all models alike; prices per image are ignored.
/// - a call costs nothing besides its tokens.
///
/// Input and output prices must be there. Two keys are second names: `input_cost_per_token_cache_hit`
/// (cache read) and `input_cost_per_query` (call); they count where the first name is missing.
///
/// **Long context**: `…_above_200k_tokens` gives the second price row, which applies above 200 000
/// input tokens, caches included. A component without such a price keeps its ordinary one, unless that
/// only repeats the price of input (of output, for reasoning): then it follows that into the second
/// row. Two different thresholds in an entry cannot be represented, nor can `tiered_pricing`: skipped.
///
/// **Limits**: `max_output_tokens` bounds output. `max_input_tokens` is the context window, which the
/// kernel compares with input *and* output together. Some entries mean it so (`gpt-4o`: 128 000 in
/// all), others mean input alone (`gpt-5`: 272 000 and 128 000 of output besides), and nothing in the
/// file tells which. Read as the total it is never above what the provider allows under either
/// meaning: no request is routed to a model that would refuse it for its length, at the price of
/// not using the last `max_output_tokens` of some windows. An overlay can give a model another window.
/// `max_tokens` stands in for either limit where that is missing; no limit is 0, not checked.
///
/// **Capabilities** are the `supports_…` keys with the value `true`. Audio output that has a price of
/// its own is withheld: it would be billed as text, at a fraction of its price.
public struct LiteLLMCatalog: Sendable {
    private var entries: [String: JSONValue] = [:]
    /// The names of all entries, in the order of their UTF-8.
    public let names: [String]

    /// Reads a price file.
    ///
    /// - Throws: `catalogNotJSON`, `catalogNotAnObject`.
    /// - Complexity: O(bytes + entries · log entries).
    public init(parsing bytes: [UInt8]) throws(CatalogImportError) {
        let document: JSONValue
        do {
            document = try JSONValue(parsing: bytes)
        } catch {
            let position = bytes.withUnsafeBytes { error.position(in: $0) }
            throw .catalogNotJSON(error.reason, at: position)
        }
        guard case .object(let members) = document else { throw .catalogNotAnObject(found: document.kind) }
        for member in members { entries[member.key] = member.value }
        names = entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The names that a selection stands for, in order, each once.
    ///
    /// - Throws: `unknownModel`, `emptyPattern`.
    /// - Complexity: O(patterns × names).
    public func select(
        _ selection: ModelSelection,
        overlay: Overlay
    ) throws(CatalogImportError) -> [String] {
        switch selection {
        case .allChat: return names.filter { entries[$0]?["mode"] == .string("chat") }
        case .overlay: return try select(patterns: overlay.models.map(\.name), .names)
        case .patterns(let patterns): return try select(patterns: patterns, .patterns)
        }
    }

    /// The raw entry of a name.
    subscript(name: String) -> JSONValue? { entries[name] }

    private enum Reading {
        case names
        case patterns
    }

    private func select(
        patterns: [String],
        _ reading: Reading
    ) throws(CatalogImportError) -> [String] {
        var selected: Set<String> = []
        for text in patterns {
            if entries[text] != nil {
                selected.insert(text)
                continue
            }
            guard reading == .patterns, text.contains("*") || text.contains("?") else {
                throw .unknownModel(text)
            }
            let pattern = NamePattern(text)
            let fitting = names.filter { pattern.matches($0) }
            guard !fitting.isEmpty else { throw .emptyPattern(text) }
            selected.formUnion(fitting)
        }
        return names.filter { selected.contains($0) }
    }
}
