/// Random commands, biased to few ids, small amounts and close times, so that they meet each other.
protocol CommandStream {
    /// The stream of a seed.
    init(seed: UInt64)
    /// The commands before the cases.
    mutating func setup() -> [VectorCommand]
    /// The next command for a kernel at a time, and the command's time.
    mutating func next(now: UInt64) -> (command: VectorCommand, time: UInt64)
    /// What came of the command.
    mutating func see(_ result: StepResult)
}

extension CommandStream {
    mutating func see(_ result: StepResult) {}
}

/// Groups of random commands.
enum GeneratedSequences {
    /// A group has no more commands.
    private static let longestGroup: UInt64 = 50

    /// Groups of so many commands together.
    static func groups<Stream: CommandStream>(
        of type: Stream.Type, _ generator: VectorGenerator, limits: (inout SeededRandom) -> VectorLimits
    ) -> [VectorGroup] {
        var groups: [VectorGroup] = []
        var left = generator.count
        var random = SeededRandom(seed: generator.seed)
        while left > 0 {
            let count = min(left, longestGroup)
            left -= count
            let seed = random.bits()
            let chosen = limits(&random)
            groups.append(
                StepGroup.make(
                    "seed-\(generator.seed)-\(groups.count + 1)", "Drawn from a seed.", limits: chosen.limits,
                    flags: [.generated]
                ) { fill(&$0, with: Stream(seed: seed), count: count, damage: &random) })
        }
        return groups
    }

    private static func fill(
        _ group: inout StepGroup, with stream: consuming some CommandStream, count: UInt64,
        damage: inout SeededRandom
    ) {
        var stream = stream
        for command in stream.setup() { group.setup(command) }
        for _ in 0..<count {
            let (command, time) = stream.next(now: group.now)
            let tenant: UInt64 = damage.chance(in: 60) ? 9 : damage.chance(in: 20) ? 2 : 1
            var bytes = command.bytes(tenant: tenant, time: time)
            if damage.chance(in: 25) { bytes = Mutation.draw(&damage).applied(to: bytes, &damage) }
            stream.see(group.add("drawn", bytes: bytes))
        }
    }
}
