import RecountKernel

/// The prices of one LiteLLM entry, sorted into components and what has none.
struct LiteLLMPrices {
    /// 1 USD = 10^8 microcents, and prices are per million units: USD per unit × 10^14.
    static let powerOfTen = 14

    private(set) var ignored: [ImportReport.IgnoredPrice] = []
    private var base: [Component: UInt64] = [:]
    private var above: [Component: UInt64] = [:]
    private var thresholdTokens: UInt32?
    private var hasFreeCacheCreation = false
    private var aliases: [(component: Component, key: String, price: UInt64)] = []

    /// Sorts the members of an entry.
    ///
    /// - Throws: why the entry cannot be billed exactly.
    init(entry: String, members: [JSONMember]) throws(EntrySkipped) {
        if let tiers = members.first(where: { LiteLLMPriceKey($0.key) == .tieredPricing }) {
            throw EntrySkipped(reason: .tieredPricing, key: tiers.key)
        }
        for member in members {
            switch LiteLLMPriceKey(member.key) {
            case .notAPrice, .tieredPricing: continue
            case .ignored(let reason): ignore(member.key, of: entry, reason)
            case .component, .alias:
                if member.value == .null {
                    ignore(member.key, of: entry, .nullPrice)
                } else {
                    try take(member)
                }
            }
        }
        settleAliases(of: entry)
        settleFreeCacheCreation()
    }

    private mutating func take(_ member: JSONMember) throws(EntrySkipped) {
        let price = try Self.microcentsPerMillion(member)
        switch LiteLLMPriceKey(member.key) {
        case .component(let component, nil): base[component] = price
        case .component(let component, let tokens?):
            guard thresholdTokens == nil || thresholdTokens == tokens else {
                throw EntrySkipped(reason: .severalThresholds, key: member.key)
            }
            thresholdTokens = tokens
            above[component] = price
        case .alias(let component): aliases.append((component, member.key, price))
        case .notAPrice, .tieredPricing, .ignored: break
        }
    }

    private static func microcentsPerMillion(_ member: JSONMember) throws(EntrySkipped) -> UInt64 {
        guard case .number(let number) = member.value else {
            throw EntrySkipped(reason: .priceNotANumber, key: member.key)
        }
        do {
            return try number.scaled(byPowerOfTen: powerOfTen)
        } catch {
            let reason: SkipReason =
                switch error {
                case .malformed: .priceNotANumber
                case .negative: .priceNegative
                case .tooManyDigits: .priceTooFine
                case .tooLarge: .priceTooLarge
                }
            throw EntrySkipped(reason: reason, key: member.key)
        }
    }

    private mutating func ignore(_ key: String, of entry: String, _ reason: IgnoredPriceReason) {
        ignored.append(ImportReport.IgnoredPrice(entry: entry, key: key, reason: reason))
    }

    /// A second name counts where the first is missing, and says nothing where it repeats the price.
    private mutating func settleAliases(of entry: String) {
        for alias in aliases {
            let price = base[alias.component] ?? alias.price
            base[alias.component] = price
            if price != alias.price { ignore(alias.key, of: entry, .conflictingKey) }
        }
    }

    /// Providers with a cache-creation price of zero charge nothing on top of input (DeepSeek, Z.ai,
    /// OpenAI by way of Vercel); they do not give the input away.
    private mutating func settleFreeCacheCreation() {
        guard base[.cacheCreation] == 0, base[.input] ?? 0 > 0 else { return }
        base[.cacheCreation] = nil
        if above[.cacheCreation] == 0 { above[.cacheCreation] = nil }
        hasFreeCacheCreation = true
    }
}

// MARK: Rows

extension LiteLLMPrices {
    /// The price rows, and what was assumed for components that have no price.
    ///
    /// - Throws: if input or output has no price.
    func rows() throws(EntrySkipped) -> (rows: Rows, assumptions: Set<ImportAssumption>) {
        guard base[.input] != nil else { throw EntrySkipped(reason: .missingInputPrice) }
        guard base[.output] != nil else { throw EntrySkipped(reason: .missingOutputPrice) }
        var rows = Rows(base: PriceRowDocument(), long: nil)
        for component in Component.all { rows.base[component] = basePrice(of: component) }
        if let thresholdTokens {
            var long = PriceRowDocument()
            for component in Component.all { long[component] = longPrice(of: component) }
            rows.long = LongContextPrices(thresholdTokens: thresholdTokens, prices: long)
        }
        let missing = Component.all.filter { base[$0] == nil && above[$0] == nil }
        var assumptions = Set(missing.compactMap(Self.assumption))
        if hasFreeCacheCreation, assumptions.remove(.cacheCreationBilledAsInput) != nil {
            assumptions.insert(.freeCacheCreationBilledAsInput)
        }
        return (rows, assumptions)
    }

    /// The two price rows of a model.
    struct Rows {
        var base: PriceRowDocument
        var long: LongContextPrices?
    }

    /// Its own price, else the price of what it is a kind of, else (a call) nothing.
    private func basePrice(of component: Component) -> UInt64 {
        base[component] ?? Self.parent(of: component).flatMap { base[$0] } ?? 0
    }

    /// Its own price above the threshold; else its ordinary price, unless that merely repeats the price
    /// of what it is a kind of, whose price above the threshold it then follows.
    private func longPrice(of component: Component) -> UInt64 {
        if let price = above[component] { return price }
        guard let parent = Self.parent(of: component) else { return base[component] ?? 0 }
        let parentLong = above[parent] ?? base[parent] ?? 0
        guard let price = base[component], price != base[parent] else { return parentLong }
        return price
    }

    /// What a component is a kind of; nil for those that stand alone.
    private static func parent(of component: Component) -> Component? {
        switch component {
        case .cacheRead, .cacheCreation, .audio, .image: .input
        case .reasoning: .output
        case .input, .output, .call: nil
        }
    }

    private static func assumption(for component: Component) -> ImportAssumption? {
        switch component {
        case .cacheRead: .cacheReadBilledAsInput
        case .cacheCreation: .cacheCreationBilledAsInput
        case .reasoning: .reasoningBilledAsOutput
        case .audio: .audioBilledAsInput
        case .image: .imageBilledAsInput
        case .input, .output, .call: nil
        }
    }
}
