import RecountKernel

/// A decision that keeps its own canonical bytes. `Window` and `Admission` only borrow theirs, from a
/// kernel or a batch, so whatever outlives those holds its decision as this.
public struct OwnedDecision: Equatable, Sendable {
    /// The canonical form.
    public let bytes: [UInt8]

    /// Copies a decision while its bytes live. O(bytes).
    public init(_ decision: Decision) {
        bytes = [UInt8](unsafeUninitializedCapacity: decision.encodedByteCount) { buffer, count in
            do throws(EncodingError) {
                count = try decision.encode(into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                preconditionFailure("a decision is longer than it says: \(error)")
            }
        }
    }

    /// Copies the canonical form of a decision. O(bytes).
    ///
    /// - Throws: what is wrong with them and where, if they are no decision.
    init(decoding bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        _ = try Decision(decoding: bytes)
        self.bytes = Array(bytes)
    }

    /// Lends the decision for the time of a call. O(bytes).
    public func withDecision<Result>(_ body: (Decision) -> Result) -> Result {
        bytes.withUnsafeBytes { bytes in
            do throws(DecodingError) {
                return body(try Decision(decoding: bytes))
            } catch {
                preconditionFailure("bytes that were a decision no longer are: \(error.code)")
            }
        }
    }
}
