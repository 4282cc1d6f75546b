import RecountJSON

extension FuzzTarget {
    /// A price file of LiteLLM, then, after a byte 0, an overlay, then, after another one, patterns of names, one
    /// a line: refused, or imported as a sound policy, with a report of what could not be taken over.
    static let catalog = FuzzTarget("catalog") { input throws(PropertyViolation) in
        let parts = input.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map { Array($0) }
        guard parts.count > 1, let overlay = try? Overlay(parsing: parts[1]) else { return .refused }
        guard let catalog = try? LiteLLMCatalog(parsing: parts[0]) else { return .refused }
        var selections = [ModelSelection.overlay, .allChat]
        if parts.count > 2 {
            selections.append(.patterns(parts[2].split(separator: 0x0a).map { String(decoding: $0, as: UTF8.self) }))
        }
        var verdict = Verdict.refused
        for selection in selections where try imports(catalog, overlay, selection) { verdict = .accepted }
        return verdict
    }

    private static func imports(
        _ catalog: LiteLLMCatalog, _ overlay: Overlay, _ selection: ModelSelection
    ) throws(PropertyViolation) -> Bool {
        var report = ImportReport()
        let made = try? CatalogImport(catalog, overlay: overlay, selection: selection, report: &report)
        try requireRendering(of: report)
        guard let made else { return false }
        try requireSound(made.policy)
        try require(
            made.policy.models.count == report.importedCount
                && report.importedCount + report.skippedEntries.count == report.selectedCount,
            "\(made.policy.models.count) models, and the report says \(report)")
        return true
    }

    private static func requireRendering(of report: ImportReport) throws(PropertyViolation) {
        for detail in [ImportReport.Detail.counts, .everything] {
            let json = report.json(detail: detail)
            try require((try? JSONValue(parsing: json)) != nil, "a report is rendered as what is no JSON: \(report)")
            try require(!report.table(detail: detail).isEmpty, "a report is rendered as nothing")
        }
    }
}
