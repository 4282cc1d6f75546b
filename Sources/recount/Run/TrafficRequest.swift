import RecountKernel

/// One request of a trace with all that the run needs.
struct TrafficRequest {
    var traits: TrafficTraits
    var time: Milliseconds
    /// With the usage that is expected.
    var request: RouteRequest
    /// What is really used.
    var actual: Usage

    /// Makes a request of what the trace tells.
    ///
    /// - Parameters:
    ///   - request: with what was really used.
    ///   - estimatedOutput: the output that is expected.
    init(traits: TrafficTraits, time: Milliseconds, request: RouteRequest, estimatedOutput: Tokens) {
        self.traits = traits
        self.time = time
        actual = request.usage
        self.request = request
        self.request.usage = request.usage.replacing(.output, with: estimatedOutput.rawValue)
    }

    /// The id of the request and of its reservation.
    var id: Identifier128 { Identifier128(traits.number) }

    /// From its arrival to its last token: 300 ms and 20 ms for each token, but at most 8 minutes, so
    /// that even what is settled late finds its reservation remembered: it expires after 1 minute and
    /// is forgotten 10 minutes later.
    var durationMilliseconds: UInt64 { min(300 + 20 * actual[.output], 480_000) }

    /// When its reservation falls due.
    var expiry: Milliseconds { after(60_000) }

    /// A time after its arrival, at most the largest one.
    func after(_ milliseconds: UInt64) -> Milliseconds { time.after(milliseconds) }
}

extension Usage {
    /// The same usage but for one component, which is kept within its bound.
    func replacing(_ component: Component, with quantity: UInt64) -> Usage {
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        for other in Component.all { quantities[Int(other.rawValue)] = self[other] }
        quantities[Int(component.rawValue)] = min(quantity, Tokens.maximum.rawValue)
        guard let usage = Usage(quantities) else { preconditionFailure("every quantity is within its bound") }
        return usage
    }

    /// Input-class, output and reasoning tokens together.
    var totalTokens: UInt64 { inputClass + self[.output] + self[.reasoning] }
}
