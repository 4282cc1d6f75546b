import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

@Suite("The auditor agrees with a sound kernel")
struct ConservationAuditorTests {
    @Test("long random runs that meet every budget operation")
    func randomRuns() throws {
        var seen = OutcomeCount()
        for seed in 1...8 as ClosedRange<UInt64> {
            let audited = AuditedKernel(limits: .sized(retention: [0, 5, 30, 100][Int(seed % 4)]))
            var stream = FundedCommandStream(seed: seed, largestAmount: seed < 4 ? 6 : 60)
            do {
                for number in 0..<1_200 {
                    let command = stream.next(now: audited.harness.now)
                    seen.count(command.body, try audited.run(command))
                    if number % 200 == 0 { try audited.auditAll() }
                }
                try audited.auditAll()
            } catch {
                Issue.record("seed \(seed), record \(audited.harness.kernel.sequence): \(error)")
            }
            seen.count(expiries: audited.consequences.count)
        }
        #expect(seen.missing.isEmpty)
    }

    @Test("short random runs with closing accounts and changing limits", arguments: Array(1...30) as [UInt64])
    func shortRuns(seed: UInt64) throws {
        let audited = AuditedKernel(limits: .sized(accounts: 16, reservations: 20, maximumAdvance: 50))
        var stream = BudgetCommandStream(seed: seed)
        for number in 0..<300 {
            do {
                try audited.run(stream.next(now: audited.harness.now))
                try audited.auditAll()
            } catch {
                Issue.record("seed \(seed), command \(number): \(error)")
                return
            }
        }
    }

    @Test(
        "histories with steps left out or told otherwise: what the reference finds, also after violations",
        arguments: Array(1...40) as [UInt64])
    func falseHistories(seed: UInt64) throws {
        let audited = AuditedKernel(limits: .sized(reservations: 12, retention: [0, 5, 30][Int(seed % 3)]))
        var stream = FundedCommandStream(seed: seed, largestAmount: seed % 2 == 0 ? 6 : 60)
        var generator = SplitMix64(state: seed)
        var earlier: [CommandBody] = []
        var violations = 0
        for number in 0..<500 {
            let command = stream.next(now: audited.harness.now)
            do {
                switch generator.uniform(0...19) {
                case 0: try audited.run(command, told: nil)
                case 1: try audited.run(command, told: Command.other(than: command, among: earlier, &generator))
                case 2:
                    try audited.run(command)
                    try audited.auditAll()
                default: try audited.run(command)
                }
                if generator.uniform(0...99) == 0 { audited.restartAudit() }
            } catch is ConservationViolation {
                violations += 1
            } catch {
                Issue.record("seed \(seed), command \(number): \(error)")
                return
            }
            // An account is never opened again, which would change what older reservations touch.
            if case .openAccount = command.body { continue }
            earlier.append(command.body)
        }
        #expect(violations > 0, "seed \(seed)")
    }

    @Test("a tree four deep is touched once each, whatever accounts of it are named")
    func tree() throws {
        let audited = AuditedKernel()
        try audited.run([.openTenant(), .open(1), .open(2, under: 1), .open(3, under: 2), .open(4, under: 3)])
        try audited.run([.open(5, under: 2), .fund(1, 1, 100), .fund(2, 2, 100), .fund(3, 3, 100), .fund(4, 4, 100)])
        try audited.run([
            .fund(5, 5, 100), .reserve(1, [4, 5, 3, 1], 10, until: 50), .draw(1, 4), .charge(2, [4, 5], 7),
        ])
        for account in 1...3 as ClosedRange<UInt64> {
            #expect(audited.harness.balance(account).reserved == 6)
            #expect(audited.harness.balance(account).spent == 11)
        }
        #expect(audited.harness.tenant()?.spent.calls.value == 11)
        try audited.run(.settle(1, 12))
        try audited.auditAll()
    }

    @Test("an id that was forgotten and is used again, while an old reservation stays open")
    func forgottenIDs() throws {
        let audited = AuditedKernel(limits: .sized(reservations: 4, retention: 2))
        try audited.run([.openTenant(reservations: 4), .open(1), .fund(1, 1, 1_000)])
        try audited.run(.reserve(999, [1], 5, until: 900))
        // Each expires unsettled and is forgotten, so the auditor drops them many times over.
        for round in 0..<60 as Range<UInt64> {
            try audited.run(.reserve(round % 20, [1], 3, until: 10 * round + 2), at: 10 * round)
            try audited.expire(until: 10 * round + 5)
        }
        #expect(audited.consequences.count == 60)
        #expect(try audited.run(.settle(999, 4)) == .settled(.settled))
        #expect(audited.harness.balance(1).spent == 4)
        try audited.auditAll()
    }

    @Test("settling late and into debt, drawing before expiry, releasing a part")
    func lateSettlement() throws {
        let audited = AuditedKernel()
        try audited.run([.openTenant(), .open(1), .open(2, under: 1), .fund(1, 1, 10), .fund(2, 2, 10)])
        try audited.run([.reserve(1, [2], 8, until: 5), .draw(1, 3)])
        try audited.run(.tick, at: 6)
        #expect(audited.consequences.count == 1)
        #expect(try audited.run(.settle(1, 30)) == .settled(.settledLate))
        #expect(audited.harness.balance(2).debt == 20)
        try audited.run([.fund(3, 1, 40), .fund(4, 2, 40), .reserve(2, [2], 8, until: 50), .draw(2, 5), .release(2)])
        try audited.auditAll()
        #expect(audited.harness.balance(2).reserved == 0)
    }

    @Test("an admission holds budget like a reservation, until it is settled, drawn from, released or expires")
    func admissions() throws {
        let audited = AuditedKernel(limits: .sized(models: 2))
        try audited.run([
            .installPolicy(try SampleJournals.twoModels()), .openTenant(), .open(1), .open(2, under: 1),
            .fund(1, 1, .of(calls: 9, tokens: 900, cost: 9_000)), .fund(2, 2, .of(calls: 9, tokens: 900, cost: 9_000)),
        ])
        func admit(_ id: UInt64) throws -> Decision {
            try audited.run(.admit(AdmissionCase(id, accounts: [2], until: 50)))
        }
        for id in 1...4 as ClosedRange<UInt64> { #expect(try admit(id).kind == .admitted) }
        for account in 1...2 as ClosedRange<UInt64> {
            #expect(audited.harness.balance(account, .tokens).reserved == 4 * 15)
            #expect(audited.harness.balance(account, .cost).reserved == 4 * 2)
        }
        #expect(try admit(1).kind == .duplicate)
        let unaffordable = AdmissionCase(9, accounts: [2], until: 50).with {
            $0.context = ContextCase(limit: 2_000, [.of(1, tokens: 1_000, .required)])
        }
        #expect(try audited.run(.admit(unaffordable)).kind == .notAdmitted)
        try audited.auditAll()
        try audited.run([
            .settle(1, .of(calls: 1, tokens: 14, cost: 2)), .draw(2, .of(tokens: 5)), .release(3),
        ])
        try audited.run(.tick, at: 60)
        #expect(audited.consequences.count == 2)
        #expect(try audited.run(.settle(4, .of(tokens: 7))) == .settled(.settledLate))
        try audited.auditAll()
        #expect(audited.harness.balance(2, .tokens).spent == 14 + 5 + 7)
    }
}

extension Command {
    /// The same with what an earlier command asked for; nil if there was none.
    fileprivate static func other(
        than command: Command, among earlier: [CommandBody], _ generator: inout SplitMix64
    ) -> Command? {
        if earlier.isEmpty { return nil }
        let position = Int(generator.uniform(0...UInt64(earlier.count - 1)))
        return Command(header: command.header, body: earlier[position])
    }
}

/// How often a run met what it must meet to mean something.
private struct OutcomeCount {
    private var counts: [String: Int] = [:]

    mutating func count(_ body: CommandBody, _ decision: Decision) {
        switch (body, decision) {
        case (.draw, .accepted): counts["draw", default: 0] += 1
        case (.settle, .settled(let settlement)): counts["\(settlement)", default: 0] += 1
        case (.charge, .accepted): counts["charge", default: 0] += 1
        case (.release, .accepted): counts["release", default: 0] += 1
        case (.withdraw, .accepted): counts["withdraw", default: 0] += 1
        default: break
        }
    }

    mutating func count(expiries: Int) { counts["expiry", default: 0] += expiries }

    var missing: [String] {
        ["draw", "settled", "settledLate", "charge", "release", "withdraw", "expiry"].filter {
            counts[$0, default: 0] == 0
        }
    }
}
