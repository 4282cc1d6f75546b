import RecountJournal
import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Verification with a thread that reads ahead")
struct OverlappedVerificationTests {
    /// `DamageTests` and `HeadAndTailTests` go through every byte.
    private static let byteStride = 11

    /// Verifies a journal in one thread, and with another that hands every batch over alone, or several together.
    ///
    /// - Returns: what the one thread finds, and whether the others find the same.
    private static func verifications(
        _ directory: TemporaryDirectory
    ) throws -> (sequential: SequentialVerification, areEqual: Bool) {
        let sequential = try SequentialVerification(directory.journal)
        let areEqual = try [1, 2_000].allSatisfy { byteCount in
            var access = JournalAccess()
            access.portionByteCount = byteCount
            return try SequentialVerification(reportOn: directory.journal, access: access) == sequential
        }
        return (sequential, areEqual)
    }

    /// The sample with so many records in a batch.
    private static func sample(batchOf count: Int) throws -> ForgedJournal {
        var forged = ForgedJournal(try SampleJournals.mixed().finish())
        forged.split(into: count)
        return forged
    }

    @Test("finds changed bytes as one thread does", arguments: [1, 3])
    func changedBytes(batchOf count: Int) throws {
        let bytes = try Self.sample(batchOf: count).bytes
        let directory = try TemporaryDirectory.holding(bytes)
        #expect(try Self.verifications(directory).areEqual)
        #expect(try Self.verifications(directory).sequential.recordCount == 14)
        for offset in stride(from: 512, to: bytes.count, by: Self.byteStride) {
            try directory.write(bytes[offset] ^ 1 << UInt8(offset % 8), at: offset)
            let (sequential, areEqual) = try Self.verifications(directory)
            #expect(areEqual, "byte \(offset)")
            #expect(sequential.finding != nil, "byte \(offset)")
            try directory.write(bytes[offset], at: offset)
        }
    }

    @Test("ends at cuts as one thread does", arguments: [1, 3])
    func cuts(batchOf count: Int) throws {
        let bytes = try Self.sample(batchOf: count).bytes
        let directory = try TemporaryDirectory.holding(bytes)
        for cut in stride(from: 512, through: bytes.count, by: Self.byteStride) {
            try directory.writeSegment(Array(bytes[..<cut]))
            #expect(try Self.verifications(directory).areEqual, "cut at \(cut)")
        }
    }

    @Test("finds every forged history as one thread does", arguments: ForgedHistory.all)
    func forgedHistory(_ forgery: ForgedHistory) throws {
        for count in [1, 2, 14] {
            var forged = ForgedJournal(try SampleJournals.mixed().finish())
            var records = forged.records
            forgery.change(&records)
            forged.records = records
            forged.renumber()
            forged.split(into: count)
            let directory = try TemporaryDirectory.holding(forged.bytes)
            let (sequential, areEqual) = try Self.verifications(directory)
            #expect(areEqual, "batches of \(count)")
            #expect(sequential.recordCount == forgery.sequence - 1, "batches of \(count)")
            #expect(sequential.finding != nil, "batches of \(count)")
        }
    }

    @Test("names a decision that differs before damage behind it, however near that is", arguments: [1, 2, 5])
    func divergenceBeforeDamage(batchOf count: Int) throws {
        var forged = try Self.sample(batchOf: count)
        var records = forged.records
        records[6].changeRoute { $0.policy.catalogEpoch += 1 }
        forged.records = records
        forged.split(into: count)
        var bytes = forged.bytes
        bytes[bytes.count - 1] ^= 1
        let directory = try TemporaryDirectory.holding(bytes)
        let (sequential, areEqual) = try Self.verifications(directory)
        #expect(areEqual)
        guard case .decision(sequence: 7, _) = sequential.finding else {
            Issue.record("found \(String(describing: sequential.finding))")
            return
        }
        #expect(sequential.tail == nil)
        #expect(sequential.head.sequence == UInt64(6 / count * count))
    }

    @Test("finds random damage of long journals as one thread does", arguments: [1, 2, 3] as [UInt64])
    func longJournals(seed: UInt64) throws {
        let script = try JournalScript(.script(accounts: 24, retention: 60), sync: .records(29))
        var stream = FundedCommandStream(seed: seed)
        for _ in 0..<1_500 { _ = try script.journal.submit(stream.next(now: script.journal.kernel.time.rawValue)) }
        let bytes = try script.finish()
        let directory = try TemporaryDirectory.holding(bytes)
        #expect(try Self.verifications(directory).areEqual, "seed \(seed)")
        var random = SplitMix64(state: seed)
        for round in 0..<8 {
            let offset = Int(random.uniform(512...UInt64(bytes.count - 1)))
            try directory.write(bytes[offset] ^ 0x40, at: offset)
            let (sequential, areEqual) = try Self.verifications(directory)
            #expect(areEqual, "seed \(seed), round \(round), byte \(offset)")
            #expect(sequential.finding != nil, "seed \(seed), round \(round), byte \(offset)")
            try directory.write(bytes[offset], at: offset)
        }
    }

    @Test("finds a long journal of locks sound, every kind of decision included", arguments: [1, 2] as [UInt64])
    func locks(seed: UInt64) throws {
        let script = try JournalScript(sync: .records(13))
        var random = SplitMix64(state: seed)
        var tokens: [[UInt64]: UInt64] = [:]
        var kinds: Set<DecisionKind> = []
        try script.run(.openTenant(locks: 24))
        for _ in 0..<1_200 {
            let (resource, agent) = (random.uniform(1...3), random.uniform(1...4))
            let mode: LockMode = random.uniform(0...2) == 0 ? .exclusive : .shared
            let body: CommandBody =
                switch random.uniform(0...6) {
                case 0...3: .acquire(resource, by: agent, mode, lease: random.uniform(1...120), wait: 60)
                case 4: .renew(resource, by: agent, token: tokens[[resource, agent]] ?? 1, lease: 90)
                case 5: .unlock(resource, by: agent, token: tokens[[resource, agent]] ?? 1)
                default: .tick
                }
            let before = script.steps.count
            try script.run(body, after: random.uniform(0...9))
            for step in script.steps[before...] {
                kinds.insert(step.decision.kind)
                switch step.decision {
                case .lockAcquired(let grant): tokens[[resource, agent]] = grant.token
                case .lockPromoted(let promotion):
                    tokens[[promotion.resource.low, promotion.agent.low]] = promotion.grant.token
                default: break
                }
            }
        }
        try script.flush()
        let (sequential, areEqual) = try Self.verifications(script.directory)
        #expect(areEqual, "seed \(seed)")
        #expect(sequential.finding == nil, "seed \(seed)")
        #expect(
            kinds.isSuperset(of: [
                .accepted, .refused, .lockAcquired, .lockQueued, .lockReleased, .leaseExpired, .waitExpired,
                .lockPromoted,
            ]), "seed \(seed): only \(kinds)")
    }
}

extension ForgedJournal {
    /// Cuts the records into batches of so many.
    fileprivate mutating func split(into count: Int) {
        let records = records
        batches = stride(from: 0, to: records.count, by: count).map {
            Array(records[$0..<min($0 + count, records.count)])
        }
    }
}
