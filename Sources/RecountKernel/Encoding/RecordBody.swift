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
        var writer = ByteWriter(output)
        writer.integer(step.sequence)
        writer.integer(step.time.rawValue)
        writer.byte(step.origin.rawValue)
        writer.count(command?.encodedByteCount ?? 0)
        if let command { writer.command(command) }
        writer.count(step.decision.encodedByteCount)
        writer.decision(step.decision)
        return writer.offset
    }
}
