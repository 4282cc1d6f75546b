import RecountDigest
import RecountKernel
import RecountTestSupport
import Testing

/// Many digests at once against the kernel's engine, which makes one at a time.
@Suite struct Blake2bLanesTests {
    /// The method that this processor uses, and the one for those without lanes.
    private static let methods: [Blake2bLanes.Method] =
        Blake2bLanes.fastestMethod == .lanes ? [.lanes, .single] : [.single]

    @Test("Every length in every lane, beside lengths around the ends of blocks", arguments: methods)
    func mixtures(method: Blake2bLanes.Method) {
        let messages = Messages(0...1_025)
        let neighbours = [0, 1, 127, 128, 129, 256, 257, 1_024]
        for byteCount in 0...1_025 {
            for lane in 0..<4 {
                var byteCounts = (0..<4).map { neighbours[(byteCount + lane + 3 * $0) % neighbours.count] }
                byteCounts[lane] = byteCount
                messages.check(byteCounts, by: method)
            }
        }
    }

    @Test("Every length after the other, rising and falling, so that each lane takes them at its own pace")
    func longRuns() {
        let messages = Messages(0...1_025)
        for method in Self.methods {
            messages.check(Array(0...1_025), by: method)
            messages.check((0...1_025).reversed(), by: method)
        }
    }

    @Test("Any number of messages of any lengths", arguments: 1...6 as ClosedRange<UInt64>)
    func randomRuns(seed: UInt64) {
        let messages = Messages(0...1_025)
        var generator = SplitMix64(state: seed)
        for round in 0..<120 {
            let largest = generator.uniform(0...1_025)
            let byteCounts = (0..<generator.uniform(0...19)).map { _ in Int(generator.uniform(0...largest)) }
            for method in Self.methods {
                messages.check(byteCounts, by: method, "seed \(seed), round \(round)")
            }
        }
    }

    @Test("One long message among short ones keeps its lane while they pass through the others")
    func unequalLengths() {
        let messages = Messages([20_000] + (0..<40).map { 100 + $0 })
        for lane in 0..<4 {
            var byteCounts = (0..<40).map { 100 + $0 }
            byteCounts[lane] = 20_000
            for method in Self.methods { messages.check(byteCounts, by: method) }
        }
    }

    @Test("Digests as Python computes them", arguments: methods)
    func knownAnswers(method: Blake2bLanes.Method) {
        let inputs = KnownAnswer.all.map { answer in
            (0..<answer.byteCount).map { UInt8(truncatingIfNeeded: 7 * $0 + answer.byteCount) }
        }
        let digests = inputs.flatMap { $0 }.withUnsafeBytes { arena in
            var start = 0
            return Blake2bLanes(in: .record, by: method).digests(
                of: inputs.map { input in
                    defer { start += input.count }
                    return UnsafeRawBufferPointer(rebasing: arena[start..<start + input.count])
                })
        }
        #expect(digests.map(\.lowercaseHexadecimal) == KnownAnswer.all.map(\.digest))
    }

    @Test("Another domain gives other digests, those of the kernel")
    func domains() {
        for domain in [DigestDomain.policy, .chain, .leaf] {
            Messages([0, 7, 128, 299, 300], domain).check([0, 300, 128, 7, 299], by: Blake2bLanes.fastestMethod)
        }
    }
}

/// A message of each of some lengths, with the digests that the kernel's engine gives.
private struct Messages {
    private let domain: DigestDomain
    private var bytes: [Int: [UInt8]] = [:]
    private var digests: [Int: Digest] = [:]

    init(_ byteCounts: some Sequence<Int>, _ domain: DigestDomain = .record) {
        self.domain = domain
        for count in byteCounts {
            let message = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 13 + count * 7 + $0 / 251) }
            bytes[count] = message
            digests[count] = message.withUnsafeBytes { Blake2b.digest($0, in: domain) }
        }
    }

    /// Compares the digests of messages of these lengths, which lie one behind the other at odd addresses.
    func check(_ byteCounts: [Int], by method: Blake2bLanes.Method, _ context: String = "") {
        var arena: [UInt8] = [0]
        for count in byteCounts { arena += bytes[count, default: []] + [0xff] }
        let found = arena.withUnsafeBytes { arena in
            var start = 1
            return Blake2bLanes(in: domain, by: method).digests(
                of: byteCounts.map { count in
                    defer { start += count + 1 }
                    return UnsafeRawBufferPointer(rebasing: arena[start..<start + count])
                })
        }
        #expect(found == byteCounts.map { digests[$0] ?? .zero }, "\(method), lengths \(byteCounts) \(context)")
    }
}

extension Blake2bLanes {
    fileprivate func digests(of messages: [UnsafeRawBufferPointer]) -> [Digest] {
        var output = [UInt8](repeating: 0xaa, count: messages.count * Digest.byteCount)
        var given = 0
        output.withUnsafeMutableBytes {
            write(into: $0) {
                given += 1
                return messages[given - 1]
            }
        }
        #expect(given == messages.count)
        return output.withUnsafeBytes { output in
            messages.indices.map { position in
                var words = InlineArray<4, UInt64>(repeating: 0)
                for index in 0..<4 {
                    let offset = position * Digest.byteCount + 8 * index
                    words[index] = UInt64(littleEndian: output.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
                }
                return Digest(words: words)
            }
        }
    }
}

/// A result of `hashlib.blake2b(input, digest_size=32, person=b"recount.record")` in Python, where byte i of the
/// input is 7·i + length modulo 256.
private struct KnownAnswer {
    let byteCount: Int
    let digest: String

    static let all = [
        KnownAnswer(byteCount: 0, digest: "27b0e1589e5eb3cb0b67c169c6673e1971693b4e9be2964e3416a45c5f429aa0"),
        KnownAnswer(byteCount: 1, digest: "f269fc7af655e828e8d7c0f483db41a452ed525c1df4b1f51ebafe498db6d376"),
        KnownAnswer(byteCount: 127, digest: "49e876d5201f99bdf6f7fb3b8c878ed766cf163ca507716a92dccdc8a1259a55"),
        KnownAnswer(byteCount: 128, digest: "5b2d96521a5c2192a71c47f17ac5274d8fa29a5fc304947f42732c1761b7520e"),
        KnownAnswer(byteCount: 129, digest: "dca91209a207eb3a2541711bb811fbe7696f83ece84a34c8a9dca0f6eb95da9e"),
        KnownAnswer(byteCount: 256, digest: "2fb5d1c888fdecab3b80095fdac6a3ee86e454026a8fa53de9e4b569fb852bb6"),
        KnownAnswer(byteCount: 360, digest: "ef0b95dc9b4694b3b6368460b16e0e4aa5029baeef835df80313c277595e202f"),
        KnownAnswer(byteCount: 1000, digest: "aac9f25474d19ec55bf41eb656a5592ec445fcc53d9ef474d958471a61e08a26"),
    ]
}
