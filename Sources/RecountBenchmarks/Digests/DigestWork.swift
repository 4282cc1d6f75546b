import RecountKernel
import RecountWorkloads

/// Digests of the same bytes in the domain of records, over and over.
final class DigestWork<Engine: DigestEngine>: Workload {
    private let input: OwnedBytes

    init(byteCount: Int) {
        input = OwnedBytes(byteCount: byteCount)
        var generator = SplitMix64(state: UInt64(byteCount))
        for index in 0..<byteCount { input.memory[index] = UInt8(truncatingIfNeeded: generator.next()) }
    }

    func check(_ results: inout ResultDigest) { results.add(Engine.digest(input.bytes, in: .record)) }

    func run(operationCount: Int) -> Tally {
        let bytes = input.bytes
        var tally = Tally()
        for _ in 0..<operationCount { tally.add(true, Engine.digest(bytes, in: .record).words[0]) }
        return tally
    }
}
