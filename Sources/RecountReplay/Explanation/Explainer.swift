import RecountJSON
import RecountJournal
import RecountKernel
import SystemPackage

/// Replays a journal and puts one of its records into words.
final class Explainer {
    /// The last record that was replayed.
    private(set) var lastSequence: UInt64 = 0

    private let reader: JournalReader
    private let hosted: HostedKernel
    private var names: NameBook
    /// Bytes of the installed policies, in the order of their numbers.
    private var policies: [[UInt8]] = []

    init(_ path: FilePath, _ access: JournalAccess) throws(JournalError) {
        let start = try JournalReplay(at: path, access: access, from: .genesis)
        reader = start.reader
        hosted = start.hosted
        names = NameBook(limits: reader.header.settings.limits)
    }

    /// The explanation of a record, or nil if the journal ends before it.
    func explain(_ sequence: UInt64) throws(JournalError) -> Explanation? {
        let replay = Replay(hosted)
        while let batch = try reader.nextBatch() {
            for position in 0..<batch.count {
                let record = batch[position]
                let before =
                    record.sequence == sequence ? RecordContext(record, in: hosted.kernel) : RecordContext()
                let replayed = try replay.execute(record, in: batch.segment)
                lastSequence = record.sequence
                if record.sequence == sequence { return try explanation(of: replayed, before) }
                take(replayed)
            }
        }
        return nil
    }

    private func take(_ replayed: ReplayedRecord) {
        guard let command = replayed.command else { return }
        switch (command.body, replayed.step.decision) {
        case (.describe, .accepted): names.take(command)
        case (.installPolicy(let policy), .policyInstalled): policies.append(policy.encoded)
        default: break
        }
    }

    private func explanation(
        of replayed: ReplayedRecord, _ before: RecordContext
    ) throws(JournalError) -> Explanation {
        let step = replayed.step
        guard let command = replayed.command else {
            return explanation(
                step, OutcomeSentence.text(ofConsequence: step.decision, names), consequenceDetails(step, before))
        }
        let tenant = names.tenant(command.header.tenant)
        if case .route(let request) = command.body, case .routed(let route) = step.decision {
            return routing(under: request.policy) { policy in
                let sentences = RouteExplanation(names: names, policy: policy, request: request, decision: route)
                return explanation(step, sentences.summary(tenant: tenant), sentences.details)
            }
        }
        let asked = CommandSentence(names: names).text(of: command)
        // Nothing was asked that could be done or not.
        if case .tick = command.body, step.decision == .accepted { return explanation(step, asked, []) }
        let outcome = OutcomeSentence(names: names, tenant: command.header.tenant).text(of: step.decision)
        return explanation(step, "\(asked) \(outcome)", try details(of: step, command, before))
    }

    private func explanation(_ step: Step, _ text: String, _ details: [String]) -> Explanation {
        Explanation(
            sequence: step.sequence, summary: "Record \(step.sequence), \(step.time.utcText) UTC: \(text)",
            details: details)
    }

    private func consequenceDetails(_ step: Step, _ before: RecordContext) -> [String] {
        if case .reservationExpired = step.decision {
            return BudgetExplanation(names: names, before: before.budgets).balanceChanges(hosted.kernel)
        }
        return locks(after: step, nil, before).details
    }

    private func details(
        of step: Step, _ command: Command, _ before: RecordContext
    ) throws(JournalError) -> [String] {
        switch (command.body, step.decision) {
        case (.assemble(let request), .assembled(let window)):
            return ContextExplanation(request: request, window: window).details
        case (.acquireLock, _), (.renewLock, _), (.releaseLock, _), (.cancelWait, _):
            return locks(after: step, command, before).details
        case (.admit(let request), _):
            return try AdmissionExplanation(
                names: names, request: request, decision: step.decision, before: before.budgets,
                standings: locks(after: step, command, before).standings,
                rehearse: { () throws(JournalError) in
                    try AdmissionRehearsal(limits: self.reader.header.settings.limits, policies: self.policies)
                },
                policy: bytes(of:)
            ).details()
        default:
            return BudgetExplanation(names: names, before: before.budgets).details(
                of: command, step.decision, hosted.kernel)
        }
    }

    private func locks(after step: Step, _ command: Command?, _ before: RecordContext) -> LockExplanation {
        let concerned = ConcernedResources(of: step, command, awaited: before.awaited)
        return LockExplanation(names: names, standings: concerned.standings(in: hosted.kernel))
    }

    private func bytes(of number: PolicyNumber) -> [UInt8]? {
        let position = Int(number.rawValue) - 1
        return policies.indices.contains(position) ? policies[position] : nil
    }

    private func routing(under number: PolicyNumber, _ body: (PolicyBytes) -> Explanation) -> Explanation {
        guard let bytes = bytes(of: number) else { preconditionFailure("a routed request names an installed policy") }
        return bytes.withUnsafeBytes { bytes in
            guard let policy = try? PolicyBytes(validating: bytes) else {
                preconditionFailure("the kernel installed these bytes")
            }
            return body(policy)
        }
    }
}
