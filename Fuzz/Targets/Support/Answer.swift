import RecountJournal
import RecountKernel

/// What a kernel answered, in bytes that outlive the kernel's next step.
struct Answer: Equatable {
    let sequence: UInt64
    let time: Milliseconds
    let origin: Step.Origin
    let decision: [UInt8]
    /// Whether nothing but sequence, time and what is forgotten may have changed.
    let leavesState: Bool

    /// Copies a step and checks that its record, its command and its decision are written and read as the same
    /// bytes. O(bytes).
    ///
    /// - Parameters:
    ///   - command: nil for a consequence.
    ///   - bytes: what the command was decoded from.
    init(_ step: Step, _ command: Command?, from bytes: ArraySlice<UInt8>) throws(PropertyViolation) {
        let body = try Self.recordBody(step, command)
        decision = OwnedDecision(step.decision).bytes
        let expected = decision
        let record = try body.withCopiedBytes { (body) throws(PropertyViolation) in
            let record = try Self.decoded(body)
            try require(record.command.elementsEqual(bytes), "a command is encoded otherwise than it was decoded")
            try require(record.decision.elementsEqual(expected), "a record holds another decision")
            try Self.requireCanonical(record.decision)
            return (record.sequence, record.time, record.origin)
        }
        try require(
            record == (step.sequence, step.time, step.origin), "a record of \(step) reads as \(record)")
        (sequence, time, origin) = record
        leavesState = Self.leavesState(step.decision)
    }

    /// The body of a step's record.
    static func recordBody(_ step: Step, _ command: Command?) throws(PropertyViolation) -> [UInt8] {
        var body = [UInt8](
            repeating: 0, count: RecordBody.encodedByteCount(command: command, decision: step.decision))
        let written = body.withUnsafeMutableBytes { try? RecordBody.encode(step, command: command, into: $0) }
        try require(written == body.count, "a record of \(body.count) bytes, of which \(written ?? 0) were written")
        return body
    }

    private static func decoded(_ body: UnsafeRawBufferPointer) throws(PropertyViolation) -> RecordBody {
        do throws(DecodingError) {
            return try RecordBody(decoding: body)
        } catch {
            throw PropertyViolation("a record that was written is none: \(error)")
        }
    }

    /// Demands that bytes are a decision, and its only encoding.
    private static func requireCanonical(_ bytes: UnsafeRawBufferPointer) throws(PropertyViolation) {
        let decision: Decision
        do throws(DecodingError) {
            decision = try Decision(decoding: bytes)
        } catch {
            throw PropertyViolation("a decision that was written is none: \(error)")
        }
        try require(
            OwnedDecision(decision).bytes.elementsEqual(bytes), "a decision is encoded otherwise than it was decoded")
    }

    private static func leavesState(_ decision: Decision) -> Bool {
        switch decision {
        case .refused, .notAdmitted, .duplicate, .routed, .assembled: true
        default: false
        }
    }
}
