import CRecount
import RecountKernel

extension Handle {
    /// The kernel's answer to the canonical bytes of a command, its decision written.
    fileprivate mutating func step(
        decoding bytes: UnsafeRawBufferPointer, into decision: UnsafeMutableRawBufferPointer
    ) throws(Failure) -> EncodedStep {
        do throws(CommandStepError) {
            return try kernel.step(decoding: bytes, into: decision)
        } catch {
            switch error {
            case .consequencesDue: throw Failure(RECOUNT_CONSEQUENCES_DUE)
            case .undecodable(let error): throw Failure(decoding: error, argument: 2)
            }
        }
    }

    /// The kernel's answer to a command that was made here.
    mutating func step(_ command: Command) throws(Failure) -> Step {
        do throws(StepError) {
            return try kernel.step(command)
        } catch {
            switch error {
            case .consequencesDue: throw Failure(RECOUNT_CONSEQUENCES_DUE)
            case .malformed(let code):
                throw Failure(decoding: DecodingError(code, at: 2), argument: 2)
            }
        }
    }
}

extension Failure {
    /// Bytes that are not what they should be.
    ///
    /// - Parameter base: the offset of the bytes that were decoded.
    init(decoding error: DecodingError, from base: UInt64 = 0, argument: UInt32) {
        self.init(RECOUNT_MALFORMED, argument: argument)
        code = UInt32(truncatingIfNeeded: error.code.rawValue)
        // Bound: an offset is below 2^32.
        offset = error.offset.widened &+ base
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_step(
    _ kernel: OpaquePointer!, _ command: UnsafePointer<UInt8>!, _ command_bytes: UInt64,
    _ decision: UnsafeMutablePointer<UInt8>!, _ decision_capacity: UInt64,
    _ record: UnsafeMutablePointer<recount_record>!
) -> recount_status {
    Handle.change(kernel) { handle throws(Failure) in
        // The record states the number of bytes in 32 bits.
        let commandBytes = try bytes(command, command_bytes, upTo: 0xffff_ffff, argument: 2)
        let outputs = try StepOutputs(decision, decision_capacity, record, argument: 4, of: handle)
        try outputs.requireDistinct(Extent(commandBytes), from: handle, argument: 2)
        outputs.write(try handle.step(decoding: commandBytes, into: outputs.decision), command: commandBytes)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_next_consequence(
    _ kernel: OpaquePointer!, _ until_milliseconds: UInt64, _ decision: UnsafeMutablePointer<UInt8>!,
    _ decision_capacity: UInt64, _ record: UnsafeMutablePointer<recount_record>!
) -> recount_status {
    Handle.change(kernel) { handle throws(Failure) in
        let outputs = try StepOutputs(decision, decision_capacity, record, argument: 3, of: handle)
        guard let step = handle.kernel.nextConsequence(until: Milliseconds(until_milliseconds)) else {
            throw Failure(RECOUNT_NOTHING_DUE)
        }
        outputs.write(step)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_next_due(
    _ kernel: OpaquePointer!, _ milliseconds: UnsafeMutablePointer<UInt64>!
) -> recount_status {
    Handle.read(kernel) { handle throws(Failure) in
        let result = try handle.place(milliseconds, argument: 2)
        guard let due = handle.kernel.nextDue else { throw Failure(RECOUNT_NOTHING_DUE) }
        result.pointee = due.rawValue
    }
}
