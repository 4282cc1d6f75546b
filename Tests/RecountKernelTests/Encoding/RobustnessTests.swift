import RecountKernel
import RecountTestSupport
import Testing

@Suite("Encoding: bytes that nobody encoded")
struct RobustnessTests {
    /// A few encodings of each kind of command.
    private static func commandSamples() throws -> [[UInt8]] {
        try RoundTripTests.policy.withPolicy { policy in
            (1...3 as ClosedRange<UInt64>).flatMap { seed in
                var random = RandomCommands(seed: seed)
                return RandomCommands.kinds.map { Canonical.bytes(of: random.next($0, policy: policy)) }
            }
        }
    }

    private static func decisionSamples() -> [[UInt8]] {
        var samples = SampleDecisions(seed: 1)
        return samples.all().map { Canonical.bytes(of: $0) }
    }

    @Test("every shorter piece of a command is truncated where a field starts")
    func truncatedCommands() throws {
        for bytes in try Self.commandSamples() {
            for length in bytes.indices {
                Self.checkTruncation(of: bytes, to: length, Canonical.reencodedCommand)
            }
        }
    }

    @Test("every shorter piece of a decision is truncated where a field starts")
    func truncatedDecisions() {
        for bytes in Self.decisionSamples() {
            for length in bytes.indices {
                Self.checkTruncation(of: bytes, to: length, Canonical.reencodedDecision)
            }
        }
    }

    private static func checkTruncation(
        of bytes: [UInt8], to length: Int, _ decode: ([UInt8]) -> Result<[UInt8], DecodingError>
    ) {
        let error = decode(Array(bytes.prefix(length))).error
        // A name is one field of up to 128 bytes, every other has at most 8.
        let isGood = error.map { $0.code == .truncated && Int($0.offset) <= length && length - Int($0.offset) < 128 }
        if isGood != true { Issue.record("\(bytes.hexadecimalDigits) cut to \(length): \(String(describing: error))") }
    }

    @Test("one flipped bit gives another value with these bytes alone, or an error")
    func flippedCommands() throws {
        for bytes in try Self.commandSamples() { Self.flipEachBit(of: bytes, Canonical.reencodedCommand) }
    }

    @Test("one flipped bit of a decision gives another value with these bytes alone, or an error")
    func flippedDecisions() {
        for bytes in Self.decisionSamples() { Self.flipEachBit(of: bytes, Canonical.reencodedDecision) }
    }

    private static func flipEachBit(of bytes: [UInt8], _ decode: ([UInt8]) -> Result<[UInt8], DecodingError>) {
        for index in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << UInt8(bit)
                check(flipped, decode)
            }
        }
    }

    /// That bytes are the only encoding of what they decode to, or that the error is within them.
    private static func check(_ bytes: [UInt8], _ decode: ([UInt8]) -> Result<[UInt8], DecodingError>) {
        switch decode(bytes) {
        case .success(let again):
            if again != bytes { Issue.record("\(bytes.hexadecimalDigits) is also \(again.hexadecimalDigits)") }
        case .failure(let error):
            if error.offset > bytes.count { Issue.record("\(bytes.hexadecimalDigits): \(error)") }
        }
    }

    @Test("random bytes", arguments: [1, 2] as [UInt64])
    func random(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for index in 0..<100_000 {
            var bytes = [UInt8](repeating: 0, count: Int(generator.uniform(0...340)))
            for position in bytes.indices { bytes[position] = UInt8(truncatingIfNeeded: generator.next()) }
            // Most inputs begin well, or they would all end at the first byte.
            if index % 4 != 0, bytes.count > 17 {
                bytes[0] = RandomCommands.kinds[index % RandomCommands.kinds.count].rawValue
                bytes[1] = 1
                // A time in range: all but its lowest six bytes are 0.
                bytes[16] = 0
                bytes[17] = 0
            }
            Self.check(bytes, Canonical.reencodedCommand)
            if index % 4 == 1, let kind = DecisionKind(rawValue: UInt8(index / 4 % 200)), !bytes.isEmpty {
                bytes[0] = kind.rawValue
            }
            Self.check(bytes, Canonical.reencodedDecision)
            bytes.withUnsafeBytes { _ = try? PolicyBytes(validating: $0) }
            bytes.withUnsafeBytes { _ = try? RecordBody(decoding: $0) }
        }
    }

    @Test("encodings with a few random bytes changed, dropped or added", arguments: [3, 4] as [UInt64])
    func mutations(seed: UInt64) throws {
        var generator = SplitMix64(state: seed)
        let commands = try Self.commandSamples()
        let decisions = Self.decisionSamples()
        for index in 0..<30_000 {
            Self.check(Self.mutated(commands[index % commands.count], &generator), Canonical.reencodedCommand)
            Self.check(Self.mutated(decisions[index % decisions.count], &generator), Canonical.reencodedDecision)
        }
    }

    private static func mutated(_ bytes: [UInt8], _ generator: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<generator.uniform(1...3) {
            let position = Int(generator.uniform(0...UInt64(max(bytes.count, 1) - 1)))
            let byte = UInt8(truncatingIfNeeded: generator.next())
            switch generator.uniform(0...4) {
            case 0: bytes.insert(byte, at: position)
            case 1 where !bytes.isEmpty: bytes.remove(at: position)
            case 2 where !bytes.isEmpty: bytes[position] = [0, 1, 0x7f, 0x80, 0xff][Int(byte % 5)]
            default: if !bytes.isEmpty { bytes[position] = byte }
            }
        }
        return bytes
    }
}
