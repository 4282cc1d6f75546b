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
        guard RoutingCommand.isKind(of: bytes) else { return try stepOtherKind(bytes) }
        var command = RoutingCommand()
        try command.decode(bytes)
        guard begin(at: command.header.time) else { throw .consequencesDue }
        return withUnsafePointer(to: command.request) { answer(Occasion(command.header), routing: $0) }
    }

    /// Answers a command that a record holds as `step(decoding:)` does.
    ///
    /// - Returns: nil if the step has the recorded time and decision; otherwise the step.
    public mutating func divergingStep(decoding record: RecordBody) throws(CommandStepError) -> Step? {
        guard RoutingCommand.isKind(of: record.command) else {
            let step = try stepOtherKind(record.command)
            return step.isOutcome(of: record) ? nil : step
        }
        var command = RoutingCommand()
        try command.decode(record.command)
        guard begin(at: command.header.time) else { throw .consequencesDue }
        return withUnsafePointer(to: command.request) { divergingAnswer(Occasion(command.header), routing: $0, record) }
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

    private mutating func stepOtherKind(_ bytes: UnsafeRawBufferPointer) throws(CommandStepError) -> Step {
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

/// A request to choose a model on its way from bytes to the router. It is the largest command and the most frequent
/// one: as a `Command` it would be copied several times, which costs more than reading it.
private struct RoutingCommand {
    private(set) var header = CommandHeader(tenant: .none, time: .zero)
    private(set) var request = RouteRequest(policy: PolicyNumber(0), requestedModel: ModelID(0))

    /// Whether bytes claim to be one.
    static func isKind(of bytes: UnsafeRawBufferPointer) -> Bool { bytes.first == CommandKind.route.rawValue }

    /// - Parameter bytes: of this kind.
    mutating func decode(_ bytes: UnsafeRawBufferPointer) throws(CommandStepError) {
        do throws(DecodingError) {
            var reader = ByteReader(bytes)
            let start = try reader.commandStart()
            try reader.read(&request)
            try reader.end()
            try start.checkTenant(.required)
            header = start.header
        } catch {
            throw .undecodable(error)
        }
    }
}
