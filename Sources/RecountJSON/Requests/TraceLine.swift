import RecountKernel

/// A request of a trace in JSON, as `recount run` reads one a line: a routing request whose
/// `output_tokens` are what was really generated, with its time and tenant.
public struct TraceLine: Sendable {
    /// When the request came in.
    public var time: Milliseconds
    /// Its tenant, if the line names one.
    public var tenant: UInt64?
    /// The output that was expected, if the line says so.
    public var estimatedOutput: Tokens?
    /// The request, its usage being what was really used.
    public var request: RouteRequest

    /// Reads one JSON object and nothing else. O(bytes).
    ///
    /// - Parameters:
    ///   - bytes: the line; borrowed for the call.
    ///   - base: the request whose members stand where the line has none, but for its usage.
    ///   - names: what the names in the request stand for.
    public init(
        parsing bytes: UnsafeRawBufferPointer, base: RouteRequest, names: RequestNames
    ) throws(RequestError) {
        var reader = JSONReader(bytes, maximumDepth: 4)
        var fields = RouteRequestReader(base: base, names: names)
        var time: UInt64?
        do throws(JSONError) { try reader.beginObject() } catch { throw RequestError(error) }
        while let key = try reader.readKey() {
            switch key {
            case "time_ms" where time == nil: time = try reader.readCount(upTo: Milliseconds.maximum.rawValue)
            case "tenant" where tenant == nil: tenant = try reader.readCount(upTo: .max)
            case "estimated_output_tokens" where estimatedOutput == nil:
                estimatedOutput = Tokens(try reader.readCount(upTo: Tokens.maximum.rawValue))
            case "time_ms", "tenant", "estimated_output_tokens":
                throw RequestError(.duplicateKey(key.string), at: key.offset)
            default:
                guard try fields.read(key, from: &reader) else {
                    throw RequestError(.unknownKey(key.string), at: key.offset)
                }
            }
        }
        do throws(JSONError) { try reader.finish() } catch { throw RequestError(error) }
        guard let time else { throw RequestError(.missing("time_ms"), at: reader.offset) }
        try fields.require(.input, at: reader.offset)
        try fields.require(.output, at: reader.offset)
        self.time = Milliseconds(time)
        request = fields.finish()
    }
}
