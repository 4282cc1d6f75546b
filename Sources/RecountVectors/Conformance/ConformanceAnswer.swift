import RecountKernel

/// What an implementation under test says. docs/conformance.md has the bytes.
enum ConformanceAnswer: Equatable {
    /// Done: what the request asks for.
    case done([UInt8])
    /// The bytes are no command.
    case malformed(DecodingError)
    /// Consequences are due before the command.
    case consequencesDue
    /// Nothing is due.
    case nothingDue
    /// The journal is refused.
    case refused
    /// The implementation does not do this.
    case notSupported

    /// The message, without its length.
    var bytes: [UInt8] {
        switch self {
        case .done(let content): return [0] + content
        case .malformed(let error):
            return .layout {
                $0.integer(1 as UInt8)
                $0.integer(error.code.rawValue)
                $0.integer(error.offset)
            }
        case .consequencesDue: return [2]
        case .nothingDue: return [3]
        case .refused: return [4]
        case .notSupported: return [255]
        }
    }

    /// Reads a message.
    ///
    /// - Returns: nil if it is none of this protocol.
    init?(_ bytes: [UInt8]) {
        var reader = MessageReader(bytes)
        switch reader.integer(UInt8.self) {
        case 0: self = .done(reader.rest())
        case 1:
            guard let code = reader.integer(UInt8.self).flatMap(DecodingErrorCode.init),
                let offset = reader.integer(UInt32.self)
            else { return nil }
            self = .malformed(DecodingError(code, at: offset))
        case 2: self = .consequencesDue
        case 3: self = .nothingDue
        case 4: self = .refused
        case 255: self = .notSupported
        default: return nil
        }
        guard reader.isAtEnd else { return nil }
    }
}

extension SteppedBytes {
    /// The step as an answer has it.
    var bytes: [UInt8] {
        .layout { writer in
            writer.integer(sequence)
            writer.integer(time)
            writer.integer(origin.rawValue)
            writer.raw(stamp.bytes)
            writer.raw(decision)
        }
    }

    /// Reads a step of an answer; nil if it is none.
    init?(_ bytes: [UInt8]) {
        var reader = MessageReader(bytes)
        guard let sequence = reader.integer(UInt64.self), let time = reader.integer(UInt64.self),
            let origin = reader.integer(UInt8.self).flatMap(Step.Origin.init), let stamp = reader.digest()
        else { return nil }
        self.init(sequence: sequence, time: time, origin: origin, stamp: stamp, decision: reader.rest())
    }
}

extension Digest {
    /// The 32 bytes in their order.
    var bytes: [UInt8] {
        .layout { writer in for index in 0..<4 { writer.integer(words[index]) } }
    }
}
