/// A record's body: sequence, time, origin, command, decision. Its digest is the record's stamp.
/// Layout: docs/format.md, "Record".
public struct RecordBody: Sendable {
    /// Number of bytes before the command.
    static let headerByteCount = 21

    /// The step's sequence, from 1.
    public let sequence: UInt64
    /// The kernel's time after the step.
    public let time: Milliseconds
    /// What asked for the step.
    public let origin: Step.Origin
    // Sound: both are borrowed from the body's owner, who promises not to change them meanwhile.
    /// The command's canonical bytes, borrowed; empty for a consequence.
    public nonisolated(unsafe) let command: UnsafeRawBufferPointer
    /// The decision's canonical bytes, borrowed.
    public nonisolated(unsafe) let decision: UnsafeRawBufferPointer

    /// Splits exactly one record body. The command and decision are not decoded.
    ///
    /// - Throws: what is wrong and the offset of the first byte of the offending field.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        sequence = try reader.integer(UInt64.self)
        guard sequence > 0 else { throw DecodingError(.outOfRange, at: 0) }
        time = try reader.time()
        let originOffset = reader.position
        guard let origin = Step.Origin(rawValue: try reader.byte()) else {
            throw DecodingError(.unknownTag, at: originOffset)
        }
        self.origin = origin
        let lengthOffset = reader.position
        command = try reader.raw(try reader.integer(UInt32.self).offset)
        guard command.isEmpty == (origin == .consequence) else { throw DecodingError(.badCount, at: lengthOffset) }
        decision = try reader.raw(try reader.integer(UInt32.self).offset)
        try reader.end()
    }

    /// How many bytes the body of a step has. O(1).
    public static func encodedByteCount(command: Command?, decision: Decision) -> Int {
        // Bound: a command has under 2^37 bytes, a decision under 2^8.
        headerByteCount &+ (command?.encodedByteCount ?? 0) &+ 4 &+ decision.encodedByteCount
    }

    /// Writes the body of a step.
    ///
    /// - Parameter command: the command that asked for the step; nil for a consequence.
    /// - Returns: the number of bytes written.
    /// - Throws: if `output` is too small.
    public static func encode(
        _ step: Step, command: Command?, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingError) -> Int {
        let needed = encodedByteCount(command: command, decision: step.decision)
        guard output.count >= needed else {
            throw EncodingError(neededByteCount: needed, offeredByteCount: output.count)
        }
        guard let command else { return write(consequence: step, into: output) }
        return write(step, command: command, into: output)
    }

    /// Writes the body of a command's step.
    ///
    /// - Returns: the number of bytes written.
    /// - Precondition: `output` has room for them: their number is not computed before they are written.
    public static func write(
        _ step: Step, command: Command, into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        var writer = ByteWriter(output)
        writer.recordHeader(step)
        let commandCount = writer.reserveCount()
        writer.command(command)
        writer.setCount(commandCount)
        return writer.finishRecord(step.decision)
    }

    /// Writes the body of a consequence.
    ///
    /// - Returns: the number of bytes written.
    /// - Precondition: `output` has room for them.
    public static func write(
        consequence step: Step, into output: UnsafeMutableRawBufferPointer
    ) -> Int {
        var writer = ByteWriter(output)
        writer.recordHeader(step)
        writer.count(0)
        return writer.finishRecord(step.decision)
    }
}

extension ByteWriter {
    fileprivate mutating func recordHeader(_ step: Step) {
        integer(step.sequence)
        integer(step.time.rawValue)
        byte(step.origin.rawValue)
    }

    fileprivate mutating func finishRecord(_ decision: Decision) -> Int {
        let count = reserveCount()
        self.decision(decision)
        setCount(count)
        return offset
    }
}
