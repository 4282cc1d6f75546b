/// Digests and journals drawn from a seed.
enum GeneratedCases {
    static func digests(_ generator: VectorGenerator) -> [VectorGroup] {
        var random = SeededRandom(seed: generator.seed)
        let cases = (0..<generator.count).map { _ in
            (
                comment: "drawn", personal: bytes(0...16, &random),
                key: random.chance(in: 2) ? [] : bytes(0...64, &random), data: bytes(0...300, &random),
                length: random.chance(in: 3) ? Int(random.number(1...64)) : 32
            )
        }
        return [DigestVectors.group("seed-\(generator.seed)", "Drawn from a seed.", flags: [.generated], cases)]
    }

    private static func bytes(_ counts: ClosedRange<UInt64>, _ random: inout SeededRandom) -> [UInt8] {
        (0..<random.number(counts)).map { _ in UInt8(random.number(0...255)) }
    }

    /// Journals of the records of `JournalVectors` in random batches and segments, half of them damaged.
    static func journals(_ generator: VectorGenerator) -> [VectorGroup] {
        var random = SeededRandom(seed: generator.seed)
        let cases = (0..<generator.count).map { _ in
            (comment: "drawn", segments: journal(&random), flags: [VectorFlag.generated])
        }
        return [JournalVectors.group("seed-\(generator.seed)", "Drawn from a seed.", cases)]
    }

    private static func journal(_ random: inout SeededRandom) -> [[UInt8]] {
        var segments = [SegmentBytes()]
        var start = 0
        while start < JournalVectors.bodies.count, !random.chance(in: 6) {
            let count = min(Int(random.number(1...4)), JournalVectors.bodies.count - start)
            segments[segments.count - 1].append(Array(JournalVectors.bodies[start..<start + count]))
            start += count
            if random.chance(in: 4), start < JournalVectors.bodies.count {
                segments.append(
                    SegmentBytes(after: segments[segments.count - 1].chain) {
                        $0.firstSequence = UInt64(start + 1)
                    })
            }
        }
        var bytes = segments.map(\.bytes)
        if random.chance(in: 2) {
            let position = Int(random.number(0...UInt64(bytes.count - 1)))
            bytes[position] = Mutation.draw(&random).applied(to: bytes[position], &random)
        }
        return bytes
    }
}
