import RecountKernel

/// A routing request in JSON with its header, as `recount decide` reads one a line.
public struct RouteLine: Sendable {
    /// The request.
    public var request: RouteRequest
    /// Joins the decision with the request; 0 if the line has none.
    public var requestID: Identifier128

    /// Reads one JSON object and nothing else. O(bytes).
    ///
    /// - Parameters:
    ///   - bytes: the line; borrowed for the call.
    ///   - policy: the policy of requests that name none.
    ///   - names: what the names in the request stand for.
    public init(
        parsing bytes: UnsafeRawBufferPointer, policy: PolicyNumber, names: RequestNames
    ) throws(RequestError) {
        var reader = JSONReader(bytes, maximumDepth: 4)
        var fields = RouteRequestReader(
            base: RouteRequest(policy: policy, requestedModel: ModelID(0)), names: names)
        var requestID: Identifier128?
        do throws(JSONError) { try reader.beginObject() } catch { throw RequestError(error) }
        while let key = try reader.readKey() {
            if try fields.read(key, from: &reader) { continue }
            guard key.matches("request_id") else { throw RequestError(.unknownKey(key.string), at: key.offset) }
            guard requestID == nil else { throw RequestError(.duplicateKey("request_id"), at: key.offset) }
            requestID = try reader.readIdentifier()
        }
        do throws(JSONError) { try reader.finish() } catch { throw RequestError(error) }
        try fields.require(.requestedModel, at: reader.offset)
        request = fields.finish()
        self.requestID = requestID ?? .zero
    }
}
