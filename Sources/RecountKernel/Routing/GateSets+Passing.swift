extension GateSets {
    /// Those of some models that pass all gates between the first and that of the context window.
    ///
    /// - Parameters:
    ///   - catalogProviders: the providers of all models of the catalog.
    ///   - counter: takes the others.
    @inline(__always)
    func pass(
        _ enabled: UInt64, _ request: UnsafePointer<RouteRequest>, catalogProviders: UInt64, _ size: Size,
        into counter: inout some FailureCounter
    ) -> UInt64 {
        var models = enabled
        counter.pass(.quality, &models, having(request.pointee.minimumQuality, size))
        let latencyLimit = request.pointee.latencyLimitMilliseconds
        counter.pass(.latency, &models, within(latencyMilliseconds: latencyLimit == 0 ? .max : latencyLimit, size))
        if request.pointee.requiredCapabilities != 0 {
            counter.pass(.capability, &models, having(allOfCapabilities: request.pointee.requiredCapabilities))
        }
        let forbiddenProviders = catalogProviders & ~request.pointee.allowedProviders
        if forbiddenProviders != 0 {
            counter.pass(.provider, &models, ~having(anyOfProviders: forbiddenProviders))
        }
        if request.pointee.requiredRegions != 0 {
            counter.pass(.region, &models, having(anyOfRegions: request.pointee.requiredRegions))
        }
        counter.pass(.riskCeiling, &models, taking(request.pointee.risk, size))
        return models
    }
}
