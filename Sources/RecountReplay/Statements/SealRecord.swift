import RecountKernel

/// What the record of a seal says.
public struct SealRecord: Equatable, Sendable {
    /// The record's sequence, from 1.
    public let sequence: UInt64
    /// The kernel's time when it was sealed.
    public let time: Milliseconds
    /// The root over the state.
    public let stateRoot: Digest
    /// The record's stamp.
    let stamp: Digest

    /// Reads a record's body.
    ///
    /// - Throws: `malformed`, `notASeal`.
    init(body bytes: UnsafeRawBufferPointer) throws(StatementFinding.RecordProblem) {
        let body: RecordBody
        do throws(DecodingError) { body = try RecordBody(decoding: bytes) } catch { throw .malformed(error) }
        guard body.command.first == CommandKind.seal.rawValue else { throw .notASeal(sequence: body.sequence) }
        let decision: Decision
        do throws(DecodingError) {
            _ = try Command(decoding: body.command)
            decision = try Decision(decoding: body.decision)
        } catch {
            throw .malformed(error)
        }
        guard case .sealed(let stateRoot) = decision else { throw .notASeal(sequence: body.sequence) }
        sequence = body.sequence
        time = body.time
        self.stateRoot = stateRoot
        stamp = Blake2b.digest(bytes, in: .record)
    }

    /// Reads a record's body.
    ///
    /// - Throws: `malformed`, `notASeal`.
    init(body: [UInt8]) throws(StatementFinding.RecordProblem) {
        // The array's own method would not keep the error's type.
        self = try body.withUnsafeBytes { bytes in
            Result { () throws(StatementFinding.RecordProblem) in try SealRecord(body: bytes) }
        }.get()
    }
}
