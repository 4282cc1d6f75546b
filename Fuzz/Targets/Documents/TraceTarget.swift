import RecountJSON
import RecountKernel

extension FuzzTarget {
    /// Lines, each of which is read as each kind of request: rows of Azure's traces, requests of a trace or of
    /// `decide` in JSON, requests of context blocks.
    static let trace = FuzzTarget("trace") { input throws(PropertyViolation) in
        var verdict = Verdict.refused
        for line in input.split(separator: UInt8(ascii: "\n")) {
            if try LineReading.isRequest(UnsafeRawBufferPointer(rebasing: line)) { verdict = .accepted }
        }
        return verdict
    }
}

private enum LineReading {
    private static let names = RequestNames(
        policy: PolicyDocument(
            policyEpoch: 1, catalogEpoch: 1, hardRiskLimitBasisPoints: 10_000, minimumConfidenceBasisPoints: 0,
            riskMultiplierBasisPoints: 0, latencyPenaltyMicrocentsPerMillisecond: 0,
            providers: [ProviderDocument(id: 0, name: "openai"), ProviderDocument(id: 63, name: "groq")],
            regions: [RegionDocument(bit: 0, name: "us"), RegionDocument(bit: 63, name: "eu")],
            models: [model(1, "gpt-4o"), model(2, "gpt-4o-mini")]))

    private static func model(_ id: UInt32, _ name: String) -> ModelDocument {
        ModelDocument(
            id: id, name: name, provider: "openai", qualityBasisPoints: 1, riskCeilingBasisPoints: 1,
            latencyMilliseconds: 1, prices: PriceRowDocument())
    }

    static func isRequest(_ line: UnsafeRawBufferPointer) throws(PropertyViolation) -> Bool {
        let isAzureRow = try isAzureRow(line)
        let isTraceLine = try isTraceLine(line)
        let isRouteLine = try isRouteLine(line)
        return try isBlockLine(line) || isAzureRow || isTraceLine || isRouteLine
    }

    private static func isAzureRow(_ line: UnsafeRawBufferPointer) throws(PropertyViolation) -> Bool {
        guard let row = try? AzureTraceRow(line) else { return false }
        try require(row.time <= .maximum, "a row after the end of time: \(row)")
        try require(
            max(row.contextTokens, row.generatedTokens) <= Tokens.maximum.rawValue, "more tokens than there are: \(row)"
        )
        return true
    }

    private static func isTraceLine(_ line: UnsafeRawBufferPointer) throws(PropertyViolation) -> Bool {
        let base = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        guard let parsed = try? TraceLine(parsing: line, base: base, names: names) else { return false }
        try require(parsed.time <= .maximum, "a request after the end of time")
        try require(parsed.estimatedOutput ?? .zero <= .maximum, "more output than there is")
        try requireCommand(parsed.request)
        return true
    }

    private static func isRouteLine(_ line: UnsafeRawBufferPointer) throws(PropertyViolation) -> Bool {
        guard let parsed = try? RouteLine(parsing: line, policy: PolicyNumber(1), names: names) else { return false }
        try requireCommand(parsed.request)
        return true
    }

    private static func isBlockLine(_ line: UnsafeRawBufferPointer) throws(PropertyViolation) -> Bool {
        guard let parsed = try? BlockTraceLine(parsing: line) else { return false }
        let tokens = parsed.blocks.indices.map { parsed.tokens(ofBlock: $0) }
        try require(
            tokens.allSatisfy { (1...BlockTraceLine.blockTokens).contains($0) }
                && tokens.reduce(0, +) == parsed.inputTokens, "blocks of \(tokens) in \(parsed)")
        return true
    }

    /// Demands that a request is one that the kernel takes.
    private static func requireCommand(_ request: RouteRequest) throws(PropertyViolation) {
        let command = Command(header: CommandHeader(tenant: TenantID(1), time: .zero), body: .route(request))
        var bytes = [UInt8](repeating: 0, count: command.encodedByteCount)
        let isEncoded = bytes.withUnsafeMutableBytes { (try? command.encode(into: $0)) == $0.count }
        let isDecoded = bytes.withUnsafeBytes { (try? Command(decoding: $0)) != nil }
        try require(isEncoded && isDecoded, "a request that is no command: \(request)")
    }
}
