import RecountKernel
import Testing

@testable import RecountJSON

@Suite(
    "LiteLLM import: the whole file",
    .enabled("the whole price file is not beside the package") { CatalogFiles.bytes(CatalogFiles.wholePath) != nil }
)
struct WholeCatalogTests {
    @Test("every chat entry is imported at its exact prices or skipped by reason")
    func everyEntry() throws {
        let bytes = try #require(CatalogFiles.bytes(CatalogFiles.wholePath))
        guard case .object(let members) = try JSONValue(parsing: bytes) else {
            Issue.record("the price file must be an object")
            return
        }
        let chat = members.filter { $0.value["mode"] == .string("chat") }
        #expect(chat.count == 3265)
        var imported = 0
        var skipped: [SkipReason: Int] = [:]
        for member in chat {
            do {
                let entry = try LiteLLMEntry(name: member.key, value: member.value)
                imported += 1
                check(entry, member.value)
            } catch {
                skipped[error.reason, default: 0] += 1
            }
        }
        #expect(imported + skipped.values.reduce(0, +) == chat.count)
        // Counted by a script over the file's text, apart from this code.
        let expected: [SkipReason: Int] = [
            .missingInputPrice: 91, .tieredPricing: 51, .priceTooFine: 33, .severalThresholds: 1,
        ]
        #expect(skipped == expected)
    }

    @Test("no price of an imported entry is lost")
    func nothingLost() throws {
        let bytes = try #require(CatalogFiles.bytes(CatalogFiles.wholePath))
        guard case .object(let members) = try JSONValue(parsing: bytes) else { return }
        for member in members where member.value["mode"] == .string("chat") {
            guard let entry = try? LiteLLMEntry(name: member.key, value: member.value) else { continue }
            guard case .object(let keys) = member.value else { continue }
            let ignored = Set(entry.ignoredPrices.map(\.key))
            for key in keys.map(\.key) where key.contains("cost") || key.contains("pricing") {
                let isComponent = Self.components.keys.contains { key == $0 || key.hasPrefix($0 + "_above_") }
                let isSecondName = key == "input_cost_per_token_cache_hit"
                #expect(ignored.contains(key) || isComponent || isSecondName, "\(member.key): \(key)")
            }
        }
    }

    static let components: [String: Component] = [
        "input_cost_per_token": .input, "cache_read_input_token_cost": .cacheRead,
        "cache_creation_input_token_cost": .cacheCreation, "output_cost_per_token": .output,
        "output_cost_per_reasoning_token": .reasoning, "input_cost_per_audio_token": .audio,
        "input_cost_per_image_token": .image, "input_cost_per_request": .call,
    ]

    private func check(_ entry: LiteLLMEntry, _ value: JSONValue) {
        for (key, component) in Self.components {
            if case .number(let number)? = value[key] {
                let expected = Self.timesTenToThe14(number.text)
                let isFreeCreation = component == .cacheCreation && expected == "0"
                let found = String(entry.prices[component])
                #expect(found == expected || isFreeCreation, "\(entry.name): \(key)")
                if isFreeCreation { #expect(entry.prices.cacheCreation == entry.prices.input, "\(entry.name)") }
            }
            guard let long = entry.longContext else { continue }
            let longKey = "\(key)_above_\(long.thresholdTokens / 1000)k_tokens"
            guard case .number(let number)? = value[longKey] else { continue }
            #expect(String(long.prices[component]) == Self.timesTenToThe14(number.text), "\(entry.name): \(longKey)")
        }
    }

    /// A decimal × 10^14 by moving its point, digit by digit: shares nothing with the code under test.
    static func timesTenToThe14(_ text: String) -> String {
        let parts = text.lowercased().split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        var digits = String(mantissa[0]) + (mantissa.count > 1 ? String(mantissa[1]) : "")
        var places = mantissa.count > 1 ? mantissa[1].count : 0
        places -= 14 + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        while places > 0 {
            guard digits.hasSuffix("0") else { return "fraction" }
            digits.removeLast()
            places -= 1
        }
        digits += String(repeating: "0", count: -places)
        let significant = digits.drop { $0 == "0" }
        return significant.isEmpty ? "0" : String(significant)
    }
}
