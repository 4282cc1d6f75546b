import RecountKernel

/// What an implementation under test is asked. docs/conformance.md has the bytes.
enum ConformanceRequest: Equatable {
    /// Who are you, and which version of the protocol do you speak?
    case hello
    /// BLAKE2b with 32 bytes of output.
    case digest(personal: [UInt8], key: [UInt8], data: [UInt8])
    /// A fresh kernel instead of any before.
    case create(KernelLimits, initialTime: UInt64, hashSeed: HashSeed)
    /// A command.
    case step([UInt8])
    /// The first consequence that is due by a time.
    case consequence(until: UInt64)
    /// The digest of the kernel's state.
    case stateDigest
    /// The segments of a journal.
    case segments([[UInt8]])
    /// BLAKE2b with any number of bytes of output.
    case digestOfLength(UInt8, personal: [UInt8], key: [UInt8], data: [UInt8])

    /// The version of the protocol.
    static let protocolVersion: UInt16 = 1

    /// The message, without its length.
    var bytes: [UInt8] {
        .layout { writer in
            writer.integer(kind)
            switch self {
            case .hello, .stateDigest: break
            case .digest(let personal, let key, let data): writer.digestInput(personal, key, data)
            case .create(let limits, let initialTime, let hashSeed):
                writer.raw(limits.bytes)
                writer.integer(initialTime)
                writer.raw(hashSeed.bytes)
            case .step(let command): writer.raw(command)
            case .consequence(let time): writer.integer(time)
            case .segments(let segments):
                writer.count(segments.count)
                for segment in segments {
                    writer.count(segment.count)
                    writer.raw(segment)
                }
            case .digestOfLength(let length, let personal, let key, let data):
                writer.integer(length)
                writer.digestInput(personal, key, data)
            }
        }
    }

    private var kind: UInt8 {
        switch self {
        case .hello: 0
        case .digest: 1
        case .create: 2
        case .step: 3
        case .consequence: 4
        case .stateDigest: 5
        case .segments: 6
        case .digestOfLength: 7
        }
    }

    /// Reads a message.
    ///
    /// - Returns: nil if it is none of this protocol.
    init?(_ bytes: [UInt8]) {
        var reader = MessageReader(bytes)
        guard let kind = reader.integer(UInt8.self), let request = Self.read(kind, &reader), reader.isAtEnd else {
            return nil
        }
        self = request
    }

    private static func read(_ kind: UInt8, _ reader: inout MessageReader) -> ConformanceRequest? {
        switch kind {
        case 0: return .hello
        case 1:
            guard let (personal, key) = reader.digestInput() else { return nil }
            return .digest(personal: personal, key: key, data: reader.rest())
        case 2:
            guard let limits = reader.limits(), let time = reader.integer(UInt64.self),
                let first = reader.integer(UInt64.self), let second = reader.integer(UInt64.self)
            else { return nil }
            return .create(limits, initialTime: time, hashSeed: HashSeed(first: first, second: second))
        case 3: return .step(reader.rest())
        case 4: return reader.integer(UInt64.self).map { .consequence(until: $0) }
        case 5: return .stateDigest
        case 6: return reader.segments().map { .segments($0) }
        case 7:
            guard let length = reader.integer(UInt8.self), let (personal, key) = reader.digestInput() else {
                return nil
            }
            return .digestOfLength(length, personal: personal, key: key, data: reader.rest())
        default: return nil
        }
    }
}

extension LayoutWriter {
    fileprivate mutating func digestInput(_ personal: [UInt8], _ key: [UInt8], _ data: [UInt8]) {
        integer(UInt8(personal.count))
        raw(personal)
        integer(UInt8(key.count))
        raw(key)
        raw(data)
    }
}

extension KernelLimits {
    /// The 64 bytes of the limits in a segment's header, from its byte 48 on.
    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.encodedByteCount)
        do {
            try bytes.withUnsafeMutableBytes { try encode(into: $0) }
        } catch {
            preconditionFailure("limits have \(Self.encodedByteCount) bytes: \(error)")
        }
        return bytes
    }
}

extension MessageReader {
    fileprivate mutating func digestInput() -> (personal: [UInt8], key: [UInt8])? {
        guard let personalCount = integer(UInt8.self), let personal = raw(Int(personalCount)),
            let keyCount = integer(UInt8.self), let key = raw(Int(keyCount))
        else { return nil }
        return (personal, key)
    }

    fileprivate mutating func limits() -> KernelLimits? {
        raw(KernelLimits.encodedByteCount).flatMap { bytes in
            bytes.withUnsafeBytes { try? KernelLimits(decoding: $0) }
        }
    }

    fileprivate mutating func segments() -> [[UInt8]]? {
        guard let count = integer(UInt32.self) else { return nil }
        var segments: [[UInt8]] = []
        for _ in 0..<count {
            guard let length = integer(UInt32.self), let segment = raw(Int(length)) else { return nil }
            segments.append(segment)
        }
        return segments
    }
}
