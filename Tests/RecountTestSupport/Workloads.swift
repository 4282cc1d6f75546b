import RecountWorkloads

/// The generator of all random tests.
package typealias SplitMix64 = RecountWorkloads.SplitMix64

/// The routing workloads that every implementation can rebuild.
package typealias RoutingWorkload = RecountWorkloads.RoutingWorkload

/// Proof that two implementations did the same routing work.
package typealias RoutingCheckSum = RecountWorkloads.RoutingCheckSum

extension RoutingWorkload {
    /// The policy of so many models.
    package static func policy(modelCount: Int) -> PolicyBuilder {
        PolicyBuilder(header: policyHeader, models: catalog(modelCount: modelCount))
    }
}
