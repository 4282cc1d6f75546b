import RecountKernel
import RecountTestSupport
import Testing

@Suite("Encoding: round trips")
struct RoundTripTests {
    static let policy = PolicyBuilder(models: [.permissive(1), .permissive(7)])

    @Test("a random command of each kind comes back, and its bytes with it", arguments: RandomCommands.kinds)
    func commands(kind: CommandKind) throws {
        for seed in 1...UInt64(200) {
            var random = RandomCommands(seed: seed)
            try Self.policy.withPolicy { policy in
                let command = random.next(kind, policy: policy)
                let bytes = Canonical.bytes(of: command)
                #expect(Canonical.reencodedCommand(bytes) == .success(bytes), "\(kind), seed \(seed)")
                #expect(
                    command.byteCounts == (bytes.count, command.decisionByteCountLimit), "\(kind), seed \(seed)")
                #expect(
                    [.installPolicy, .assemble, .admit].contains(kind) || bytes.count <= Command.maximumByteCount,
                    "\(kind), seed \(seed)")
                try bytes.withUnsafeBytes { input in
                    let decoded = try Command(decoding: input)
                    #expect(decoded.header == command.header)
                    #expect(decoded.body.kind == kind)
                    try Self.compare(decoded.body, command.body, "\(kind), seed \(seed)")
                }
            }
        }
    }

    /// That equal bytes are equal values: the decoder could lose what the encoder never wrote.
    private static func compare(_ decoded: CommandBody, _ body: CommandBody, _ comment: Comment) throws {
        switch (decoded, body) {
        case (.tick, .tick), (.seal, .seal): break
        case (.describe(let left), .describe(let right)):
            #expect(left.subject == right.subject && left.id == right.id, comment)
            #expect(
                (0..<left.name.byteCount).map { left.name[$0] } == (0..<right.name.byteCount).map { right.name[$0] })
        case (.installPolicy(let left), .installPolicy(let right)):
            #expect(left.header == right.header && left.modelCount == right.modelCount, comment)
        case (.route(let left), .route(let right)): #expect(left == right, comment)
        case (.openTenant(let left), .openTenant(let right)), (.setQuotas(let left), .setQuotas(let right)):
            #expect(left == right, comment)
        case (.openAccount(let left), .openAccount(let right)): #expect(left == right, comment)
        case (.setExposureLimit(let left, let limit), .setExposureLimit(let right, let other)):
            #expect(left == right && limit == other, comment)
        case (.fund(let left), .fund(let right)), (.withdraw(let left), .withdraw(let right)):
            #expect(left == right, comment)
        case (.reserve(let left), .reserve(let right)): #expect(left == right, comment)
        case (.draw(let left), .draw(let right)), (.settle(let left), .settle(let right)):
            #expect(left == right, comment)
        case (.extend(let left, let expiry), .extend(let right, let other)):
            #expect(left == right && expiry == other, comment)
        case (.release(let left), .release(let right)): #expect(left == right, comment)
        case (.charge(let left), .charge(let right)): #expect(left == right, comment)
        case (.closeAccount(let left), .closeAccount(let right)): #expect(left == right, comment)
        default: compareContextAndLocks(decoded, body, comment)
        }
    }

    private static func compareContextAndLocks(_ decoded: CommandBody, _ body: CommandBody, _ comment: Comment) {
        switch (decoded, body) {
        case (.assemble(let left), .assemble(let right)): compare(left, right, comment)
        case (.acquireLock(let left), .acquireLock(let right)): #expect(left == right, comment)
        case (.renewLock(let left, let lease), .renewLock(let right, let other)):
            #expect(left == right && lease == other, comment)
        case (.releaseLock(let left), .releaseLock(let right)): #expect(left == right, comment)
        case (.cancelWait(let left), .cancelWait(let right)): #expect(left == right, comment)
        case (.admit(let left), .admit(let right)):
            #expect(left.reservation == right.header.reservation, comment)
            #expect(left.header.accounts == right.header.accounts && left.header.agent == right.header.agent, comment)
            #expect(left.header.expiry == right.header.expiry && left.header.locks == right.header.locks, comment)
            #expect(left.header.route == right.header.route, comment)
            compare(left.assembly, right.assembly, comment)
        default: Issue.record("another kind was decoded: \(decoded.kind) for \(body.kind)")
        }
    }

    private static func compare(_ left: AssemblyRequest, _ right: AssemblyRequest, _ comment: Comment) {
        #expect(left.header == right.header, comment)
        #expect(left.fragmentCount == right.fragmentCount && left.sectionCount == right.sectionCount, comment)
        for position in 0..<left.sectionCount {
            #expect(left.sections[position] == right.sections[position], comment)
            #expect(left.sections.position(of: right.sections[position].id) == position, comment)
        }
        var (leftFragments, rightFragments) = (left.fragments, right.fragments)
        while let fragment = leftFragments.next() { #expect(fragment == rightFragments.next(), comment) }
        #expect(rightFragments.next() == nil, comment)
    }

    @Test("decisions of every kind, reason, detail and state come back", arguments: 1...10 as ClosedRange<UInt64>)
    func decisions(seed: UInt64) throws {
        var samples = SampleDecisions(seed: seed)
        for decision in samples.all() {
            let bytes = Canonical.bytes(of: decision)
            #expect([.assembled, .admitted].contains(decision.kind) || bytes.count <= Decision.maximumFixedByteCount)
            #expect(bytes.first == decision.kind.rawValue)
            let decoded = try bytes.withUnsafeBytes { try Decision(decoding: $0) }
            #expect(decoded == decision, "seed \(seed)")
        }
    }

    @Test("every kind of decision, reason and state is among the samples")
    func completeness() {
        #expect(RandomCommands.kinds.count == 24)
        #expect(SampleDecisions.reasons.count == 38)
        #expect(SampleDecisions.states.count == 6)
        var samples = SampleDecisions(seed: 1)
        #expect(Set(samples.all().map(\.kind)).count == 17)
    }

    @Test("the largest command has the announced size, and so has the largest decision")
    func largest() {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        for id in 0..<UInt32(8) {
            request.warmEntries.append(WarmEntry(model: ModelID(id), tokens: .zero))
            request.excludedModels.append(ModelID(id))
        }
        let command = Command(header: CommandHeader(tenant: TenantID(1), time: .zero), body: .route(request))
        #expect(Canonical.bytes(of: command).count == Command.maximumByteCount)
        var samples = SampleDecisions(seed: 1)
        let fixed = samples.all().filter { ![.assembled, .admitted].contains($0.kind) }
        #expect(fixed.map { Canonical.bytes(of: $0).count }.max() == Decision.maximumFixedByteCount)
    }

    @Test("every smaller buffer is refused with both numbers", arguments: RandomCommands.kinds)
    func tooSmall(kind: CommandKind) throws {
        var random = RandomCommands(seed: 1)
        try Self.policy.withPolicy { policy in
            let command = random.next(kind, policy: policy)
            let step = Step(sequence: 1, time: .zero, origin: .command, decision: .accepted)
            let needed = command.encodedByteCount
            for offered in 0..<needed {
                Self.expectTooSmall(needed, offered) { output throws(EncodingError) in
                    try command.encode(into: output)
                }
            }
            for offered in [0, needed, needed + 25] {
                Self.expectTooSmall(needed + 26, offered) { output throws(EncodingError) in
                    try RecordBody.encode(step, command: command, into: output)
                }
            }
        }
    }

    @Test("every smaller buffer for a decision is refused with both numbers")
    func tooSmallForDecision() {
        var samples = SampleDecisions(seed: 1)
        for decision in samples.all() {
            let needed = decision.encodedByteCount
            for offered in [0, needed / 2, needed - 1] {
                Self.expectTooSmall(needed, offered) { output throws(EncodingError) in
                    try decision.encode(into: output)
                }
            }
        }
    }

    private static func expectTooSmall(
        _ needed: Int, _ offered: Int, _ encode: (UnsafeMutableRawBufferPointer) throws(EncodingError) -> Int
    ) {
        var bytes = [UInt8](repeating: 0, count: offered)
        bytes.withUnsafeMutableBytes { output in
            do throws(EncodingError) {
                let written = try encode(output)
                Issue.record("\(written) bytes written into \(offered)")
            } catch {
                #expect(error.neededByteCount == needed)
                #expect(error.offeredByteCount == offered)
            }
        }
        #expect(bytes.allSatisfy { $0 == 0 })
    }
}
