import RecountJSON
import RecountKernel
import RecountWorkloads

/// Derives what traces do not tell, tenants, accounts, values, risks and fates, from the number of
/// the request alone. docs/traffic-rule.md states the rule; change both together.
struct TrafficRule {
    /// Tenants are 1…6.
    static let tenantCount: UInt64 = 6

    /// The policy's enabled models, ascending by id.
    private let models: [ModelID]
    private let seed: UInt64

    init(policy: PolicyDocument, seed: UInt64) {
        models = policy.models.filter(\.isEnabled).map { ModelID($0.id) }.sorted()
        self.seed = seed
    }

    /// Everything that does not depend on the trace, for the request of a number from 1 on.
    func traits(of number: UInt64) -> TrafficTraits {
        var random = SplitMix64(state: seed &+ number &* 0x1_0000_0000)
        let tenant = Self.tenant(share: random.uniform(1...100))
        let accounts = BudgetTree.accounts(
            team: random.uniform(1...2), user: random.uniform(1...2), project: random.uniform(1...2))
        let request = request(&random)
        return TrafficTraits(
            number: number, tenant: tenant, accounts: accounts, request: request,
            estimatedOutput: Tokens(128 * random.uniform(1...4)), fate: Self.fate(random.uniform(0...199)),
            isStreamed: random.uniform(0...9) == 0, isRetried: random.uniform(0...49) == 0)
    }

    private func request(_ random: inout SplitMix64) -> RouteRequest {
        let model = models[Int(random.uniform(1...UInt64(models.count))) - 1]
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: model)
        request.value = Int64(random.uniform(0...40_000_000))
        request.risk = BasisPoints(UInt16(random.uniform(0...10_000) * random.uniform(0...10_000) / 10_000))
        request.confidence = BasisPoints(UInt16(random.uniform(2_500...10_000)))
        request.minimumQuality = BasisPoints(UInt16(random.uniform(3_000...8_500)))
        if random.uniform(0...1) == 1 { request.latencyLimitMilliseconds = UInt32(random.uniform(4_000...20_000)) }
        if random.uniform(0...2) == 0 { request.requiredCapabilities |= CapabilitySet(.functionCalling).rawValue }
        if random.uniform(0...9) == 0 { request.requiredCapabilities |= CapabilitySet(.vision).rawValue }
        return request
    }

    private static func tenant(share: UInt64) -> TenantID {
        switch share {
        case ...40: TenantID(1)
        case ...65: TenantID(2)
        case ...80: TenantID(3)
        case ...90: TenantID(4)
        case ...96: TenantID(5)
        default: TenantID(6)
        }
    }

    private static func fate(_ draw: UInt64) -> TrafficFate {
        switch draw {
        case 0: .lost
        case 1: .settledLate
        case 2...4: .cancelled
        default: .settled
        }
    }
}

/// What becomes of a request once it was sent to a model.
enum TrafficFate {
    /// Its worker dies: nothing is ever heard of it, and its reservation expires.
    case lost
    /// Its answer is booked half a minute after its reservation has expired.
    case settledLate
    /// Its user gives up half way, and nothing is billed.
    case cancelled
    /// Its answer is booked when it is complete.
    case settled
}

/// What the rule derives for one request.
struct TrafficTraits {
    let number: UInt64
    var tenant: TenantID
    var accounts: AccountList
    var request: RouteRequest
    let estimatedOutput: Tokens
    let fate: TrafficFate
    /// Whether half of the answer is drawn from the reservation half way.
    let isStreamed: Bool
    /// Whether the client sends its reservation twice.
    let isRetried: Bool
}
