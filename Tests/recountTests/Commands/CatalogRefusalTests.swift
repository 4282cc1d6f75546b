import Foundation
import Testing

/// Price files and overlays that cannot be imported: no policy is written.
@Suite struct CatalogRefusalTests {
    private static let prices = """
        {"north/small": {"mode": "chat", "litellm_provider": "north", "input_cost_per_token": 1.5e-07,
        "output_cost_per_token": 6e-07}}
        """
    private static let overlay = """
        {"format": "recount.overlay", "version": 1, "policy_epoch": 1, "catalog_epoch": 1, "hard_risk_limit_bp": 9000,
        "minimum_confidence_bp": 0, "risk_multiplier_bp": 10000, "latency_penalty_microcents_per_ms": 0,
        "providers": {"north": 0}, "models": {"north/small":
        {"quality_bp": 5000, "risk_ceiling_bp": 5000, "latency_ms": 1000}}}
        """

    static let overlaySpoilings = [
        Spoiling("recount.overlay", "recount.policy", says: "format"),
        Spoiling(#""latency_ms": 1000"#, #""latency_ms": "fast""#, says: "latency_ms"),
        Spoiling(#""latency_ms": 1000"#, #""latency_ms": -1"#, says: "latency_ms"),
        Spoiling(#""quality_bp": 5000"#, #""quality_bp": 10001"#, says: "north/small"),
        Spoiling(#""quality_bp": 5000"#, #""quality": 5000"#, says: "quality"),
        Spoiling(#"{"north": 0}"#, #"{"north": 64}"#, says: "providers.north"),
        Spoiling(#"{"north": 0}"#, #"{"north": 0, "south": 0}"#, says: "unique"),
        Spoiling(#""models": {"north/small""#, #""models": {"north/\nlarge""#, says: "large"),
        Spoiling("}}}", "}", says: "ends too early"),
    ]

    static let pricesSpoilings = [
        Spoiling("1.5e-07", "1.5000000000000001e-07", says: "price_too_fine 1"),
        Spoiling("1.5e-07", #""cheap""#, says: "price_not_a_number 1"),
        Spoiling("1.5e-07", "-1.5e-07", says: "price_negative 1"),
        Spoiling("}}", "", says: "ends too early"),
        Spoiling(#""north/small": {"mode""#, #""north/small": 1, "x": {"mode""#, says: "prices.json"),
    ]

    @Test func unspoiledFilesAreImported() throws {
        let scratch = try ScratchDirectory()
        let outcome = try CommandLineTool.run(try arguments(Self.prices, Self.overlay, in: scratch))
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(FileManager.default.fileExists(atPath: scratch.path("policy.json")))
    }

    @Test(arguments: overlaySpoilings)
    func spoiledOverlayIsRefused(spoiling: Spoiling) throws {
        let scratch = try ScratchDirectory()
        let arguments = try arguments(Self.prices, try spoiling.apply(to: Self.overlay), in: scratch)
        try RefusalCheck.expect(arguments, status: 2, says: spoiling.says, in: scratch)
    }

    @Test(arguments: pricesSpoilings)
    func spoiledPriceFileIsRefused(spoiling: Spoiling) throws {
        let scratch = try ScratchDirectory()
        let arguments = try arguments(try spoiling.apply(to: Self.prices), Self.overlay, in: scratch)
        try RefusalCheck.expect(arguments, status: 2, says: spoiling.says, in: scratch)
    }

    @Test func filesThatCannotBeReadOrWrittenAreRefused() throws {
        let scratch = try ScratchDirectory()
        let arguments = try arguments(Self.prices, Self.overlay, in: scratch)
        let command = ["catalog", "import", "litellm"]
        let prices = arguments[3]
        let overlay = arguments[5]
        try RefusalCheck.expect(
            command + [scratch.path("missing"), "--overlay", overlay], status: 3, says: "missing: cannot open",
            in: scratch)
        try RefusalCheck.expect(
            command + [prices, "--overlay", scratch.path("missing")], status: 3, says: "missing: cannot open",
            in: scratch)
        let empty = try scratch.write("", to: "empty")
        try RefusalCheck.expect(command + [empty, "--overlay", overlay], status: 2, says: "empty", in: scratch)
        try RefusalCheck.expect(command + [prices, "--overlay", empty], status: 2, says: "empty", in: scratch)
        try RefusalCheck.expect(
            command + [prices, "--overlay", overlay, "--output", scratch.path("nowhere/policy.json")], status: 3,
            says: "nowhere/policy.json: cannot write", in: scratch)
        let directory = try scratch.makeDirectory("directory")
        try RefusalCheck.expect(
            command + [prices, "--overlay", overlay, "--output", directory], status: 3,
            says: "directory: cannot write", in: scratch)
        try RefusalCheck.expect(
            command + [prices, "--overlay", overlay, "--output", scratch.path("policy.json"), "--models", "west*"],
            status: 2, says: "west", in: scratch)
    }

    private func arguments(
        _ prices: String, _ overlay: String, in scratch: ScratchDirectory
    ) throws -> [String] {
        [
            "catalog", "import", "litellm", try scratch.write(prices, to: "prices.json"), "--overlay",
            try scratch.write(overlay, to: "overlay.json"), "--output", scratch.path("policy.json"),
        ]
    }
}
