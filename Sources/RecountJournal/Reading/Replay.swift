import Glibc
import RecountKernel

/// A record that was executed again with the same outcome.
public struct ReplayedRecord {
    /// The step. A window in it is borrowed from the kernel until its next step.
    public let step: Step
    /// The command; nil for a consequence. A policy or an assembly in it is borrowed from the record's batch.
    public let command: Command?
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
        let location = JournalLocation(segment: segment, offset: record.fileOffset)
        let body: RecordBody
        do throws(DecodingError) {
            body = try RecordBody(decoding: record.body)
        } catch {
            throw .corrupt(
                JournalCorruption(
                    .body, at: location, expected: "a record body", found: "\(error.code) at its byte \(error.offset)"))
        }
        switch execute(body) {
        case .failure(let kind):
            throw .divergence(JournalDivergence(sequence: record.sequence, location: location, kind: kind))
        case .success(let replayed):
            guard let kind = divergence(of: body, from: replayed.step) else { return replayed }
            throw .divergence(JournalDivergence(sequence: record.sequence, location: location, kind: kind))
        }
    }

    private enum Execution {
        case success(ReplayedRecord)
        case failure(JournalDivergence.Kind)
    }

    private func execute(_ body: RecordBody) -> Execution {
        switch body.origin {
        case .consequence:
            guard let step = hosted.kernel.nextConsequence(until: body.time) else {
                return .failure(.unexpectedConsequence(time: body.time))
            }
            return .success(ReplayedRecord(step: step, command: nil))
        case .command:
            do throws(DecodingError) {
                return execute(try Command(decoding: body.command))
            } catch {
                return .failure(.undecodableCommand(error))
            }
        }
    }

    private func execute(_ command: Command) -> Execution {
        do throws(StepError) {
            return .success(ReplayedRecord(step: try hosted.kernel.step(command), command: command))
        } catch {
            switch error {
            case .consequencesDue: return .failure(.missingConsequence(due: hosted.kernel.nextDue ?? .zero))
            case .malformed: preconditionFailure("decoding accepts no malformed command")
            }
        }
    }

    /// The bytes are compared, not the values: a decision in another form is another one.
    private func divergence(of body: RecordBody, from step: Step) -> JournalDivergence.Kind? {
        guard body.time == step.time else { return .time(expected: step.time, found: body.time) }
        if isRecorded(step.decision, as: body.decision) { return nil }
        do throws(DecodingError) {
            let found = try OwnedDecision(decoding: body.decision)
            return .decision(expected: OwnedDecision(step.decision), found: found)
        } catch {
            return .undecodableDecision(error, expected: OwnedDecision(step.decision))
        }
    }

    private func isRecorded(_ decision: Decision, as recorded: UnsafeRawBufferPointer) -> Bool {
        guard decision.encodedByteCount == recorded.count, let base = recorded.baseAddress else { return false }
        return withUnsafeTemporaryAllocation(byteCount: recorded.count, alignment: 8) { bytes in
            guard (try? decision.encode(into: bytes)) == recorded.count else { return false }
            return bytes.baseAddress.map { memcmp($0, base, recorded.count) == 0 } ?? false
        }
    }
}
