/// Room for the canonical bytes of any decision of a fixed size.
struct DecisionMemory {
    // Bound: 136 bytes, `Decision.maximumFixedByteCount` rounded up.
    private var words = InlineArray<17, UInt64>(repeating: 0)

    /// Calls `body` with the memory.
    @inline(__always)
    mutating func withBytes<Result, Failure: Error>(
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withUnsafeMutableBytes(of: &words, body)
    }
}

extension Decision {
    /// The decision whose bytes stand at the start of a memory. O(bytes).
    init(valid memory: UnsafeMutableRawBufferPointer, _ byteCount: Int) {
        do {
            self = try Decision(decoding: UnsafeRawBufferPointer(rebasing: memory[..<byteCount]))
        } catch {
            preconditionFailure()
        }
    }
}

extension RouteDecision {
    /// The decision whose bytes `write` writes. O(bytes).
    @inline(__always)
    init(writtenBy write: (RouteDecisionBytes) -> Void) {
        var memory = DecisionMemory()
        self = memory.withBytes { output in
            var writer = ByteWriter(output)
            let bytes = RouteDecisionBytes(writer.space(RouteDecision.byteCount))
            write(bytes)
            return bytes.decision
        }
    }
}
