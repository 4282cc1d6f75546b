import RecountJournal
import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

/// A decision that somebody changed, and the field by which verification must tell.
struct ForgedDecision: CustomTestStringConvertible, Sendable {
    let name: String
    let sequence: UInt64
    let field: String
    let expected: String
    let found: String
    let change: @Sendable (inout ForgedRecord) -> Void

    var testDescription: String { name }

    static func route(
        _ field: String, expected: String, found: String, _ change: @escaping @Sendable (inout RouteDecision) -> Void
    ) -> ForgedDecision {
        ForgedDecision(
            name: "route, \(field)", sequence: SampleJournals.Sequence.route, field: field, expected: expected,
            found: found, change: { $0.changeRoute(change) })
    }

    static func replaced(
        _ sequence: UInt64, _ field: String, expected: String, found: String, by decision: Decision
    ) -> ForgedDecision {
        ForgedDecision(
            name: "\(sequence), \(field)", sequence: sequence, field: field, expected: expected, found: found,
            change: { $0.decided = decision })
    }

    static let all: [ForgedDecision] = routes + budgets

    private static let routes: [ForgedDecision] = [
        .route("model", expected: "2", found: "1") { $0.winner?.model = ModelID(1) },
        .route("cost_microcents", expected: "200", found: "199") { $0.winner?.cost = Microcents(199) },
        .route("utility_microcents", expected: "89800", found: "89801") { $0.winner?.utility = 89_801 },
        .route("action", expected: "substitute", found: "execute_requested") {
            $0.action = .executeRequested
            $0.reason = .requestedModelIsBest
        },
        .route("runner_up_model", expected: "1", found: "3") { $0.runnerUp?.model = ModelID(3) },
        .route("runner_up_utility_microcents", expected: "49900", found: "1") { $0.runnerUp?.utility = 1 },
        .route("evaluated", expected: "2", found: "3") {
            $0.evaluatedCount = 3
            $0.rejections[.cost] = 1
        },
        .route("policy_epoch", expected: "7", found: "8") { $0.policy.policyEpoch = 8 },
        .route("catalog_epoch", expected: "11", found: "0") { $0.policy.catalogEpoch = 0 },
        .route(
            "policy_digest", expected: SampleJournals.policyDigest, found: String(repeating: "0", count: 64)
        ) { $0.policy.digest = .zero },
    ]

    private static let budgets: [ForgedDecision] = [
        .replaced(
            SampleJournals.Sequence.refusal, "decision", expected: "refused", found: "accepted", by: .accepted),
        .replaced(
            SampleJournals.Sequence.refusal, "reason", expected: "insufficient", found: "in_debt",
            by: .refused(.inDebt, .budget(AccountID(2), .tokens, needed: 400, limit: 300))),
        .replaced(
            SampleJournals.Sequence.refusal, "account", expected: "2", found: "1",
            by: .refused(.insufficient, .budget(AccountID(1), .tokens, needed: 400, limit: 300))),
        .replaced(
            SampleJournals.Sequence.refusal, "dimension", expected: "tokens", found: "calls",
            by: .refused(.insufficient, .budget(AccountID(2), .calls, needed: 400, limit: 300))),
        .replaced(
            SampleJournals.Sequence.refusal, "limit", expected: "300", found: "301",
            by: .refused(.insufficient, .budget(AccountID(2), .tokens, needed: 400, limit: 301))),
        .replaced(
            SampleJournals.Sequence.charge, "decision", expected: "accepted", found: "refused",
            by: .refused(.zeroAmount)),
        .replaced(
            SampleJournals.Sequence.expiry, "released.tokens", expected: "200", found: "199",
            by: .reservationExpired(
                ReservationExpiry(
                    tenant: TenantID(1), reservation: Identifier128(1), released: .of(calls: 1, tokens: 199, cost: 300)
                ))),
        .replaced(
            SampleJournals.Sequence.expiry, "reservation", expected: "00000000000000000000000000000001",
            found: "00000000000000010000000000000001",
            by: .reservationExpired(
                ReservationExpiry(
                    tenant: TenantID(1), reservation: Identifier128(high: 1, low: 1),
                    released: .of(calls: 1, tokens: 200, cost: 300)))),
        .replaced(
            SampleJournals.Sequence.lateSettlement, "settlement", expected: "settled_late", found: "settled",
            by: .settled(.settled)),
        .replaced(
            SampleJournals.Sequence.duplicate, "original_sequence", expected: "6", found: "5",
            by: .duplicate(Duplicate(sequence: 5, present: .transferred))),
        .replaced(
            SampleJournals.Sequence.installation, "policy", expected: "1", found: "2",
            by: .policyInstalled(PolicyInstallation(number: PolicyNumber(2), digest: .zero))),
    ]
}

@Suite("Decisions that were changed, with sound stamps, checksums and chain")
struct ForgedDecisionTests {
    @Test(
        "are found with their sequence, place, first field, what is right and what is there",
        arguments: ForgedDecision.all)
    func changed(_ forgery: ForgedDecision) throws {
        var forged = ForgedJournal(try SampleJournals.mixed().finish())
        let position = Int(forgery.sequence) - 1
        var records = forged.records
        forgery.change(&records[position])
        forged.records = records
        let directory = try TemporaryDirectory.holding(forged.bytes)
        let report = try Verification.run(at: directory.journal)
        let offset = 512 + 40 + records[..<position].reduce(0) { $0 + 36 + $1.bytes.count }
        let location = JournalLocation(segment: "00000000000000000001.journal", offset: UInt64(offset))
        // Byte 21 of a body is the command's kind, if it has one (docs/format.md, "Record").
        let hasCommand = records[position].bytes[16] == 1
        let command = hasCommand ? CommandKind(rawValue: records[position].bytes[21]) : nil
        #expect(
            report.finding
                == .decision(
                    FieldDivergence(
                        sequence: forgery.sequence, location: location, command: command, field: forgery.field,
                        expected: forgery.expected, found: forgery.found)))
        #expect(report.recordCount == forgery.sequence - 1)
        #expect(!report.isValid)
    }

    @Test("a journal that was taken apart and put together again is the same, byte for byte")
    func identity() throws {
        let bytes = try SampleJournals.mixed().finish()
        #expect(ForgedJournal(bytes).bytes == bytes)
    }

    @Test("a decision that is none is found with what it should be")
    func undecodable() throws {
        var forged = ForgedJournal(try SampleJournals.mixed().finish())
        var records = forged.records
        records[3].decision.append(0)
        forged.records = records
        let directory = try TemporaryDirectory.holding(forged.bytes)
        guard case .journal(.divergence(let divergence)) = try Verification.run(at: directory.journal).finding else {
            Issue.record("the decision with a byte too many is not found")
            return
        }
        #expect(divergence.sequence == 4)
        let error = DecodingError(.trailingBytes, at: 1)
        #expect(divergence.kind == .undecodableDecision(error, expected: OwnedDecision(.accepted)))
    }
}
