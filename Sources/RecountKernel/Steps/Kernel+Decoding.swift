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
    /// A request to choose a model goes straight to the router: it is the largest command and the most frequent
    /// one, and each `Command` that holds one is another copy.
    ///
    /// - Parameter bytes: the command and nothing else.
    public mutating func step(decoding bytes: UnsafeRawBufferPointer) throws(CommandStepError) -> Step {
        // Another kind is told apart below, with whatever else is wrong.
        guard bytes.first == CommandKind.route.rawValue else { return try stepOtherKind(bytes) }
        var reader = ByteReader(bytes)
        let start: CommandStart
        let request: RouteRequest
        do throws(DecodingError) {
            start = try reader.commandStart()
            request = try reader.routeRequest()
            try reader.end()
            try start.checkTenant(.required)
        } catch {
            throw .undecodable(error)
        }
        guard begin(start.header) else { throw .consequencesDue }
        return answer(start.header, routing: request)
    }

    private mutating func stepOtherKind(_ bytes: UnsafeRawBufferPointer) throws(CommandStepError) -> Step {
        let command: Command
        do throws(DecodingError) {
            command = try Command(decoding: bytes)
        } catch {
            throw .undecodable(error)
        }
        guard begin(command.header) else { throw .consequencesDue }
        return answer(command)
    }
}
