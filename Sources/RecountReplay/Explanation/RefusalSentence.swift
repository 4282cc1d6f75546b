import RecountJSON
import RecountKernel

/// Why something was refused, as the end of a sentence.
struct RefusalSentence {
    let names: NameBook
    let tenant: TenantID

    func text(of refusal: Refusal) -> String {
        switch refusal.detail {
        case .none: plainText(of: refusal.reason)
        case .account(let account): accountText(of: refusal.reason, names.account(account, of: tenant))
        case .budget(let account, let dimension, let needed, let limit):
            budgetText(
                of: refusal.reason, names.account(account, of: tenant), quantity(dimension, needed),
                quantity(dimension, limit))
        case .amount(let dimension, let needed, let limit):
            amountText(of: refusal.reason, quantity(dimension, needed), quantity(dimension, limit))
        case .count(let needed, let limit): countText(of: refusal.reason, needed, limit)
        case .reservation(let state): "the reservation is already \(state.name)"
        case .policy(let number): "it is installed already, as policy \(number.rawValue)"
        case .resource(let resource): resourceText(of: refusal.reason, names.resource(resource, of: tenant))
        case .holder(let resource, let agent):
            holderText(of: refusal.reason, names.resource(resource, of: tenant), names.agent(agent, of: tenant))
        case .duration(let resource, let needed, let limit):
            durationText(
                of: refusal.reason, names.resource(resource, of: tenant), Milliseconds(needed).spanText,
                Milliseconds(limit).spanText)
        case .room(nil, let needed, let limit):
            "the required fragments need \(counted(needed, "token")), and the window may have \(limit)"
        case .room(let section?, let needed, let limit):
            "the required fragments of section \(section.rawValue) need \(counted(needed, "token")), and it may have "
                + "\(limit)"
        }
    }

    private func plainText(of reason: Refusal.Reason) -> String {
        switch reason {
        case .unknownTenant: "no such tenant was opened"
        case .unknownPolicy: "no policy has that number"
        case .conflict: "the same id was used before with other fields"
        case .zeroAmount: "all amounts are 0"
        case .unknownReservation: "no such reservation is remembered"
        case .unknownLease: "the agent has no lease of it"
        case .notWaiting: "the agent waits for nothing"
        default: "\(reason.name)"
        }
    }

    private func accountText(of reason: Refusal.Reason, _ account: String) -> String {
        switch reason {
        case .unknownAccount: "there is no \(account)"
        case .closedAccount: "\(account) is closed"
        case .tooDeep: "\(account) stands as deep as accounts may"
        case .hasHold: "\(account) has open reservations"
        case .hasExpiredReservation: "\(account) has expired reservations that may still be settled"
        case .hasOpenChild: "\(account) has open accounts below it"
        default: "\(reason.name), \(account)"
        }
    }

    private func budgetText(
        of reason: Refusal.Reason, _ account: String, _ needed: String, _ limit: String
    ) -> String {
        switch reason {
        case .insufficient: "\(account) has \(limit) available, and \(needed) are needed"
        case .inDebt: "\(account) is in debt by \(limit)"
        case .exposureLimit: "\(account) would have \(needed) reserved at once, and its limit is \(limit)"
        case .overflow: "\(account) cannot count \(needed) more; \(limit) are left"
        case .hasDebt: "\(account) owes \(limit)"
        case .hasAvailable: "\(account) still has \(limit)"
        case .belowUse: "\(account) has \(needed) reserved, which is more than \(limit)"
        default: "\(reason.name), \(account), \(needed) for \(limit)"
        }
    }

    private func amountText(of reason: Refusal.Reason, _ needed: String, _ limit: String) -> String {
        switch reason {
        case .belowDrawn: "\(needed) in total are less than the \(limit) that were drawn before"
        case .aboveReserved: "\(needed) in total are more than the \(limit) that are reserved"
        default: "\(reason.name), \(needed) for \(limit)"
        }
    }

    private func countText(of reason: Refusal.Reason, _ needed: UInt64, _ limit: UInt64) -> String {
        switch reason {
        case .timeJump:
            "\(Milliseconds(needed).utcText) is too far ahead; \(Milliseconds(limit).utcText) UTC is the latest allowed"
        case .expiryNotInFuture:
            "an expiry of \(Milliseconds(needed).utcText) is not after \(Milliseconds(limit).utcText) UTC"
        case .full: "\(needed) places would be taken, and there are \(limit)"
        case .tooLarge: "\(needed) is above the kernel's limit of \(limit)"
        case .belowUse: "\(needed) are in use, which is more than \(limit)"
        case .staleToken: "\(needed) is not the token of the lease, which is \(limit)"
        case .overTable: "all quotas together would be \(needed), and the table holds \(limit)"
        default: "\(reason.name), \(needed) for \(limit)"
        }
    }

    private func resourceText(of reason: Refusal.Reason, _ resource: String) -> String {
        switch reason {
        case .zeroLease: "a lease of \(resource) for 0 ms would be none"
        case .alreadyQueued: "the agent waits already, for \(resource)"
        default: "\(reason.name), \(resource)"
        }
    }

    private func holderText(of reason: Refusal.Reason, _ resource: String, _ agent: String) -> String {
        switch reason {
        case .upgradePending: "\(agent), who holds \(resource) too, waits already to hold it alone"
        case .wouldDeadlock: "\(agent) waits for \(resource), which the agent holds, so that neither would ever go on"
        case .lockHeld: "\(resource) is not free, and \(agent) comes first"
        default: "\(reason.name), \(resource), \(agent)"
        }
    }

    private func durationText(
        of reason: Refusal.Reason, _ resource: String, _ needed: String, _ limit: String
    ) -> String {
        switch reason {
        case .leaseTooLong: "a lease of \(resource) may last \(limit), not \(needed)"
        case .waitTooLong: "a request for \(resource) may wait \(limit), not \(needed)"
        default: "\(reason.name), \(resource), \(needed) for \(limit)"
        }
    }

    private func quantity(_ dimension: Dimension, _ number: UInt64) -> String {
        switch dimension {
        case .calls: counted(number, "call")
        case .tokens: counted(number, "token")
        case .cost: "\(CostText.dollars(microcents: number)) USD"
        }
    }
}
