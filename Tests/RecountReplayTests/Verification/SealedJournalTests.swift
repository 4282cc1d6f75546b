import RecountJournal
import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

@Suite("Journals with seals")
struct SealedJournalTests {
    private static let sequences: [UInt64] = [1, 17, 19]

    /// Seals before, between and after everything else.
    private static func script() throws -> JournalScript {
        let script = try JournalScript()
        try script.run(.seal)
        try script.run([.openTenant(reservations: 8, transfers: 8, locks: 4), .open(1), .open(2, under: 1)])
        for id in UInt64(1)...10 { try script.run(.fund(id, 1 + id % 2, .of(calls: id, tokens: 5))) }
        try script.run(.reserve(1, [2], 1, until: 2_000))
        try script.run(.openTenant(reservations: 8, transfers: 8, locks: 4), tenant: 2)
        try script.run(.seal, after: 9)
        // The reservation expires before the next one.
        try script.run(.seal, after: 5_000)
        return script
    }

    @Test("are verified: every root is computed again with the salt secret of the header")
    func verified() throws {
        let script = try Self.script()
        try script.flush()
        let report = try Verification.run(at: script.path)
        #expect(report.isValid)
        #expect(script.steps.filter { $0.decision.kind == .sealed }.map(\.sequence) == Self.sequences)
        let last = script.steps[script.steps.count - 1]
        #expect(last.decision == .sealed(stateRoot: script.journal.kernel.stateRoot()))
    }

    @Test("A root of which one bit was changed is found", arguments: sequences)
    func forged(sequence: UInt64) throws {
        var forged = ForgedJournal(try Self.script().finish())
        var records = forged.records
        let position = Int(sequence) - 1
        guard case .sealed(var root) = records[position].decided else {
            Issue.record("record \(sequence) is no seal")
            return
        }
        let expected = root.hexadecimal
        root.words[3] ^= 1 << 63
        records[position].decided = .sealed(stateRoot: root)
        forged.records = records
        let directory = try TemporaryDirectory.holding(forged.bytes)
        let report = try Verification.run(at: directory.journal)
        guard case .decision(let divergence) = report.finding else {
            Issue.record("found \(String(describing: report.finding))")
            return
        }
        #expect(divergence.sequence == sequence && divergence.command == .seal)
        #expect(divergence.field == "state_root")
        #expect(divergence.expected == expected && divergence.found == root.hexadecimal)
    }

    @Test("say in words what was sealed, and why not")
    func explained() throws {
        let script = try Self.script()
        try script.run(.seal, after: 2_000_000)
        try script.flush()
        guard case .sealed(let root) = script.steps[0].decision else {
            Issue.record("the first record is no seal")
            return
        }
        let first = try Explanation(ofRecord: 1, inJournalAt: script.path)
        #expect(
            first.summary.hasSuffix(
                "The state was to be sealed. All of it after this record has the root \(root.hexadecimal)."))
        #expect(first.details.isEmpty)
        let refused = try Explanation(ofRecord: 20, inJournalAt: script.path)
        #expect(refused.summary.contains("The state was to be sealed. It was refused: "))
    }
}
