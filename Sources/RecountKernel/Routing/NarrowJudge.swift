/// Judges models as `ModelJudge` does, for requests that list none of them. Without branches: the gate
/// at which a model fails is as good as random, so about one for each model would be guessed wrong.
struct NarrowJudge {
    let conditions: RouteConditions
    let formulas: NarrowFormulas

    /// Takes a model into a tally.
    @inline(__always)
    func judge(_ model: UnsafePointer<Model>, into tally: inout Tally) {
        let cost = formulas.cost(of: model)
        let utility = formulas.utility(
            worth: formulas.worth(of: model.pointee.quality), cost: cost,
            latencyMilliseconds: model.pointee.latencyMilliseconds)
        var failed = conditions.failedGates(of: model)
        failed.add(.cost, if: cost > conditions.costLimit)
        failed.add(.utility, if: utility <= 0)
        tally.count(failed)
        if failed.isEmpty, utility >= tally.ranking.second.candidate.utility {
            tally.ranking.add(Contender(model, cost: cost, utility: utility))
        }
    }
}

extension RouteConditions {
    /// The gates but those of cost and utility at which a model fails.
    @inline(__always)
    fileprivate func failedGates(of model: UnsafePointer<Model>) -> FailedGates {
        var failed = FailedGates()
        failed.add(.disabled, if: model.pointee.availability == .disabled)
        failed.add(.quality, if: model.pointee.quality < minimumQuality)
        failed.add(.latency, if: model.pointee.latencyMilliseconds > latencyLimitMilliseconds)
        failed.add(.capability, if: requiredCapabilities & ~model.pointee.capabilities != 0)
        // Bound: providers are at most 63.
        failed.add(.provider, if: allowedProviders &>> model.pointee.provider.widened & 1 == 0)
        failed.add(.region, if: (requiredRegions != 0) && requiredRegions & model.pointee.regions == 0)
        failed.add(.riskCeiling, if: risk > model.pointee.riskCeiling)
        failed.add(.contextWindow, if: exceedsWindow(of: model))
        return failed
    }
}
