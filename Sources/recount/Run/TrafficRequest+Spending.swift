import RecountKernel

extension TrafficRequest {
    /// What is used half way through the answer.
    var halfway: Usage { actual.replacing(.output, with: actual[.output] / 2) }

    /// One call with the tokens of a usage and what they cost, with the model's warm cache if it has
    /// one; cut off at the largest amount.
    func spending(_ usage: Usage, with model: Model) -> Amounts {
        var used = request
        used.usage = usage
        let amounts = Amounts(
            calls: 1, tokens: min(usage.totalTokens, Amounts.maximum),
            cost: min(model.cost(of: used.usage(with: model)).rawValue, Amounts.maximum))
        guard let amounts else { preconditionFailure("all three are within their bounds") }
        return amounts
    }
}

extension Amounts {
    /// The smaller value in each dimension.
    func atMost(_ other: Amounts) -> Amounts {
        let smaller = Amounts(
            calls: min(self[.calls], other[.calls]), tokens: min(self[.tokens], other[.tokens]),
            cost: min(self[.cost], other[.cost]))
        guard let smaller else { preconditionFailure("both are within their bounds") }
        return smaller
    }
}
