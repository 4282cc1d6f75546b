import RecountKernel

/// What came of a command, or what fell due, as sentences.
struct OutcomeSentence {
    let names: NameBook
    let tenant: TenantID

    func text(of decision: Decision) -> String {
        switch decision {
        case .accepted: "It was done."
        case .settled(.settled): "It was booked out of its hold."
        case .settled(.settledLate): "It was booked without a hold, after it had expired."
        case .policyInstalled(let policy):
            "It is policy \(policy.number.rawValue), digest \(policy.digest.hexadecimal)."
        case .sealed(let stateRoot):
            "All of it after this record has the root \(stateRoot.hexadecimal)."
        case .duplicate(let duplicate):
            "It had been done before, by record \(duplicate.sequence), so nothing changed."
        case .refused(let refusal):
            "It was refused: \(RefusalSentence(names: names, tenant: tenant).text(of: refusal))."
        case .assembled(let window): "It got \(window.text)."
        case .lockAcquired(let grant): "It has it, \(grant.text)."
        case .lockQueued(let position): "It waits, \(LockExplanation.place(position))."
        case .lockReleased(let holdCount):
            holdCount == 0 ? "The lease ended." : "It takes \(holdCount) more to end the lease."
        case .admitted(let admission): text(of: admission)
        case .notAdmitted(let refusal): text(of: refusal)
        case .routed, .reservationExpired, .leaseExpired, .waitExpired, .lockPromoted:
            preconditionFailure("a route has its own explanation, and no command has a consequence for an answer")
        }
    }

    private func text(of admission: Admission) -> String {
        let model = admission.route.winner.map { names.model($0.model) } ?? "no model"
        let locks = admission.leaseCount == 0 ? "" : ", and its \(counted(admission.leaseCount, "lock"))"
        return "It got \(admission.window.text), \(model), \(admission.reserved.text) reserved\(locks)."
    }

    private func text(of refusal: AdmissionRefusal) -> String {
        switch refusal {
        case .refused(let stage, let reason):
            "It was refused at \(stage.text): \(RefusalSentence(names: names, tenant: tenant).text(of: reason)). "
                + "Nothing was changed."
        case .notRouted(let decision):
            "It was refused at \(AdmissionStage.routing.text): \(decision.rejectionText) "
                + "(\(decision.eligibilityText)). Nothing was changed."
        }
    }

    /// What fell due.
    static func text(ofConsequence decision: Decision, _ names: NameBook) -> String {
        switch decision {
        case .reservationExpired(let expiry):
            return "reservation \(expiry.reservation.hexadecimal) of \(names.tenant(expiry.tenant)) fell due "
                + "unsettled, and what it held came back: \(expiry.released.text). It can still be settled until it is forgotten."
        case .leaseExpired(let expiry):
            let lease = expiry.lease
            return "the lease of \(names.resource(lease.resource, of: expiry.tenant)) of "
                + "\(names.tenant(expiry.tenant)) that \(names.agent(lease.agent, of: expiry.tenant)) had under token "
                + "\(lease.token) fell due and ended."
        case .waitExpired(let expiry):
            return "\(names.agent(expiry.agent, of: expiry.tenant)) of \(names.tenant(expiry.tenant)) waited for "
                + "\(names.resource(expiry.resource, of: expiry.tenant)) as long as it would, and left the queue."
        case .lockPromoted(let promotion):
            return "\(names.agent(promotion.agent, of: promotion.tenant)) of \(names.tenant(promotion.tenant)), "
                + "first in the queue, was given \(names.resource(promotion.resource, of: promotion.tenant)) "
                + "\(promotion.mode.text), \(promotion.grant.text)."
        default: preconditionFailure("no other decision is a consequence")
        }
    }
}

extension AdmissionStage {
    /// What the stage gives, for people.
    var text: String {
        switch self {
        case .reservation: "the reservation"
        case .assembly: "the window"
        case .routing: "the model"
        case .budget: "the budget"
        case .locks: "the locks"
        }
    }
}

extension Window {
    /// `a window of 7015 tokens, of 23 fragments`.
    fileprivate var text: String {
        "a window of \(counted(usedTokens.rawValue, "token")), with \(includedCount) of its "
            + counted(entryCount, "fragment")
    }
}

extension LeaseGrant {
    /// `under token 12 until 1970-01-01 00:00:05.000 UTC, held 2 times`.
    var text: String {
        let times = holdCount == 1 ? "" : ", held \(holdCount) times"
        return "under token \(token) until \(expiry.utcText) UTC\(times)"
    }
}

extension LockMode {
    /// How a resource is held.
    var text: String {
        switch self {
        case .shared: "together with others"
        case .exclusive: "alone"
        }
    }
}

/// `1 lock`, `2 locks`.
func counted(_ count: some BinaryInteger, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
}
