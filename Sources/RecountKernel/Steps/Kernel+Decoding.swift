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
        guard let byteCount = answerFrequent(bytes, into: output) else { return try plainStep(bytes, into: output) }
        return EncodedStep(sequence: sequence, time: time, origin: .command, decisionByteCount: byteCount)
    }

    /// Answers a command from its canonical bytes, as `step(_:)` does with the decoded command.
    ///
    /// - Parameter bytes: the command and nothing else.
    public mutating func step(decoding bytes: UnsafeRawBufferPointer) throws(CommandStepError) -> Step {
        var memory = DecisionMemory()
        return try memory.withBytes { output throws(CommandStepError) in
            guard let byteCount = answerFrequent(bytes, into: output) else { return try plainStep(bytes) }
            return finish(.command, Decision(valid: output, byteCount))
        }
    }

    /// Answers a command that a record holds as `step(decoding:)` does.
    ///
    /// - Returns: nil if the step has the recorded time and decision; otherwise the step.
    public mutating func divergingStep(decoding record: RecordBody) throws(CommandStepError) -> Step? {
        var memory = DecisionMemory()
        return try memory.withBytes { output throws(CommandStepError) in
            guard let byteCount = answerFrequent(record.command, into: output) else {
                let step = try plainStep(record.command)
                return step.isOutcome(of: record) ? nil : step
            }
            let decision = UnsafeRawBufferPointer(rebasing: output[..<byteCount])
            if time == record.time, decision.hasEqualBytes(record.decision) { return nil }
            return finish(.command, Decision(valid: output, byteCount))
        }
    }

    /// Answers a valid command of a frequent kind before which nothing is due: it never becomes a value, which would be
    /// copied several times.
    ///
    /// - Parameter output: has room for every decision of a fixed size.
    /// - Returns: the number of bytes of the decision; nil, with nothing changed, if the command is any other.
    @inline(__always)
    private mutating func answerFrequent(
        _ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard let start = TenantCommandStart(bytes) else { return nil }
        let (occasion, body) = (start.occasion, start.body)
        // By their numbers: to make a kind of each number takes longer than to tell these apart.
        switch start.kind {
        case CommandKind.route.rawValue: return answer(occasion, routing: body, into: output)
        case CommandKind.reserve.rawValue: return answer(occasion, reserving: body, into: output)
        case CommandKind.settle.rawValue: return answer(occasion, settling: body, into: output)
        case CommandKind.acquireLock.rawValue: return answer(occasion, acquiring: body, into: output)
        case CommandKind.releaseLock.rawValue: return answer(occasion, releasing: body, into: output)
        default: return nil
        }
    }

    @inline(__always)
    private mutating func answer(
        _ occasion: Occasion, routing body: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard let request = RouteRequestBytes(listless: body), beginUndisturbed(occasion) else {
            return answer(occasion, routingAny: body, into: output)
        }
        return answer(request, into: output)
    }

    // The others are not inlined: each has a stack of its own.

    @inline(never)
    private mutating func answer(
        _ occasion: Occasion, routingAny body: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard let request = RouteRequestBytes(listless: body) ?? RouteRequestBytes(valid: body) else { return nil }
        guard begin(at: occasion.time) else { return nil }
        return answer(occasion, routing: request, into: output)
    }

    @inline(never)
    private mutating func answer(
        _ occasion: Occasion, reserving body: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard let reservation = Reservation(valid: body), begin(at: occasion.time) else { return nil }
        return answer(into: output) { kernel throws(Refusal) in try kernel.decide(occasion, reserving: reservation) }
    }

    @inline(never)
    private mutating func answer(
        _ occasion: Occasion, settling body: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int? {
        guard let spending = Spending(valid: body), begin(at: occasion.time) else { return nil }
        return answer(into: output) { kernel throws(Refusal) in try kernel.decide(occasion, settling: spending) }
    }

    @inline(never)
    private mutating func answer(
        _ occasion: Occasion, acquiring body: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int? {
        let request = body.read { reader throws(DecodingError) in try reader.lockRequest() }
        guard let request, begin(at: occasion.time) else { return nil }
        return answer(into: output) { kernel throws(Refusal) in try kernel.decide(occasion, acquiring: request) }
    }

    @inline(never)
    private mutating func answer(
        _ occasion: Occasion, releasing body: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> Int? {
        let reference = body.read { reader throws(DecodingError) in try reader.leaseReference() }
        guard let reference, begin(at: occasion.time) else { return nil }
        return answer(into: output) { kernel throws(Refusal) in try kernel.decide(occasion, releasing: reference) }
    }

    /// The step of any command, or why there is none.
    @inline(never)
    private mutating func plainStep(
        _ bytes: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CommandStepError) -> EncodedStep {
        EncodedStep(try plainStep(bytes), into: output)
    }

    @inline(never)
    private mutating func plainStep(_ bytes: UnsafeRawBufferPointer) throws(CommandStepError) -> Step {
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

/// What every command begins with that concerns a tenant, where it stands in bytes.
private struct TenantCommandStart {
    /// The number of its kind.
    let kind: UInt8
    let occasion: Occasion
    let body: UnsafeRawBufferPointer

    /// - Returns: nil if the bytes begin otherwise.
    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count >= Command.headerByteCount,
            start.littleEndian(at: 1) == Command.layoutVersion
        else { return nil }
        kind = start.littleEndian(at: 0)
        occasion = Occasion(
            tenant: TenantID(start.littleEndian(at: CommandStart.tenantOffset.offset)),
            time: Milliseconds(start.littleEndian(at: CommandStart.timeOffset.offset)))
        guard occasion.tenant != .none, occasion.time <= .maximum else { return nil }
        // Bound: checked above.
        body = UnsafeRawBufferPointer(
            start: start + Command.headerByteCount, count: bytes.count &- Command.headerByteCount)
    }
}

extension UnsafeRawBufferPointer {
    /// What all of the bytes are, or nil if they are not valid.
    ///
    /// - Parameter read: reads it.
    @inline(__always)
    fileprivate func read<Value>(_ read: (inout ByteReader) throws(DecodingError) -> Value) -> Value? {
        var reader = ByteReader(self)
        do throws(DecodingError) {
            let value = try read(&reader)
            try reader.end()
            return value
        } catch {
            return nil
        }
    }
}

extension RouteRequestBytes {
    /// - Returns: nil if the bytes are not exactly one valid request.
    fileprivate init?(valid bytes: UnsafeRawBufferPointer) {
        do throws(DecodingError) {
            try self.init(validating: bytes)
        } catch {
            return nil
        }
    }
}
