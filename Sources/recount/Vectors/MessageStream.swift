import RecountVectors
import SystemPackage

/// Messages of the conformance protocol on standard input and output: their length as four bytes, then they.
enum MessageStream {
    /// The next message; nil at the end of the input.
    static func next() throws(Failure) -> [UInt8]? {
        guard let length = try read(4) else { return nil }
        let count = length.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        guard let message = try read(count) else {
            throw Failure(.wrongInput, "standard input: ends within a message of \(count) bytes")
        }
        return message
    }

    /// Sends a message.
    static func send(_ message: [UInt8]) throws(Failure) {
        let count = UInt32(message.count)
        try Output.write((0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + message)
    }

    /// So many bytes; nil if there is none of them.
    private static func read(_ count: Int) throws(Failure) -> [UInt8]? {
        var bytes: [UInt8] = []
        while bytes.count < count {
            // Memory grows with what comes, not with what is announced.
            var piece = [UInt8](repeating: 0, count: min(count - bytes.count, 1 << 16))
            do {
                let found = try piece.withUnsafeMutableBytes { try FileDescriptor.standardInput.read(into: $0) }
                if found == 0 { break }
                bytes += piece[..<found]
            } catch {
                throw Failure(.inputOutput, "standard input: cannot read: \(error)")
            }
        }
        if bytes.isEmpty, count > 0 { return nil }
        guard bytes.count == count else {
            throw Failure(.wrongInput, "standard input: ends within a message of \(count) bytes")
        }
        return bytes
    }
}
