/// Why bytes led to no step. Nothing has changed, and no sequence was used.
public enum CommandStepError: Error, Equatable, Sendable {
    /// They are no command.
    case undecodable(DecodingError)
    /// Something is due at the command's time: take the consequences first.
    case consequencesDue
}

extension Kernel {
    /// Answers a command from its canonical bytes, as `step(_:)` does with the decoded command.
    ///
    /// - Parameter bytes: the command and nothing else.
    public mutating func step(decoding bytes: UnsafeRawBufferPointer) throws(CommandStepError) -> Step {
        // What is frequent never becomes a command, which would be copied several times.
        switch CommandKind(of: bytes) {
        case .route:
            var request = RouteRequest.unread
            let (occasion, _) = try begin(bytes) { reader throws(DecodingError) in try reader.read(&request) }
            return withUnsafePointer(to: &request) { answer(occasion, routing: $0) }
        case .reserve:
            let (occasion, body) = try begin(bytes) { reader throws(DecodingError) in try reader.reservation() }
            return answer(occasion, reserving: body)
        case .settle:
            let (occasion, body) = try begin(bytes) { reader throws(DecodingError) in try reader.spending() }
            return answer(occasion, settling: body)
        case .acquireLock:
            let (occasion, body) = try begin(bytes) { reader throws(DecodingError) in try reader.lockRequest() }
            return answer(occasion, acquiring: body)
        case .releaseLock:
            let (occasion, body) = try begin(bytes) { reader throws(DecodingError) in try reader.leaseReference() }
            return answer(occasion, releasing: body)
        default:
            return try stepOfRareKind(bytes)
        }
    }

    /// Answers a command that a record holds as `step(decoding:)` does.
    ///
    /// - Returns: nil if the step has the recorded time and decision; otherwise the step.
    public mutating func divergingStep(decoding record: RecordBody) throws(CommandStepError) -> Step? {
        guard CommandKind(of: record.command) == .route else {
            let step = try step(decoding: record.command)
            return step.isOutcome(of: record) ? nil : step
        }
        var request = RouteRequest.unread
        let (occasion, _) = try begin(record.command) { reader throws(DecodingError) in try reader.read(&request) }
        return withUnsafePointer(to: &request) { divergingAnswer(occasion, routing: $0, record) }
    }

    /// Begins the step of a command that carries a tenant.
    ///
    /// - Parameter read: reads its body.
    @inline(__always)
    private mutating func begin<Body>(
        _ bytes: UnsafeRawBufferPointer, _ read: (inout ByteReader) throws(DecodingError) -> Body
    ) throws(CommandStepError) -> (Occasion, Body) {
        let start: CommandStart
        let body: Body
        do throws(DecodingError) {
            var reader = ByteReader(bytes)
            start = try reader.commandStart()
            body = try read(&reader)
            try reader.end()
            try start.checkTenant(.required)
        } catch {
            throw .undecodable(error)
        }
        guard begin(at: start.header.time) else { throw .consequencesDue }
        return (Occasion(start.header), body)
    }

    private mutating func divergingAnswer(
        _ occasion: Occasion, routing request: UnsafePointer<RouteRequest>, _ record: RecordBody
    ) -> Step? {
        let step: Step
        do throws(Refusal) {
            let decision = policies.choose(request, under: try policy(for: request, on: occasion))
            // Compared before it becomes part of anything larger, which would be another copy.
            if record.time == time, decision.isEncoded(as: record.decision) { return nil }
            step = finish(.command, .routed(decision))
        } catch {
            step = finish(.command, .refused(error))
        }
        return step.isOutcome(of: record) ? nil : step
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

extension CommandKind {
    /// What bytes claim to be; nil if that is no command.
    fileprivate init?(of bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.first else { return nil }
        self.init(rawValue: first)
    }
}
