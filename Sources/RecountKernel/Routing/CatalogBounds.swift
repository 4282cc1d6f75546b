/// What holds for every enabled model of a catalog: proves once for a request what would have to be
/// asked of each model.
struct CatalogBounds: BitwiseCopyable {
    /// The highest prices of both rows, by the components' numbers.
    private(set) var maximumPrices = PriceRow.free
    /// The shortest latency in milliseconds.
    private(set) var minimumLatencyMilliseconds = UInt32.max
    /// The longest latency in milliseconds.
    private(set) var maximumLatencyMilliseconds: UInt32 = 0
    /// The smallest context window; the largest number if none has a limit.
    private(set) var minimumContextWindow = UInt64.max
    /// The smallest limit of output; the largest number if there is none.
    private(set) var minimumMaximumOutput = UInt64.max
    /// The lowest threshold of a second price row; the largest number if there is none.
    private(set) var minimumLongContextThreshold = UInt64.max
    /// The providers of any.
    private(set) var providers: UInt64 = 0

    /// Takes a model of the catalog in.
    mutating func add(_ model: UnsafePointer<Model>) {
        guard model.pointee.availability == .enabled else { return }
        // Bound: providers are at most 63.
        providers |= 1 &<< model.pointee.provider.widened
        for index in 0..<Component.count {
            let price = max(model.pointee.prices.prices[index], model.pointee.longContextPrices.prices[index])
            maximumPrices.prices[index] = max(maximumPrices.prices[index], price)
        }
        minimumLatencyMilliseconds = min(minimumLatencyMilliseconds, model.pointee.latencyMilliseconds)
        maximumLatencyMilliseconds = max(maximumLatencyMilliseconds, model.pointee.latencyMilliseconds)
        if model.pointee.contextWindow != .zero {
            minimumContextWindow = min(minimumContextWindow, model.pointee.contextWindow.rawValue)
        }
        if model.pointee.maximumOutput != .zero {
            minimumMaximumOutput = min(minimumMaximumOutput, model.pointee.maximumOutput.rawValue)
        }
        if model.pointee.longContextThreshold != .zero {
            minimumLongContextThreshold = min(
                minimumLongContextThreshold, model.pointee.longContextThreshold.rawValue)
        }
    }

    /// Whether any enabled model may stop a request at the gate of the context window.
    @inline(__always)
    func mayStop(_ request: RouteRequestBytes) -> Bool {
        request.usage.windowTokens > minimumContextWindow
            || request.usage[.output] > minimumMaximumOutput
    }
}
