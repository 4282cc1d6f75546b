import RecountDigest
import RecountKernel

/// Encodes records and stamps them, as a host does that writes them elsewhere.
final class RecordStamper {
    private let buffer = OwnedBytes(byteCount: 1_024)

    /// The stamp of a step.
    @inline(__always)
    func stamp(of step: Step, _ command: Command) -> Digest {
        do throws(EncodingError) {
            let byteCount = try RecordBody.encode(step, command: command, into: buffer.memory)
            return LibBlake2b.digest(UnsafeRawBufferPointer(rebasing: buffer.bytes[..<byteCount]), in: .record)
        } catch {
            preconditionFailure("a record of more than \(buffer.memory.count) bytes: \(error)")
        }
    }
}
