/// A policy that commands can name.
struct InstalledPolicy: BitwiseCopyable {
    var header: PolicyHeader
    var digest: Digest
    var catalog: IndexedCatalog
    var bounds: CatalogBounds
    var narrowBounds: NarrowBounds
    /// The models of a catalog of two, unless their numbers may need more than 64 bits for every request.
    var pair: UnsafePointer<ModelPair>?

    /// How many models it has.
    var modelCount: UInt32 { catalog.count }

    var identity: RouteDecision.PolicyIdentity {
        RouteDecision.PolicyIdentity(
            digest: digest, policyEpoch: header.policyEpoch, catalogEpoch: header.catalogEpoch)
    }
}

/// All installed policies with their models, in the order of installation.
struct PolicyStore: ~Copyable {
    private let policies: UnsafeMutablePointer<InstalledPolicy>
    private let models: UnsafeMutablePointer<Model>
    /// One for each policy.
    private let pairs: UnsafeMutablePointer<ModelPair>
    private var index: RoutingIndex
    let limits: KernelLimits
    private(set) var count: UInt32 = 0
    private var modelCount: UInt32 = 0

    /// Takes the store's memory from the region.
    ///
    /// - Returns: nil while measuring.
    init?(limits: KernelLimits, region: inout Region) {
        let policies = region.takeUnset(limits.policies.widened, of: InstalledPolicy.self)
        let models = region.take(limits.models.widened, of: Model(id: ModelID(0)))
        let pairs = region.takeUnset(limits.policies.widened, of: ModelPair.self)
        let index = RoutingIndex(limits: limits, region: &region)
        guard let policies, let models, let pairs, let index else { return nil }
        self.policies = policies
        self.models = models
        self.pairs = pairs
        self.index = index
        self.limits = limits
    }

    /// Installs a policy under the next number. O(models + bytes).
    mutating func install(_ policy: PolicyBytes) throws(Refusal) -> Decision {
        guard policy.modelCount <= limits.models else {
            throw Refusal(.tooLarge, .count(needed: policy.modelCount.widened, limit: limits.models.widened))
        }
        let digest = Blake2b.digest(policy.bytes, in: .policy)
        for index in 0..<count where policies[index.offset].digest == digest {
            // Bound: below the number of policies.
            throw Refusal(.alreadyInstalled, .policy(PolicyNumber(index &+ 1)))
        }
        guard count < limits.policies else { throw Refusal.full(limits.policies) }
        // Bound: modelCount never exceeds the limit.
        guard policy.modelCount <= limits.models &- modelCount else {
            // Bound: both counts are below 2^29.
            let needed = modelCount &+ policy.modelCount
            throw Refusal(.full, .count(needed: needed.widened, limit: limits.models.widened))
        }
        append(policy, digest: digest)
        return .policyInstalled(PolicyInstallation(number: PolicyNumber(count), digest: digest))
    }

    /// The policy that a request names.
    @inline(__always)
    func policy(_ number: PolicyNumber) throws(Refusal) -> UnsafePointer<InstalledPolicy> {
        // Wraps to a number that no policy has if the request names policy 0.
        let index = number.rawValue &- 1
        guard index < count else { throw Refusal(.unknownPolicy) }
        return UnsafePointer(policies + index.offset)
    }

    /// The policy at an index below `count`, in the order of installation.
    func installed(at index: UInt32) -> InstalledPolicy { policies[index.offset] }

    /// The model at a position below a policy's number of models.
    func model(at position: UInt32, of policy: InstalledPolicy) -> Model {
        policy.catalog.models[position.offset]
    }

    private mutating func append(_ policy: PolicyBytes, digest: Digest) {
        let first = models + modelCount.offset
        var bounds = CatalogBounds()
        for position in 0..<policy.modelCount {
            // The store has room for all of them.
            first[position.offset] = policy.model(at: position)
            bounds.add(first + position.offset)
        }
        let narrowBounds = NarrowBounds(header: policy.header, catalog: bounds)
        var place: UnsafePointer<ModelPair>?
        if policy.modelCount == 2,
            let pair = ModelPair(first, header: policy.header, bounds: bounds, narrowBounds: narrowBounds)
        {
            pairs[count.offset] = pair
            place = UnsafePointer(pairs + count.offset)
        }
        policies[count.offset] = InstalledPolicy(
            header: policy.header, digest: digest,
            catalog: index.add(first, first: modelCount, count: policy.modelCount), bounds: bounds,
            narrowBounds: narrowBounds, pair: place)
        // Bound: at most the limits.
        count &+= 1
        modelCount &+= policy.modelCount
    }
}
