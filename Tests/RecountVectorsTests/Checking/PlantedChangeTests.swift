import RecountKernel
import Testing

@testable import RecountVectors

/// Every field of a case, changed: the check names it.
@Suite struct PlantedChangeTests {
    private static let budgets = VectorFile(
        area: .budgets,
        groups: [
            StepGroup.make("small", "A group.") { group in
                group.setup(.openTenant(), .open(1), .fund(1, 1, 9), .reserve(1, [1], 2, until: 5))
                group.add("an expiry and a refusal", .draw(1, 1), at: 5)
                group.add("no command", bytes: [1])
            }
        ])

    /// What the check says of a file after a change of its entries.
    private static func finding(_ change: (inout [StepCase]) -> Void) throws -> VectorDivergence? {
        var file = budgets
        guard case .steps(var sequence) = file.groups[0].content else { return nil }
        change(&sequence.entries)
        file.groups[0].content = .steps(sequence)
        return try file.checked().divergence
    }

    private static func step(_ entries: inout [StepCase], _ index: Int, _ change: (inout SteppedBytes) -> Void) {
        guard case .decision(var step) = entries[index].result else { return }
        change(&step)
        entries[index].result = .decision(step)
    }

    @Test("Nothing is found where nothing was changed")
    func sound() throws {
        #expect(try Self.finding { _ in } == nil)
    }

    @Test("Fields of a step")
    func steps() throws {
        #expect(try Self.finding { Self.step(&$0, 1) { $0.sequence += 1 } }?.field == "sequence")
        #expect(try Self.finding { Self.step(&$0, 1) { $0.time += 1 } }?.field == "time")
        #expect(try Self.finding { Self.step(&$0, 1) { $0.origin = .consequence } }?.field == "origin")
        #expect(try Self.finding { Self.step(&$0, 1) { $0.stamp = .zero } }?.field == "stamp")
        #expect(try Self.finding { Self.step(&$0, 1) { $0.decision[1] = 33 } }?.field == "decision.reason")
        #expect(try Self.finding { Self.step(&$0, 1) { $0.decision[3] = 2 } }?.field == "decision.state")
        #expect(try Self.finding { Self.step(&$0, 1) { $0.decision = [9] } }?.field == "decision_hex, byte 0")
        #expect(try Self.finding { $0[1].stateDigest = .zero }?.field == "state_digest_after")
    }

    @Test("Consequences")
    func consequences() throws {
        #expect(try Self.finding { Self.step(&$0, 0) { $0.decision[9] = 7 } }?.field == "decision.reservation")
        #expect(try Self.finding { $0.remove(at: 0) }?.field == "consequence")
        #expect(try Self.finding { $0.insert($0[0], at: 0) }?.field == "result")
        #expect(try Self.finding { $0.removeLast(2) }?.field == "command_hex")
    }

    @Test("Malformed bytes")
    func malformed() throws {
        #expect(
            try Self.finding { $0[2].result = .malformed(DecodingError(.unknownKind, at: 1)) }?.field == "code")
        #expect(try Self.finding { $0[2].result = .malformed(DecodingError(.truncated, at: 2)) }?.field == "offset")
        #expect(try Self.finding { $0[2].result = $0[1].result }?.field == "result")
        #expect(try Self.finding { $0[1].result = $0[2].result }?.field == "result")
    }

    @Test("A finding names the case and both values")
    func text() throws {
        let finding = try #require(try Self.finding { Self.step(&$0, 1) { $0.time = 77 } })
        #expect(finding.description == "small/002 (an expiry and a refusal): time: expected 77, found 5")
    }

    @Test("Digests and journals")
    func others() throws {
        let digests = VectorCatalog.generated(.digests, VectorGenerator(seed: 3, count: 1))
        guard case .digests(var cases) = digests.groups[0].content else { return }
        cases[0].digest[0] ^= 1
        #expect(try Self.divergence(.digests(cases))?.field == "digest_hex")
        let journals = VectorFile(area: .journal, groups: [JournalVectors.valid])
        guard case .journals(var journal) = journals.groups[0].content,
            case .valid(let count, let chain) = journal[1].result
        else { return }
        journal[1].result = .valid(recordCount: count + 1, chain: chain)
        #expect(try Self.divergence(.journals(journal))?.field == "records")
        journal[1].result = .valid(recordCount: count, chain: .zero)
        #expect(try Self.divergence(.journals(journal))?.field == "chain")
        journal[1].result = .refused
        #expect(try Self.divergence(.journals(journal))?.field == "result")
    }

    private static func divergence(_ content: VectorContent) throws -> VectorDivergence? {
        let group = VectorGroup(id: "planted", comment: "planted", content: content)
        return try VectorFile(area: .digests, groups: [group]).checked().divergence
    }
}
