/// A policy made of a price file and an overlay, with the report of what it could not take over.
///
///     let made = try CatalogImport(liteLLM: prices, overlay: overlay, selection: .overlay)
///     made.policy.json()                    // the policy file
///     made.report.table(detail: .counts)    // for people
///     made.report.json(detail: .everything) // for programs
public struct CatalogImport: Equatable, Sendable {
    /// The policy.
    public let policy: PolicyDocument
    /// What was skipped, ignored and assumed.
    public let report: ImportReport

    /// Reads both files and makes the policy, by the rules of `LiteLLMCatalog`.
    ///
    /// - Parameters:
    ///   - prices: a LiteLLM price file.
    ///   - overlay: an overlay file.
    ///   - selection: which entries to import.
    /// - Throws: `CatalogImportError`; one that can only be understood from the report is
    ///   `nothingImported`, see `init(_:overlay:selection:report:)`.
    /// - Complexity: O(bytes + entries · log entries).
    public init(
        liteLLM prices: [UInt8],
        overlay: [UInt8],
        selection: ModelSelection
    ) throws(CatalogImportError) {
        let document: Overlay
        do {
            document = try Overlay(parsing: overlay)
        } catch {
            throw .overlay(error)
        }
        var report = ImportReport()
        let catalog = try LiteLLMCatalog(parsing: prices)
        try self.init(catalog, overlay: document, selection: selection, report: &report)
    }

    /// Makes the policy of a price file and an overlay that have been read.
    ///
    /// - Parameters:
    ///   - catalog: the price file.
    ///   - overlay: the overlay; each model that it names must be in the price file.
    ///   - selection: which entries to import.
    ///   - report: set to the report, also if this throws after entries were looked at.
    /// - Throws: `CatalogImportError`.
    public init(
        _ catalog: LiteLLMCatalog,
        overlay: Overlay,
        selection: ModelSelection,
        report: inout ImportReport
    ) throws(CatalogImportError) {
        for model in overlay.models where catalog[model.name] == nil { throw .unknownModel(model.name) }
        let names = try catalog.select(selection, overlay: overlay)
        var entries = Self.readEntries(names, of: catalog, report: &report)
        var policy = overlay.policy
        policy.providers = Self.numberProviders(of: &entries, fixed: overlay.providers, report: &report)
        report.importedCount = entries.count
        guard !entries.isEmpty else { throw .nothingImported(selectedCount: names.count) }
        policy.models = try Self.models(of: entries, overlay: overlay)
        self.policy = policy
        self.report = report
    }

    private static func readEntries(
        _ names: [String],
        of catalog: LiteLLMCatalog,
        report: inout ImportReport
    ) -> [LiteLLMEntry] {
        report = ImportReport()
        report.selectedCount = names.count
        var entries: [LiteLLMEntry] = []
        for name in names {
            guard let value = catalog[name] else { continue }
            do {
                let entry = try LiteLLMEntry(name: name, value: value)
                entries.append(entry)
                report.ignoredPrices += entry.ignoredPrices
                report.assumptions += ImportAssumption.allCases.filter(entry.assumptions.contains).map {
                    ImportReport.Assumption(entry: name, assumption: $0)
                }
            } catch {
                let skipped = ImportReport.SkippedEntry(entry: name, key: error.key, reason: error.reason)
                report.skippedEntries.append(skipped)
            }
        }
        return entries
    }

    /// Gives providers without a fixed id the lowest free ones, in the order in which the models, by
    /// name, first mention them, and drops the models of providers that none is left for.
    private static func numberProviders(
        of entries: inout [LiteLLMEntry],
        fixed: [ProviderDocument],
        report: inout ImportReport
    ) -> [ProviderDocument] {
        var providers = fixed
        var free = (0..<64).map { UInt8($0) }.filter { id in !fixed.contains { $0.id == id } }[...]
        for entry in entries where !providers.contains(where: { $0.name == entry.provider }) {
            guard let id = free.popFirst() else { continue }
            providers.append(ProviderDocument(id: id, name: entry.provider))
        }
        let numbered = Set(providers.map(\.name))
        for entry in entries where !numbered.contains(entry.provider) { report.drop(entry.name, .providerLimit) }
        entries.removeAll { !numbered.contains($0.provider) }
        return providers.sorted { $0.id < $1.id }
    }

    /// Gives models without an id of their own the lowest free ones from 1, in the order of names.
    private static func models(
        of entries: [LiteLLMEntry],
        overlay: Overlay
    ) throws(CatalogImportError) -> [ModelDocument] {
        var overlays: [String: ModelOverlay] = [:]
        for model in overlay.models { overlays[model.name] = model.overlay }
        var taken = Set(overlay.models.compactMap(\.overlay.id))
        var nextID: UInt32 = 1
        var models: [ModelDocument] = []
        for entry in entries {
            let own = overlays[entry.name] ?? ModelOverlay()
            while own.id == nil, taken.contains(nextID) { nextID += 1 }
            let id = own.id ?? nextID
            taken.insert(id)
            models.append(try ModelDocument(entry: entry, id: id, own: own, defaults: overlay.defaults))
        }
        return models.sorted { $0.id < $1.id }
    }
}

extension ModelDocument {
    /// Joins what the price file says with the operator's numbers.
    fileprivate init(
        entry: LiteLLMEntry,
        id: UInt32,
        own: ModelOverlay,
        defaults: ModelOverlay
    ) throws(CatalogImportError) {
        func require<Number>(_ number: Number?, _ key: String) throws(CatalogImportError) -> Number {
            guard let number else { throw .missingNumber(model: entry.name, key: key) }
            return number
        }
        self.init(
            id: id,
            name: entry.name,
            provider: entry.provider,
            isEnabled: own.isEnabled ?? defaults.isEnabled ?? true,
            qualityBasisPoints: try require(
                own.qualityBasisPoints ?? defaults.qualityBasisPoints, "quality_bp"),
            riskCeilingBasisPoints: try require(
                own.riskCeilingBasisPoints ?? defaults.riskCeilingBasisPoints, "risk_ceiling_bp"),
            latencyMilliseconds: try require(
                own.latencyMilliseconds ?? defaults.latencyMilliseconds, "latency_ms"),
            capabilities: entry.capabilities,
            regions: own.regions ?? defaults.regions ?? [],
            contextWindowTokens: own.contextWindowTokens ?? entry.contextWindowTokens,
            maximumOutputTokens: entry.maximumOutputTokens,
            prices: entry.prices,
            longContext: entry.longContext
        )
    }
}
