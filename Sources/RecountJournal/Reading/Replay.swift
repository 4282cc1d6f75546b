import RecountKernel

/// A record that was executed again with the same outcome.
public struct ReplayedRecord {
    /// The step. A window in it is borrowed from the kernel until its next step, or from the record's batch.
    public let step: Step
    /// The command's canonical bytes, borrowed from the record's batch; empty for a consequence.
    public let commandBytes: UnsafeRawBufferPointer

    fileprivate init(step: Step, commandBytes: UnsafeRawBufferPointer) {
        self.step = step
        self.commandBytes = commandBytes
    }

    /// The command, decoded again; nil for a consequence. A policy or an assembly in it is borrowed from the
    /// record's batch. O(bytes).
    public var command: Command? {
        if commandBytes.isEmpty { return nil }
        do throws(DecodingError) {
            return try Command(decoding: commandBytes)
        } catch {
            preconditionFailure("bytes that were a command no longer are: \(error.code)")
        }
    }
}

/// A record that was executed again with the same outcome, as the bytes that it was found to have.
public struct CheckedRecord {
    /// The record, borrowed from its batch.
    let body: RecordBody

    /// Whether a command or the passing of time asked for it.
    public var origin: Step.Origin { body.origin }

    /// What its decision is. O(1).
    public var kind: DecisionKind {
        guard let kind = body.decision.first.flatMap(DecisionKind.init(rawValue:)) else {
            preconditionFailure("the bytes of an outcome have no kind")
        }
        return kind
    }

    /// The record with its decision decoded. A window in that is borrowed from the record's batch. O(bytes).
    public var replayed: ReplayedRecord {
        do throws(DecodingError) {
            let decision = try Decision(decoding: body.decision)
            let step = Step(sequence: body.sequence, time: body.time, origin: body.origin, decision: decision)
            return ReplayedRecord(step: step, commandBytes: body.command)
        } catch {
            preconditionFailure("the bytes of an outcome are none: \(error.code)")
        }
    }
}

/// Executes records again and compares what comes out with what they say.
public struct Replay {
    private let hosted: HostedKernel

    /// Replays through a kernel that has taken every step before the first record.
    public init(_ hosted: HostedKernel) {
        self.hosted = hosted
    }

    /// Executes one record whose stamp is right. O(step).
    ///
    /// - Throws: `corrupt` if its body is none, `divergence` if it does not follow from those before.
    @discardableResult
    public func execute(_ record: JournalRecord, in segment: String) throws(JournalError) -> ReplayedRecord {
        do throws(Failure) {
            let body = try Self.body(record.body)
            let step = try step(body)
            guard step.isOutcome(of: body) else { throw .divergence(divergence(of: body, from: step)) }
            return ReplayedRecord(step: step, commandBytes: body.command)
        } catch {
            throw error.journalError(of: record, in: segment)
        }
    }

    /// Executes the records of a batch one after the other, as `execute` does, and makes no values of what is right: the
    /// fastest way to know that. O(steps).
    ///
    /// - Throws: what `execute` does, at the first record that is not right.
    public func check(_ batch: JournalBatch) throws(JournalError) {
        for position in 0..<batch.count { _ = try check(position, of: batch) }
    }

    /// Executes one record of a batch as `execute` does, and makes no value of its outcome. O(step).
    ///
    /// - Returns: what was executed, borrowed from the batch.
    /// - Throws: what `execute` does.
    public func check(_ position: Int, of batch: JournalBatch) throws(JournalError) -> CheckedRecord {
        do throws(Failure) {
            return CheckedRecord(body: try check(batch.body(at: position)))
        } catch {
            throw error.journalError(of: batch[position], in: batch.segment)
        }
    }

    private func check(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> RecordBody {
        let body = try Self.body(bytes)
        if let step = try divergingStep(body) { throw .divergence(divergence(of: body, from: step)) }
        return body
    }

    private static func body(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> RecordBody {
        do throws(DecodingError) {
            return try RecordBody(decoding: bytes)
        } catch {
            throw .body(error)
        }
    }

    private func step(_ body: RecordBody) throws(Failure) -> Step {
        switch body.origin {
        case .consequence: return try consequence(body)
        case .command:
            do throws(CommandStepError) {
                return try hosted.kernel.step(decoding: body.command)
            } catch {
                throw failure(error)
            }
        }
    }

    /// - Returns: nil if the step has the recorded outcome.
    private func divergingStep(_ body: RecordBody) throws(Failure) -> Step? {
        switch body.origin {
        case .consequence:
            let step = try consequence(body)
            return step.isOutcome(of: body) ? nil : step
        case .command:
            do throws(CommandStepError) {
                return try hosted.kernel.divergingStep(decoding: body)
            } catch {
                throw failure(error)
            }
        }
    }

    private func consequence(_ body: RecordBody) throws(Failure) -> Step {
        guard let step = hosted.kernel.nextConsequence(until: body.time) else {
            throw .divergence(.unexpectedConsequence(time: body.time))
        }
        return step
    }

    private func failure(_ error: CommandStepError) -> Failure {
        switch error {
        case .undecodable(let error): .divergence(.undecodableCommand(error))
        case .consequencesDue: .divergence(.missingConsequence(due: hosted.kernel.nextDue ?? .zero))
        }
    }

    private enum Failure: Error {
        case body(DecodingError)
        case divergence(JournalDivergence.Kind)

        func journalError(of record: JournalRecord, in segment: String) -> JournalError {
            let location = JournalLocation(segment: segment, offset: record.fileOffset)
            switch self {
            case .body(let error):
                let found = "\(error.code) at its byte \(error.offset)"
                return .corrupt(JournalCorruption(.body, at: location, expected: "a record body", found: found))
            case .divergence(let kind):
                return .divergence(JournalDivergence(sequence: record.sequence, location: location, kind: kind))
            }
        }
    }

    private func divergence(of body: RecordBody, from step: Step) -> JournalDivergence.Kind {
        if body.time != step.time { return .time(expected: step.time, found: body.time) }
        do throws(DecodingError) {
            let found = try OwnedDecision(decoding: body.decision)
            return .decision(expected: OwnedDecision(step.decision), found: found)
        } catch {
            return .undecodableDecision(error, expected: OwnedDecision(step.decision))
        }
    }
}
