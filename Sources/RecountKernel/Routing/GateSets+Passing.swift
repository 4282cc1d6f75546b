extension GateSets {
    /// Those of some models that pass all gates between the first and that of the context window.
    ///
    /// - Parameters:
    ///   - catalogProviders: the providers of all models of the catalog.
    ///   - counter: takes the others.
    @inline(__always)
    func pass(
        _ enabled: UInt64, _ request: RouteRequestBytes, catalogProviders: UInt64, _ size: Size,
        into counter: inout some FailureCounter
    ) -> UInt64 {
        var models = enabled
        counter.pass(.quality, &models, having(request.minimumQuality, size))
        let latencyLimit = request.latencyLimitMilliseconds
        counter.pass(.latency, &models, within(latencyMilliseconds: latencyLimit == 0 ? .max : latencyLimit, size))
        if request.requiredCapabilities != 0 {
            counter.pass(.capability, &models, having(allOfCapabilities: request.requiredCapabilities))
        }
        let forbiddenProviders = catalogProviders & ~request.allowedProviders
        if forbiddenProviders != 0 {
            counter.pass(.provider, &models, ~having(anyOfProviders: forbiddenProviders))
        }
        if request.requiredRegions != 0 {
            counter.pass(.region, &models, having(anyOfRegions: request.requiredRegions))
        }
        counter.pass(.riskCeiling, &models, taking(request.risk, size))
        return models
    }
}
