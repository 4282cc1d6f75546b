import RecountKernel

/// The stamp of a record, hashed piece by piece, so that its body need not be put together anywhere.
/// Layout: docs/format.md, "Record".
struct Stamp {
    private var engine = Blake2b(in: .record)

    /// Starts with what stands before the command.
    init(_ step: EncodedStep, commandByteCount: Int) {
        integer(step.sequence)
        integer(step.time.rawValue)
        integer(step.origin.rawValue)
        count(commandByteCount)
    }

    /// A part of the command, or the decision.
    mutating func bytes(_ bytes: UnsafeRawBufferPointer) { engine.update(bytes) }

    /// The number of bytes of what follows, which is below 2^32.
    mutating func count(_ count: Int) { integer(UInt32(truncatingIfNeeded: count)) }

    mutating func finish() -> Digest { engine.finishDigest() }

    private mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
        var bytes = value.littleEndian
        withUnsafeBytes(of: &bytes) { engine.update($0) }
    }
}

extension Digest {
    /// Writes the digest's 32 bytes.
    func copy(to output: UnsafeMutableRawPointer) {
        var bytes = words
        for index in 0..<4 { bytes[index] = words[index].littleEndian }
        withUnsafeBytes(of: &bytes) { source in
            UnsafeMutableRawBufferPointer(start: output, count: Digest.byteCount).copyMemory(from: source)
        }
    }
}
