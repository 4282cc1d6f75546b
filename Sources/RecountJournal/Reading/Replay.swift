import RecountKernel

/// A record that was executed again with the same outcome.
public struct ReplayedRecord {
    /// The step. A window in it is borrowed from the kernel until its next step.
    public let step: Step
    /// The command's canonical bytes, borrowed from the record's batch; empty for a consequence.
    public let commandBytes: UnsafeRawBufferPointer

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
            return try execute(record.body)
        } catch {
            let location = JournalLocation(segment: segment, offset: record.fileOffset)
            switch error {
            case .body(let error):
                throw .corrupt(
                    JournalCorruption(
                        .body, at: location, expected: "a record body",
                        found: "\(error.code) at its byte \(error.offset)"))
            case .divergence(let kind):
                throw .divergence(JournalDivergence(sequence: record.sequence, location: location, kind: kind))
            }
        }
    }

    private enum Failure: Error {
        case body(DecodingError)
        case divergence(JournalDivergence.Kind)
    }

    private func execute(_ bytes: UnsafeRawBufferPointer) throws(Failure) -> ReplayedRecord {
        let body: RecordBody
        do throws(DecodingError) {
            body = try RecordBody(decoding: bytes)
        } catch {
            throw .body(error)
        }
        let replayed = ReplayedRecord(step: try step(body), commandBytes: body.command)
        // The bytes are compared, not the values: a decision in another form is another one.
        guard body.time == replayed.step.time, replayed.step.decision.isEncoded(as: body.decision) else {
            throw .divergence(divergence(of: body, from: replayed.step))
        }
        return replayed
    }

    private func step(_ body: RecordBody) throws(Failure) -> Step {
        switch body.origin {
        case .consequence:
            guard let step = hosted.kernel.nextConsequence(until: body.time) else {
                throw .divergence(.unexpectedConsequence(time: body.time))
            }
            return step
        case .command:
            do throws(CommandStepError) {
                return try hosted.kernel.step(decoding: body.command)
            } catch {
                switch error {
                case .undecodable(let error): throw .divergence(.undecodableCommand(error))
                case .consequencesDue:
                    throw .divergence(.missingConsequence(due: hosted.kernel.nextDue ?? .zero))
                }
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
