import CRecount
import RecountKernel

/// Where a step goes: the caller's buffer for the decision, and the record.
struct StepOutputs {
    /// Where the decision goes.
    let decision: UnsafeMutableRawBufferPointer
    private let record: UnsafeMutablePointer<recount_record>

    /// Checks the three outputs that all steps share, before anything happens.
    ///
    /// - Parameter argument: the number of the decision; the others follow.
    init(
        _ decision: UnsafeMutablePointer<UInt8>?, _ capacity: UInt64, _ record: UnsafeMutablePointer<recount_record>?,
        argument: UInt32, of handle: borrowing Handle
    ) throws(Failure) {
        self.decision = try buffer(
            decision, capacity, needed: handle.kernel.limits.maximumDecisionByteCount.widened, argument: argument)
        self.record = try handle.output(record, argument: argument &+ 2)
        try decisionExtent.requireDistinct(from: handle.memory, argument: argument)
        try recordExtent.requireDistinct(from: decisionExtent, argument: argument &+ 2)
    }

    private var decisionExtent: Extent { Extent(UnsafeRawBufferPointer(decision)) }

    private var recordExtent: Extent { Extent(of: record) }

    /// Refuses an input that shares memory with the outputs or the kernel.
    func requireDistinct(_ input: Extent, from handle: borrowing Handle, argument: UInt32) throws(Failure) {
        try input.requireDistinct(from: handle.memory, argument: argument)
        try input.requireDistinct(from: decisionExtent, argument: argument)
        try input.requireDistinct(from: recordExtent, argument: argument)
    }

    /// Writes the decision of a step, then its record and stamp.
    func write(_ step: Step) { write(EncodedStep(step, into: decision)) }

    /// Writes record and stamp of a step whose decision was written.
    ///
    /// - Parameters:
    ///   - command: the command's bytes; nothing for a consequence.
    ///   - body: the rest of the command, if it is in two pieces.
    func write(
        _ step: EncodedStep, command: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0),
        body: UnsafeRawBufferPointer = UnsafeRawBufferPointer(start: nil, count: 0)
    ) {
        // Bound: both were checked to be below 2^32 together.
        var stamp = Stamp(step, commandByteCount: command.count &+ body.count)
        stamp.bytes(command)
        stamp.bytes(body)
        stamp.count(step.decisionByteCount)
        stamp.bytes(UnsafeRawBufferPointer(rebasing: decision[..<step.decisionByteCount]))
        record.pointee.sequence = step.sequence
        record.pointee.time_milliseconds = step.time.rawValue
        record.pointee.origin = UInt32(truncatingIfNeeded: step.origin.rawValue)
        record.pointee.decision_bytes = step.decisionByteCount.widened
        withUnsafeMutableBytes(of: &record.pointee.stamp) { bytes in
            guard let output = bytes.baseAddress else { return }
            stamp.finish().copy(to: output)
        }
    }
}
