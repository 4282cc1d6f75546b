/// What a request demands of every model alike: all of it but the lists of models and the formulas.
struct RouteConditions {
    let minimumQuality: BasisPoints
    /// The largest number where the request has no limit.
    let latencyLimitMilliseconds: UInt32
    let requiredCapabilities: UInt64
    let allowedProviders: UInt64
    let requiredRegions: UInt64
    let risk: BasisPoints
    /// What counts against a context window.
    let windowTokens: UInt64
    /// What counts against a limit of output.
    let outputTokens: UInt64
    let costLimit: UInt64

    @inline(__always)
    init(_ request: borrowing RouteRequest) {
        let limit = request.latencyLimitMilliseconds
        minimumQuality = request.minimumQuality
        latencyLimitMilliseconds = limit == 0 ? .max : limit
        requiredCapabilities = request.requiredCapabilities
        allowedProviders = request.allowedProviders
        requiredRegions = request.requiredRegions
        risk = request.risk
        windowTokens = request.usage.windowTokens
        outputTokens = request.usage[.output]
        costLimit = request.costLimit.rawValue
    }

    /// Whether a model fails at the gate of the context window.
    @inline(__always)
    func exceedsWindow(of model: UnsafePointer<Model>) -> Bool {
        let window = model.pointee.contextWindow.rawValue
        let maximumOutput = model.pointee.maximumOutput.rawValue
        return (window != 0 && windowTokens > window) || (maximumOutput != 0 && outputTokens > maximumOutput)
    }
}
