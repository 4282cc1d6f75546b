@testable import RecountJSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files that the catalog tests read.
enum CatalogFiles {
    /// The package's root, with a slash at its end.
    static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(4).joined(separator: "/") + "/"
    }()

    static let excerptPath = root + "Tests/RecountJSONTests/Resources/litellm_excerpt.json"
    static let overlayPath = root + "docs/data/overlay.json"
    static let policyPath = root + "docs/data/policy.json"
    /// The whole price file: beside the package where it is developed, not part of it.
    static let wholePath = root + "../shared/data/litellm_model_prices.json"

    /// The bytes of a file; nil if it cannot be read.
    static func bytes(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    /// An overlay with numbers for every model and no fixed ids.
    static let plainOverlay = """
        {"format": "recount.overlay", "version": 1, "policy_epoch": 1, "catalog_epoch": 1, "hard_risk_limit_bp": 9000,
        "minimum_confidence_bp": 0, "risk_multiplier_bp": 10000, "latency_penalty_microcents_per_ms": 0,
        "defaults": {"quality_bp": 5000, "risk_ceiling_bp": 5000, "latency_ms": 1000}}
        """
}

/// Imports entries that a test writes out.
struct EntryImport {
    var report = ImportReport()
    var error: CatalogImportError?
    var model: ModelDocument?

    /// Imports the one entry `m`, of mode chat by a provider `p`, with these further members.
    init(_ members: String) {
        self.init(file: #"{"m": {"mode": "chat", "litellm_provider": "p", \#(members)}}"#)
    }

    init(file: String) {
        do throws(CatalogImportError) {
            let catalog = try LiteLLMCatalog(parsing: Array(file.utf8))
            guard let overlay = try? Overlay(parsing: Array(CatalogFiles.plainOverlay.utf8)) else { return }
            let selection = ModelSelection.patterns(["*"])
            model = try CatalogImport(catalog, overlay: overlay, selection: selection, report: &report)
                .policy.models.first
        } catch {
            self.error = error
        }
    }
}
