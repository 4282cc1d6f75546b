import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Replay on opening")
struct ReplayTests {
    private let directory = TemporaryDirectory()
    private var path: FilePath { directory.journal }

    /// Commands after which a reservation of the tenant falls due at 1 050, and their bodies.
    private func steps() throws -> [(Step, Command?)] {
        let reference = try ReferenceKernel(.small())
        var workload = Workload(seed: 4)
        var commands = workload.next(6)
        let amounts = try #require(Amounts(calls: 1, tokens: 1, cost: 1))
        commands.append(
            workload.command(
                .reserve(
                    Reservation(
                        id: Identifier128(1), accounts: AccountList(AccountID(2)), amounts: amounts,
                        expiry: Milliseconds(1_050)))))
        commands.append(workload.route())
        var tick = workload.command(.tick, tenant: .none)
        tick.header.time = Milliseconds(1_100)
        commands.append(tick)
        var steps: [(Step, Command?)] = []
        for command in commands {
            let before = reference.steps.count
            try reference.submit(command)
            for step in reference.steps[before...] {
                steps.append((step, step.origin == .command ? command : nil))
            }
        }
        return steps
    }

    private func open(_ steps: [(Step, Command?)]) throws -> Journal {
        let bytes = try Forgery.segment { builder in
            try builder.append(steps.map { try SegmentBuilder.body($0.0, $0.1) })
        }
        try SampleJournal.install(bytes, at: path)
        _ = try ReadingResult(path)
        return try Journal.open(at: path, sync: .never)
    }

    /// What opening finds, which checks batches, and what executing record by record finds as well.
    private func divergence(_ steps: [(Step, Command?)]) throws -> JournalDivergence? {
        let found = try divergence { _ = try open(steps) }
        #expect(try divergence { try executeAll() } == found)
        return found
    }

    private func divergence(_ body: () throws -> Void) throws -> JournalDivergence? {
        do {
            try body()
            return nil
        } catch JournalError.divergence(let divergence) {
            return divergence
        }
    }

    private func executeAll() throws {
        let start = try JournalReplay(at: path, from: .genesis)
        let replay = Replay(start.hosted)
        while let batch = try start.reader.nextBatch() {
            for position in 0..<batch.count {
                let replayed = try replay.execute(batch[position], in: batch.segment)
                #expect((replayed.command == nil) == (replayed.step.origin == .consequence))
            }
        }
    }

    private func changed(_ step: Step, time: Milliseconds? = nil, decision: Decision? = nil) -> Step {
        Step(
            sequence: step.sequence, time: time ?? step.time, origin: step.origin,
            decision: decision ?? step.decision)
    }

    @Test("sound records of another writer are replayed")
    func unchanged() throws {
        let steps = try steps()
        #expect(try open(steps).acknowledgedSequence == UInt64(steps.count))
        #expect(steps.contains { $0.1 == nil })
    }

    @Test("every decision is compared")
    func decisions() throws {
        let steps = try steps()
        for (position, (step, command)) in steps.enumerated() {
            var altered = steps
            let refusal = Decision.refused(Refusal(.conflict))
            altered[position] = (changed(step, decision: refusal), command)
            let divergence = try #require(try divergence(altered), "record \(position + 1)")
            #expect(divergence.sequence == UInt64(position + 1))
            #expect(divergence.kind == .decision(expected: OwnedDecision(step.decision), found: OwnedDecision(refusal)))
        }
    }

    @Test("decisions of equal length are compared byte by byte")
    func decisionBytes() throws {
        let steps = try steps()
        let position = try #require(
            steps.firstIndex { step, _ in
                if case .routed = step.decision { return true }
                return false
            })
        guard case .routed(var decision) = steps[position].0.decision else { return }
        decision.policy.catalogEpoch += 1
        var altered = steps
        altered[position].0 = changed(steps[position].0, decision: .routed(decision))
        #expect(
            try divergence(altered)?.kind
                == .decision(
                    expected: OwnedDecision(steps[position].0.decision), found: OwnedDecision(.routed(decision))))
    }

    @Test("every effective time is compared")
    func times() throws {
        let steps = try steps()
        for (position, (step, command)) in steps.enumerated() {
            var altered = steps
            let time = Milliseconds(step.time.rawValue + 1)
            altered[position] = (changed(step, time: time), command)
            let divergence = try #require(try divergence(altered), "record \(position + 1)")
            #expect(divergence.sequence == UInt64(position + 1))
            #expect(divergence.kind == .time(expected: step.time, found: time))
        }
    }

    @Test("a consequence that is left out or made up is found")
    func consequences() throws {
        var steps = try steps()
        let position = try #require(steps.firstIndex { $0.1 == nil })
        let consequence = steps[position].0
        let next = steps[position + 1]
        let early = Step(
            sequence: next.0.sequence - 1, time: next.0.time, origin: .command, decision: next.0.decision)
        steps.replaceSubrange(position..., with: [(early, next.1)])
        #expect(try divergence(steps)?.kind == .missingConsequence(due: Milliseconds(1_050)))
        let madeUp = Step(sequence: 1, time: Milliseconds(1_000), origin: .consequence, decision: consequence.decision)
        #expect(try divergence([(madeUp, nil)])?.kind == .unexpectedConsequence(time: Milliseconds(1_000)))
    }

    @Test("bodies, commands and decisions that are none are told apart")
    func undecodable() throws {
        let (step, command) = try steps()[0]
        let body = try SegmentBuilder.body(step, command)
        func attempt(_ change: (inout [UInt8]) -> Void) throws -> JournalError? {
            var changed = body
            change(&changed)
            try SampleJournal.install(Forgery.segment { $0.append([changed]) }, at: path)
            do throws(JournalError) {
                _ = try Journal.open(at: path, sync: .never)
                return nil
            } catch {
                return error
            }
        }
        guard case .corrupt(let corruption)? = try attempt({ $0[16] = 9 }) else {
            Issue.record("an unknown origin was accepted")
            return
        }
        #expect(corruption.part == .body)
        guard case .divergence(let command)? = try attempt({ $0[21] = 250 }) else {
            Issue.record("an unknown command was accepted")
            return
        }
        #expect(command.kind == .undecodableCommand(DecodingError(.unknownKind, at: 0)))
        guard case .divergence(let decision)? = try attempt({ $0[$0.count - 37] = 250 }) else {
            Issue.record("an unknown decision was accepted")
            return
        }
        #expect(
            decision.kind
                == .undecodableDecision(DecodingError(.unknownKind, at: 0), expected: OwnedDecision(step.decision)))
    }
}
