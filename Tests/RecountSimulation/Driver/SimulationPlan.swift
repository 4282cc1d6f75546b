import RecountJournal
import RecountKernel
import RecountTestSupport

/// What a simulation is like, all of it drawn from its seed.
package struct SimulationPlan {
    /// What its disk does besides crashing, reading and writing short, and being interrupted.
    package enum Conditions: String, CaseIterable, Sendable {
        /// Nothing.
        case crashing
        /// It fails, and says so.
        case failing
        /// It says that it made durable what it did not.
        case lying
        /// Its bits change.
        case rotting
    }

    /// The seed.
    package let seed: UInt64
    /// What its disk does.
    package let conditions: Conditions
    /// How often a process uses the journal.
    let processCount: Int
    /// When batches close.
    let syncPolicy: SyncPolicy
    /// Whether the journal has keys.
    let isKeyed: Bool
    /// What follows is drawn from this.
    var random: SplitMix64

    /// Draws the plan of a seed.
    package init(seed: UInt64) {
        self.seed = seed
        random = SplitMix64(state: seed)
        conditions =
            switch random.number(0...99) {
            case 0...39: .crashing
            case 40...74: .failing
            case 75...84: .lying
            default: .rotting
            }
        processCount = random.number(4...12)
        // A batch that closes by time alone would make a run depend on the clock.
        syncPolicy =
            switch random.number(0...9) {
            case 0...3: .everyRecord
            case 4...7: .records(random.number(2...9))
            case 8: .interval(.maximum)
            default: .never
            }
        isKeyed = random.chance(1, in: 2)
    }

    /// How often each fault strikes: one in so many calls.
    var faultOdds: [DiskFault: UInt64] {
        let harmless: [DiskFault: UInt64] = [.interruption: 40, .shortRead: 20, .shortWrite: 12]
        let more: [DiskFault: UInt64] =
            switch conditions {
            case .crashing, .rotting: [:]
            case .failing:
                [
                    .openError: 80, .readError: 150, .writeError: 30, .syncError: 18, .directorySyncError: 15,
                    .renameError: 8,
                ]
            case .lying: [.lyingSync: 6]
            }
        return harmless.merging(more) { _, odds in odds }
    }

    /// When segments end, in the next process.
    mutating func rotation() -> RotationPolicy {
        RotationPolicy(
            segmentByteCount: random.choice(of: [600, 2_000, 5_000, 20_000, RotationPolicy.defaultSegmentByteCount]),
            snapshots: random.chance(2, in: 3) ? .everySegment : .never)
    }

    /// A key for the journal's next segments.
    mutating func key() -> JournalKey {
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for index in bytes.indices { bytes[index] = UInt8(random.number(0...255)) }
        return JournalKey(bytes: bytes)
    }

    /// An identity for the journal.
    mutating func identity() -> JournalIdentity {
        JournalIdentity(
            journalID: Identifier128(high: random.next(), low: random.next()),
            hashSeed: HashSeed(first: random.next(), second: random.next()),
            saltSecret: SaltSecret(bytes: InlineArray<32, UInt8>(repeating: UInt8(random.number(0...255)))))
    }

    /// Where the next process stops.
    enum Stop {
        /// At a call counted from its beginning.
        case fromBeginning(Int)
        /// At a call counted from when the journal was open.
        case fromOpening(Int)
        case nowhere
    }

    /// Where the next process stops. Often while it opens the journal, or just after.
    mutating func stop() -> Stop {
        switch random.number(0...9) {
        case 0...2: .fromBeginning(random.number(1...40))
        case 3...4: .fromOpening(random.number(1...8))
        case 5...7: .fromBeginning(random.number(1...400))
        default: .nowhere
        }
    }
}
