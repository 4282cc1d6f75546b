import RecountKernel

/// Encoding and decoding over arrays of bytes.
enum Canonical {
    static func bytes(of command: Command) -> [UInt8] {
        filled(command.encodedByteCount) { output throws(EncodingError) in try command.encode(into: output) }
    }

    static func bytes(of decision: Decision) -> [UInt8] {
        filled(decision.encodedByteCount) { output throws(EncodingError) in try decision.encode(into: output) }
    }

    static func bytes(of step: Step, command: Command?) -> [UInt8] {
        let count = RecordBody.encodedByteCount(command: command, decision: step.decision)
        return filled(count) { output throws(EncodingError) in
            try RecordBody.encode(step, command: command, into: output)
        }
    }

    /// Exactly `count` bytes, written by `write` into a buffer that would show one byte too many.
    private static func filled(
        _ count: Int, _ write: (UnsafeMutableRawBufferPointer) throws(EncodingError) -> Int
    ) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xa5, count: count + 8)
        let written = bytes.withUnsafeMutableBytes { output in
            do throws(EncodingError) {
                return try write(UnsafeMutableRawBufferPointer(rebasing: output[..<count]))
            } catch {
                fatalError("too small by its own count: \(error)")
            }
        }
        precondition(written == count, "\(written) bytes written, \(count) announced")
        return Array(bytes.prefix(count))
    }

    /// The canonical form of a command's bytes: themselves, if there is only one.
    static func reencodedCommand(_ bytes: [UInt8]) -> Result<[UInt8], DecodingError> {
        bytes.withUnsafeBytes { input in
            do throws(DecodingError) {
                return .success(Canonical.bytes(of: try Command(decoding: input)))
            } catch {
                return .failure(error)
            }
        }
    }

    /// The canonical form of a decision's bytes.
    static func reencodedDecision(_ bytes: [UInt8]) -> Result<[UInt8], DecodingError> {
        bytes.withUnsafeBytes { input in
            do throws(DecodingError) {
                return .success(Canonical.bytes(of: try Decision(decoding: input)))
            } catch {
                return .failure(error)
            }
        }
    }
}

extension Result where Failure == DecodingError {
    /// The error, if it is one.
    var error: DecodingError? {
        if case .failure(let error) = self { return error }
        return nil
    }
}
