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

    init(_ path: FilePath) throws(JournalError) {
        reader = try JournalReader(at: path)
        let settings = reader.header.settings
        names = NameBook(limits: settings.limits)
        hosted = try HostedKernel(
            limits: settings.limits, initialTime: settings.initialTime, hashSeed: reader.header.identity.hashSeed)
    }

    /// The explanation of a record, or nil if the journal ends before it.
    func explain(_ sequence: UInt64) throws(JournalError) -> Explanation? {
        let replay = Replay(hosted)
        while let batch = try reader.nextBatch() {
            for position in 0..<batch.count {
                let record = batch[position]
                let before = record.sequence == sequence ? try snapshot(record) : BudgetSnapshot()
                let replayed = try replay.execute(record, in: batch.segment)
                lastSequence = record.sequence
                if record.sequence == sequence { return explanation(of: replayed, before) }
                take(replayed)
            }
        }
        return nil
    }

    /// The accounts that a record's command names, as they stand before it.
    private func snapshot(_ record: JournalRecord) throws(JournalError) -> BudgetSnapshot {
        // Replay tells what is wrong with bytes that cannot be decoded.
        guard let body = try? RecordBody(decoding: record.body) else { return BudgetSnapshot() }
        if body.origin == .consequence {
            guard let decision = try? Decision(decoding: body.decision),
                case .reservationExpired(let expiry) = decision
            else { return BudgetSnapshot() }
            return BudgetSnapshot(reservation: expiry.reservation, of: expiry.tenant, in: hosted.kernel)
        }
        guard let command = try? Command(decoding: body.command) else { return BudgetSnapshot() }
        return BudgetSnapshot(command, in: hosted.kernel)
    }

    private func take(_ replayed: ReplayedRecord) {
        guard let command = replayed.command else { return }
        switch (command.body, replayed.step.decision) {
        case (.describe, .accepted): names.take(command)
        case (.installPolicy(let policy), .policyInstalled): policies.append(policy.encoded)
        default: break
        }
    }

    private func explanation(of replayed: ReplayedRecord, _ before: BudgetSnapshot) -> Explanation {
        let step = replayed.step
        let moment = "Record \(step.sequence), \(step.time.utcText) UTC"
        guard let command = replayed.command else {
            let sentences = BudgetExplanation(names: names, before: before)
            return Explanation(
                sequence: step.sequence, summary: "\(moment): \(sentences.summary(ofConsequence: step.decision))",
                details: sentences.balanceChanges(hosted.kernel))
        }
        if case .route(let request) = command.body, case .routed(let route) = step.decision {
            return routeExplanation(moment, step, command, request, route)
        }
        let sentences = BudgetExplanation(names: names, before: before)
        return Explanation(
            sequence: step.sequence, summary: "\(moment): \(sentences.summary(of: command, step.decision))",
            details: sentences.details(of: command, step.decision, hosted.kernel))
    }

    private func routeExplanation(
        _ moment: String, _ step: Step, _ command: Command, _ request: RouteRequest, _ route: RouteDecision
    ) -> Explanation {
        let number = Int(request.policy.rawValue)
        precondition((1...policies.count).contains(number), "a routed request names an installed policy")
        return policies[number - 1].withUnsafeBytes { bytes in
            guard let policy = try? PolicyBytes(validating: bytes) else {
                preconditionFailure("the kernel installed these bytes")
            }
            let sentences = RouteExplanation(names: names, policy: policy, request: request, decision: route)
            let tenant = names.tenant(command.header.tenant)
            return Explanation(
                sequence: step.sequence, summary: "\(moment): \(sentences.summary(tenant: tenant))",
                details: sentences.details)
        }
    }
}
