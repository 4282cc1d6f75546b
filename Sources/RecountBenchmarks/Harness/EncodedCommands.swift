import RecountJournal
import RecountKernel

/// Commands in their canonical bytes, one after the other, and room for the decision on any of them.
final class EncodedCommands {
    /// The commands, in memory of this object.
    let pool: [UnsafeMutableRawBufferPointer]
    /// Takes a decision.
    let decision: UnsafeMutableRawBufferPointer
    private let bytes: OwnedBytes
    private let output: OwnedBytes

    init(_ commands: [Command]) throws(BenchmarkError) {
        let counts = commands.map(\.encodedByteCount)
        bytes = OwnedBytes(byteCount: counts.reduce(0, +))
        output = OwnedBytes(byteCount: commands.map(\.decisionByteCountLimit).max() ?? 0)
        decision = output.memory
        var pool: [UnsafeMutableRawBufferPointer] = []
        var end = 0
        for (command, count) in zip(commands, counts) {
            let place = UnsafeMutableRawBufferPointer(rebasing: bytes.memory[end..<end + count])
            do throws(EncodingError) {
                try command.encode(into: place)
            } catch {
                throw .preparation("a \(command.body.kind) of \(error.neededByteCount) bytes where it stated \(count)")
            }
            pool.append(place)
            end += count
        }
        self.pool = pool
    }

    /// The step that was just taken, with its decision as a value.
    func decoded(_ step: EncodedStep) throws(BenchmarkError) -> Step {
        do throws(DecodingError) {
            let bytes = UnsafeRawBufferPointer(rebasing: decision[..<step.decisionByteCount])
            return Step(
                sequence: step.sequence, time: step.time, origin: step.origin, decision: try Decision(decoding: bytes))
        } catch {
            throw .preparation("a decision that cannot be read: \(error)")
        }
    }
}
