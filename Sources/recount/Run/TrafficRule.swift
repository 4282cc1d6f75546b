import RecountJSON
import RecountKernel

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
        let tenant = Self.tenant(share: random.draw(1...100))
        let accounts = BudgetTree.accounts(
            team: random.draw(1...2), user: random.draw(1...2), project: random.draw(1...2))
        let request = request(&random)
        return TrafficTraits(
            number: number, tenant: tenant, accounts: accounts, request: request,
            estimatedOutput: Tokens(128 * random.draw(1...4)), fate: Self.fate(random.draw(0...199)),
            isStreamed: random.draw(0...9) == 0, isRetried: random.draw(0...49) == 0)
    }

    private func request(_ random: inout SplitMix64) -> RouteRequest {
        let model = models[Int(random.draw(1...UInt64(models.count))) - 1]
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: model)
        request.value = Int64(random.draw(0...40_000_000))
        request.risk = BasisPoints(UInt16(random.draw(0...10_000) * random.draw(0...10_000) / 10_000))
        request.confidence = BasisPoints(UInt16(random.draw(2_500...10_000)))
        request.minimumQuality = BasisPoints(UInt16(random.draw(3_000...8_500)))
        if random.draw(0...1) == 1 { request.latencyLimitMilliseconds = UInt32(random.draw(4_000...20_000)) }
        if random.draw(0...2) == 0 { request.requiredCapabilities |= CapabilitySet(.functionCalling).rawValue }
        if random.draw(0...9) == 0 { request.requiredCapabilities |= CapabilitySet(.vision).rawValue }
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
    let accounts: AccountList
    let request: RouteRequest
    let estimatedOutput: Tokens
    let fate: TrafficFate
    /// Whether half of the answer is drawn from the reservation half way.
    let isStreamed: Bool
    /// Whether the client sends its reservation twice.
    let isRetried: Bool
}

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
    func after(_ milliseconds: UInt64) -> Milliseconds {
        let (sum, overflowed) = time.rawValue.addingReportingOverflow(milliseconds)
        return overflowed ? .maximum : min(Milliseconds(sum), .maximum)
    }
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
