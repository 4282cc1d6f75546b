import RecountDigest
import RecountKernel
import RecountTestSupport
import Testing

/// The kernel's engine and libb2 against each other, beyond what the official answers cover.
@Suite struct DigestEngineComparisonTests {
    @Test("Random keys, personal values, lengths and cuts", arguments: 1...8 as ClosedRange<UInt64>)
    func randomDigests(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for round in 0..<150 {
            let input = DigestInput(from: &generator)
            #expect(
                input.digest(by: .kernel) == input.digest(by: .libb2),
                "seed \(seed), round \(round): \(input)"
            )
        }
    }

    @Test("Each input length around block boundaries with each key length that matters")
    func blockBoundaries() {
        for boundary in stride(from: 0, through: 1024, by: 128) {
            for byteCount in max(0, boundary - 1)...min(1024, boundary + 1) {
                for keyByteCount in [0, 1, 63, 64] {
                    let input = DigestInput(inputByteCount: byteCount, keyByteCount: keyByteCount)
                    #expect(input.digest(by: .kernel) == input.digest(by: .libb2), "\(input)")
                }
            }
        }
    }

    @Test("Digests in a domain agree", arguments: [DigestDomain.record, .policy, .chain])
    func domains(domain: DigestDomain) {
        for byteCount in [0, 1, 128, 129, 360] {
            let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
            let (kernel, libb2) = bytes.withUnsafeBytes {
                (Blake2b.digest($0, in: domain), LibBlake2b.digest($0, in: domain))
            }
            #expect(kernel == libb2, "\(byteCount) bytes")
        }
    }
}

/// Everything that a digest depends on, and the cuts between updates, which it must not depend on.
private struct DigestInput: CustomStringConvertible {
    let parts: [ArraySlice<UInt8>]
    let key: [UInt8]
    let personal: [UInt8]
    let outputByteCount: Int

    var description: String {
        "parts of \(parts.map(\.count)) bytes, key \(key), personal \(personal), \(outputByteCount) bytes of output"
    }

    /// One part of fixed bytes.
    init(inputByteCount: Int, keyByteCount: Int) {
        parts = [(0..<inputByteCount).map { UInt8(truncatingIfNeeded: $0 * 13) }[...]]
        key = (0..<keyByteCount).map { UInt8(truncatingIfNeeded: $0 * 17) }
        personal = Array("recount.record".utf8)
        outputByteCount = Digest.byteCount
    }

    init(from generator: inout SplitMix64) {
        outputByteCount = Int(generator.uniform(1...64))
        key = Self.bytes(count: Int(generator.uniform(0...64)), from: &generator)
        personal = Self.bytes(count: Int(generator.uniform(0...16)), from: &generator)
        let input = Self.bytes(count: Self.inputByteCount(from: &generator), from: &generator)
        var parts: [ArraySlice<UInt8>] = []
        var rest = input[...]
        while !rest.isEmpty {
            let count = Int(generator.uniform(0...UInt64(rest.count)))
            parts.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        self.parts = parts
    }

    func digest(by engine: DigestEngineKind) -> String {
        engine.digest(of: parts, outputByteCount: outputByteCount, key: key, personal: personal)
    }

    /// 0…1024; every second one within two bytes of a multiple of the block.
    private static func inputByteCount(from generator: inout SplitMix64) -> Int {
        if generator.uniform(0...1) == 0 {
            return Int(generator.uniform(0...1024))
        }
        let boundary = Int(generator.uniform(0...8)) * 128
        return min(1024, max(0, boundary + Int(generator.uniform(0...4)) - 2))
    }

    private static func bytes(count: Int, from generator: inout SplitMix64) -> [UInt8] {
        (0..<count).map { _ in UInt8(generator.uniform(0...255)) }
    }
}
