import RecountJSON
import RecountKernel

/// What a trace of context blocks does not tell: docs/admission-rule.md states it all; change both together.
struct AdmissionRule {
    /// How long a lock is held without a sign of life.
    static let lease = Milliseconds(30_000)
    /// How long a request waits for its conversation.
    static let wait = Milliseconds(20_000)
    /// How often a working host renews its lock and extends its reservation.
    static let heartbeatMilliseconds: UInt64 = 20_000
    /// How long a reservation lasts from its admission, and from each sign of life.
    static let reservationMilliseconds: UInt64 = 60_000
    /// When a host that was cut off books what it used, after the end of the answer.
    static let lateMilliseconds: UInt64 = 90_000

    private let traffic: TrafficRule

    init(traffic: TrafficRule) {
        self.traffic = traffic
    }

    /// What the kernel of a run must hold.
    static func needs(maximumBlockCount: Int) -> RunNeeds {
        RunNeeds(
            locksPerTenant: 1_024, fragments: UInt32(clamping: maximumBlockCount), maximumLease: lease,
            maximumWait: wait, openCallsPerKey: 16)
    }

    /// What an organisation gets in all: for each request 0.36 calls, and for each token of the windows
    /// and answers 0.2 tokens and 0.00000015 USD.
    static func fundingTotal(requestCount: UInt64, tokens: UInt64) -> FundingPlan.Total {
        FundingPlan.Total(
            callHundredths: requestCount.saturatingProduct(36), tokens: tokens / 5,
            cost: tokens.saturatingProduct(15))
    }

    /// How long an answer takes: 1 s, 1 ms for each 5 tokens of the window, and 100 ms for each of the
    /// output, but at most 8 minutes.
    static func duration(windowTokens: Tokens, outputTokens: UInt64) -> UInt64 {
        // Bound: each is below 2^48.
        min(1_000 + windowTokens.rawValue / 5 + 100 * outputTokens, 480_000)
    }

    /// What is derived for a request: who asks, by the request that began its conversation, all else by
    /// its own number.
    func traits(of number: UInt64, conversation: UInt64) -> TrafficTraits {
        let beginning = traffic.traits(of: conversation)
        var traits = traffic.traits(of: number)
        traits.tenant = beginning.tenant
        traits.accounts = beginning.accounts
        traits.request.requestedModel = beginning.request.requestedModel
        return traits
    }
}
