/// Why bytes led to no step. Nothing has changed, and no sequence was used.
public enum CommandStepError: Error, Equatable, Sendable {
    /// They are no command.
    case undecodable(DecodingError)
    /// Something is due at the command's time: take the consequences first.
    case consequencesDue
}

extension Kernel {
    /// Answers a command from its canonical bytes with the canonical bytes of the decision, as `step(_:)` does with
    /// values: the fastest way to a record. O(bytes of both) besides the step.
    ///
    /// - Parameters:
    ///   - bytes: the command and nothing else.
    ///   - output: takes the decision. It shares no memory with the command. If no step is taken, it stays as it was.
    /// - Precondition: `output` has room for the decision. `KernelLimits.maximumDecisionByteCount` bytes suffice for
    ///   any, `Command.decisionByteCountLimit` for that on one command.
    public mutating func step(
        decoding bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CommandStepError) -> EncodedStep {
        guard let byteCount = try answerFrequent(bytes, into: output) else {
            return EncodedStep(try stepOfRareKind(bytes), into: output)
        }
        return EncodedStep(sequence: sequence, time: time, origin: .command, decisionByteCount: byteCount)
    }

    /// Answers a command from its canonical bytes, as `step(_:)` does with the decoded command.
    ///
    /// - Parameter bytes: the command and nothing else.
    public mutating func step(decoding bytes: UnsafeRawBufferPointer) throws(CommandStepError) -> Step {
        var memory = DecisionMemory()
        return try memory.withBytes { output throws(CommandStepError) in
            guard let byteCount = try answerFrequent(bytes, into: output) else { return try stepOfRareKind(bytes) }
            return finish(.command, Decision(valid: output, byteCount))
        }
    }

    /// Answers a command that a record holds as `step(decoding:)` does.
    ///
    /// - Returns: nil if the step has the recorded time and decision; otherwise the step.
    public mutating func divergingStep(decoding record: RecordBody) throws(CommandStepError) -> Step? {
        var memory = DecisionMemory()
        return try memory.withBytes { output throws(CommandStepError) in
            guard let byteCount = try answerFrequent(record.command, into: output) else {
                let step = try stepOfRareKind(record.command)
                return step.isOutcome(of: record) ? nil : step
            }
            let decision = UnsafeRawBufferPointer(rebasing: output[..<byteCount])
            if time == record.time, decision.hasEqualBytes(record.decision) { return nil }
            return finish(.command, Decision(valid: output, byteCount))
        }
    }

    /// Answers a command of a frequent kind: it never becomes a value, which would be copied several times.
    ///
    /// - Parameter output: has room for every decision of a fixed size.
    /// - Returns: the number of bytes of the decision; nil, with nothing changed, if the command is of another kind.
    @inline(__always)
    private mutating func answerFrequent(
        _ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CommandStepError) -> Int? {
        var reader = ByteReader(bytes)
        let start = try CommandStart(&reader)
        let occasion = Occasion(start.header)
        switch start.kind {
        case .route:
            let request = try begin(start, &reader) { reader throws(DecodingError) in try reader.routeRequestBytes() }
            return answer(occasion, routing: request, into: output)
        case .reserve:
            let body = try begin(start, &reader) { reader throws(DecodingError) in try reader.reservation() }
            return answer(into: output) { kernel throws(Refusal) in try kernel.decide(occasion, reserving: body) }
        case .settle:
            let body = try begin(start, &reader) { reader throws(DecodingError) in try reader.spending() }
            return answer(into: output) { kernel throws(Refusal) in try kernel.decide(occasion, settling: body) }
        case .acquireLock:
            let body = try begin(start, &reader) { reader throws(DecodingError) in try reader.lockRequest() }
            return answer(into: output) { kernel throws(Refusal) in try kernel.decide(occasion, acquiring: body) }
        case .releaseLock:
            let body = try begin(start, &reader) { reader throws(DecodingError) in try reader.leaseReference() }
            return answer(into: output) { kernel throws(Refusal) in try kernel.decide(occasion, releasing: body) }
        default:
            return nil
        }
    }

    /// Begins the step of a command that carries a tenant.
    ///
    /// - Parameter read: reads its body.
    @inline(__always)
    private mutating func begin<Body>(
        _ start: CommandStart, _ reader: inout ByteReader,
        _ read: (inout ByteReader) throws(DecodingError) -> Body
    ) throws(CommandStepError) -> Body {
        let body: Body
        do throws(DecodingError) {
            body = try read(&reader)
            try reader.end()
            try start.checkTenant(.required)
        } catch {
            throw .undecodable(error)
        }
        guard begin(at: start.header.time) else { throw .consequencesDue }
        return body
    }

    @inline(never)
    private mutating func stepOfRareKind(_ bytes: UnsafeRawBufferPointer) throws(CommandStepError) -> Step {
        let command: Command
        do throws(DecodingError) {
            command = try Command(decoding: bytes)
        } catch {
            throw .undecodable(error)
        }
        do throws(StepError) {
            return try step(command)
        } catch {
            switch error {
            case .consequencesDue: throw .consequencesDue
            case .malformed: preconditionFailure()
            }
        }
    }
}

extension Step {
    /// Whether it has the time and the decision that a record states. The bytes are compared, not the values: a
    /// decision in another form is another one.
    public func isOutcome(of record: RecordBody) -> Bool {
        time == record.time && decision.isEncoded(as: record.decision)
    }
}

extension CommandStart {
    @inline(__always)
    fileprivate init(_ reader: inout ByteReader) throws(CommandStepError) {
        do throws(DecodingError) {
            self = try reader.commandStart()
        } catch {
            throw .undecodable(error)
        }
    }
}
