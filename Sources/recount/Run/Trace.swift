import RecountJSON
import RecountKernel

/// The requests of a trace file, one after another: an Azure LLM inference trace (CSV, which starts
/// with its heading) or JSON lines (docs/requests.md).
struct Trace: ~Copyable {
    private enum Form {
        case azure
        case jsonLines
    }

    private var lines: LineReader
    private var form: Form?
    private let rule: TrafficRule
    private let names: RequestNames
    private var count: UInt64 = 0
    private var order = TraceOrder()

    /// Opens a trace.
    init(path: String, rule: TrafficRule, names: RequestNames) throws(Failure) {
        lines = try LineReader(trace: path)
        self.rule = rule
        self.names = names
    }

    /// How many bytes of the file were passed over.
    var consumedByteCount: UInt64 { lines.consumedByteCount }

    /// The next request, or nil at the end.
    ///
    /// - Throws: a failure that names the line if it is no request, earlier than the one before, or
    ///   too long after the first.
    mutating func next() throws(Failure) -> TrafficRequest? {
        while true {
            let traits = rule.traits(of: count + 1)
            guard let row = try nextRow(traits) else { return nil }
            guard let request = row else { continue }
            try order.accept(request.time, of: lines)
            count += 1
            return request
        }
    }

    /// The next line as a request; nil inside if it is the heading, nil at the end.
    private mutating func nextRow(_ traits: TrafficTraits) throws(Failure) -> TrafficRequest?? {
        let known = form
        var found = known
        let names = names
        let parsed = try lines.next { line throws(Failure) -> Result<TrafficRequest?, LineProblem> in
            let form = known ?? (line.first == UInt8(ascii: "{") ? .jsonLines : .azure)
            found = form
            switch form {
            case .jsonLines: return Self.jsonRequest(line, traits, names)
            case .azure:
                if known == nil { return Self.heading(line) }
                return Self.azureRequest(line, traits)
            }
        }
        form = found
        guard let parsed else { return nil }
        switch parsed {
        case .success(let request): return .some(request)
        case .failure(let problem): throw lines.failure(problem.description)
        }
    }

    private static func heading(_ line: UnsafeRawBufferPointer) -> Result<TrafficRequest?, LineProblem> {
        guard String(decoding: line, as: UTF8.self) == AzureTraceRow.heading else {
            return .failure(
                LineProblem(description: "neither the heading \(AzureTraceRow.heading) nor a JSON object"))
        }
        return .success(nil)
    }

    private static func azureRequest(
        _ line: UnsafeRawBufferPointer, _ traits: TrafficTraits
    ) -> Result<TrafficRequest?, LineProblem> {
        do throws(AzureTraceRow.Problem) {
            let row = try AzureTraceRow(line)
            var request = traits.request
            request.usage = Usage.zero.replacing(.input, with: row.contextTokens)
                .replacing(.output, with: row.generatedTokens).replacing(.call, with: 1)
            return .success(
                TrafficRequest(
                    traits: traits, time: row.time, request: request, estimatedOutput: traits.estimatedOutput))
        } catch {
            return .failure(LineProblem(description: error.description))
        }
    }

    private static func jsonRequest(
        _ line: UnsafeRawBufferPointer, _ traits: TrafficTraits, _ names: RequestNames
    ) -> Result<TrafficRequest?, LineProblem> {
        do throws(RequestError) {
            let parsed = try TraceLine(parsing: line, base: traits.request, names: names)
            guard parsed.request.policy == traits.request.policy else {
                return .failure(LineProblem(description: "\"policy\" must be 1: a run installs one policy"))
            }
            var traits = traits
            if let tenant = parsed.tenant {
                guard (1...TrafficRule.tenantCount).contains(tenant) else {
                    return .failure(LineProblem(description: "\"tenant\" must be 1 to \(TrafficRule.tenantCount)"))
                }
                traits.tenant = TenantID(tenant)
            }
            return .success(
                TrafficRequest(
                    traits: traits, time: parsed.time, request: parsed.request,
                    estimatedOutput: parsed.estimatedOutput ?? traits.estimatedOutput))
        } catch {
            return .failure(LineProblem(description: error.description + hint(for: error)))
        }
    }

    /// What to do about a line of a trace of context blocks.
    private static func hint(for error: RequestError) -> String {
        guard case .unknownKey(let key) = error.problem, BlockTraceLine.keys.contains(key) else { return "" }
        return "; a trace of context blocks is played with --admit"
    }

    private struct LineProblem: Error {
        let description: String
    }
}
