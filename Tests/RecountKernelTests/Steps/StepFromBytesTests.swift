import RecountKernel
import RecountTestSupport
import Testing

/// What came of a command's bytes.
private enum Outcome: Equatable {
    /// The record's bytes.
    case record([UInt8])
    case failed(CommandStepError)
}

/// Kernels that take the same commands: one decodes them first, one steps from their bytes, one writes its decisions as
/// bytes, one checks the first's records.
private struct Quartet {
    let decoding = KernelHarness(initialTime: 1_000)
    let stepping = KernelHarness(initialTime: 1_000)
    let writing = KernelHarness(initialTime: 1_000)
    let checking = KernelHarness(initialTime: 1_000)
    var kernels: [KernelHarness] { [decoding, stepping, writing, checking] }

    init() throws {
        try PolicyBuilder(models: [.permissive(1)]).withPolicy { policy in
            for kernel in kernels {
                kernel.run(.installPolicy(policy))
                kernel.run(.openTenant())
            }
        }
    }

    /// The outcome of decoding first; consequences are taken in all four.
    func decoded(_ bytes: UnsafeRawBufferPointer) -> (outcome: Outcome, step: Step?) {
        do throws(DecodingError) {
            let command = try Command(decoding: bytes)
            for kernel in kernels[1...] { _ = kernel.takeConsequences(until: command.header.time.rawValue) }
            do throws(StepError) {
                guard let step = try decoding.run(command).last else { fatalError("no step") }
                return (.record(Canonical.bytes(of: step, command: command)), step)
            } catch {
                fatalError("decoding accepted a command that the kernel does not take: \(error)")
            }
        } catch {
            return (.failed(.undecodable(error)), nil)
        }
    }

    /// The outcome of a step from bytes.
    func stepped(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        do throws(CommandStepError) {
            return .record(StepFromBytesTests.record(try stepping.kernel.step(decoding: bytes), Array(bytes)))
        } catch {
            return .failed(error)
        }
    }

    /// The outcome of a step from bytes to bytes.
    func written(_ bytes: UnsafeRawBufferPointer) -> Outcome {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: writing.kernel.limits.maximumDecisionByteCount, alignment: 1)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0xa5)
        do throws(CommandStepError) {
            let step = try writing.kernel.step(decoding: bytes, into: memory)
            #expect(memory[step.decisionByteCount...].allSatisfy { $0 == 0xa5 }, "written beyond the decision")
            return .record(
                StepFromBytesTests.record(
                    step.sequence, step.time, step.origin, Array(bytes), Array(memory[..<step.decisionByteCount])))
        } catch {
            #expect(memory.allSatisfy { $0 == 0xa5 }, "written although no step was taken")
            return .failed(error)
        }
    }

    /// What a check of a record finds.
    func checked(_ record: [UInt8]) throws -> Step? {
        try record.withUnsafeBytes { bytes in
            try checking.kernel.divergingStep(decoding: try RecordBody(decoding: bytes))
        }
    }
}

@Suite("Steps from canonical bytes")
struct StepFromBytesTests {
    /// A record's body, put together as docs/format.md has it.
    static func record(
        _ step: Step, _ command: [UInt8], time: Milliseconds? = nil, decision: Decision? = nil
    ) -> [UInt8] {
        record(
            step.sequence, time ?? step.time, step.origin, command, Canonical.bytes(of: decision ?? step.decision))
    }

    static func record(
        _ sequence: UInt64, _ time: Milliseconds, _ origin: Step.Origin, _ command: [UInt8], _ decision: [UInt8]
    ) -> [UInt8] {
        var bytes = littleEndian(sequence) + littleEndian(time.rawValue) + [origin.rawValue]
        bytes += littleEndian(UInt32(command.count)) + command
        return bytes + littleEndian(UInt32(decision.count)) + decision
    }

    private static func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    /// Random commands of all kinds, many of them requests of the open tenant under the installed policy.
    private static func command(
        _ random: inout RandomCommands, _ draws: inout SplitMix64, now: UInt64
    ) throws -> [UInt8] {
        let kind = draws.uniform(0...2) == 0 ? .route : RandomCommands.kinds[Int(draws.uniform(0...23))]
        var command = try RoundTripTests.policy.withPolicy { policy in
            var command = random.next(kind, policy: policy)
            if case .installPolicy = command.body { command.body = .seal }
            return command
        }
        if draws.uniform(0...7) > 0 { command.header.time = Milliseconds(now + draws.uniform(0...30)) }
        if command.header.tenant != .none, draws.uniform(0...7) > 0 { command.header.tenant = TenantID(1) }
        if case .route(var request) = command.body, draws.uniform(0...7) > 0 {
            request.policy = PolicyNumber(1)
            request.risk = BasisPoints(UInt16(draws.uniform(0...10_000)))
            request.confidence = .whole
            request.value = Int64(draws.uniform(0...1_000_000))
            command.body = .route(request)
        }
        var bytes = Canonical.bytes(of: command)
        switch draws.uniform(0...5) {
        case 0: bytes[Int(draws.uniform(0...UInt64(bytes.count - 1)))] ^= 1 << UInt8(draws.uniform(0...7))
        case 1: bytes.removeLast(Int(draws.uniform(0...UInt64(bytes.count))))
        case 2: bytes.append(0)
        default: break
        }
        return bytes
    }

    @Test("they are those of the decoded command, and so are the errors", arguments: 1...4 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) throws {
        let kernels = try Quartet()
        var random = RandomCommands(seed: seed)
        var draws = SplitMix64(state: seed)
        var (routed, failed) = (0, 0)
        for index in 0..<1_500 {
            let bytes = try Self.command(&random, &draws, now: kernels.decoding.now)
            try bytes.withUnsafeBytes { input in
                let (expected, step) = kernels.decoded(input)
                let found = kernels.stepped(input)
                #expect(found == expected, "seed \(seed), command \(index)")
                #expect(kernels.written(input) == expected, "seed \(seed), command \(index)")
                guard case .record(let record) = expected, let step else {
                    failed += 1
                    return
                }
                if case .routed = step.decision { routed += 1 }
                try check(step, record, bytes, kernels, draws.uniform(0...3), "seed \(seed), command \(index)")
            }
        }
        #expect(routed > 100 && failed > 100, "seed \(seed)")
        #expect(kernels.stepping.stateBytes == kernels.decoding.stateBytes, "seed \(seed)")
        #expect(kernels.writing.stateBytes == kernels.decoding.stateBytes, "seed \(seed)")
        #expect(kernels.checking.stateBytes == kernels.decoding.stateBytes, "seed \(seed)")
    }

    /// Lets the checking kernel see the record as it is, or with another time or decision.
    private func check(
        _ step: Step, _ record: [UInt8], _ command: [UInt8], _ kernels: Quartet, _ change: UInt64, _ comment: Comment
    ) throws {
        let presented =
            switch change {
            case 0: Self.record(step, command, time: Milliseconds(step.time.rawValue + 1))
            case 1: Self.record(step, command, decision: .lockQueued(position: 7))
            default: record
            }
        let found = try kernels.checked(presented)
        if change > 1 {
            #expect(found == nil, comment)
        } else {
            #expect(found?.matches(step) == true, comment)
        }
    }

    @Test("consequences come first, whatever the kind")
    func consequencesFirst() throws {
        let kernel = KernelHarness(initialTime: 1_000)
        kernel.run(.openTenant())
        kernel.run(.open(1))
        kernel.run(.fund(1, 1, 100))
        kernel.run(.reserve(1, [1], 1, until: 1_010))
        let before = kernel.stateBytes
        for body in [CommandBody.tick, .route(RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1)))] {
            let tenant = body.kind == .tick ? TenantID.none : TenantID(1)
            let header = CommandHeader(tenant: tenant, time: Milliseconds(1_010))
            _ = Canonical.bytes(of: Command(header: header, body: body)).withUnsafeBytes { bytes in
                #expect(throws: CommandStepError.consequencesDue) { try kernel.kernel.step(decoding: bytes) }
            }
        }
        #expect(kernel.stateBytes == before)
    }
}

@Suite("Decisions compared with bytes")
struct DecisionComparisonTests {
    @Test("every decision is its own bytes and no others", arguments: 1...3 as ClosedRange<UInt64>)
    func ownBytesOnly(seed: UInt64) {
        var samples = SampleDecisions(seed: seed)
        for decision in samples.all() {
            let bytes = Canonical.bytes(of: decision)
            #expect(isEncoded(decision, bytes), "seed \(seed), \(decision.kind)")
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= 0x10
                #expect(!isEncoded(decision, changed), "seed \(seed), \(decision.kind), byte \(index)")
            }
            #expect(!isEncoded(decision, bytes + [0]), "seed \(seed), \(decision.kind)")
            #expect(!isEncoded(decision, bytes.dropLast()), "seed \(seed), \(decision.kind)")
            #expect(!isEncoded(decision, []), "seed \(seed), \(decision.kind)")
        }
    }

    private func isEncoded(_ decision: Decision, _ bytes: some Sequence<UInt8>) -> Bool {
        Array(bytes).withUnsafeBytes { decision.isEncoded(as: $0) }
    }
}
