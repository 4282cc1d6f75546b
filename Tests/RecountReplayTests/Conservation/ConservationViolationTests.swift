import RecountTestSupport
import Testing

@testable import RecountKernel
@testable import RecountReplay

@Suite("The auditor names what does not hold")
struct ConservationViolationTests {
    private static let start: [CommandBody] = [
        .openTenant(), .open(1), .open(2, under: 1), .fund(1, 1, .of(calls: 100, tokens: 100, cost: 100)),
        .fund(2, 2, .of(calls: 100, tokens: 100, cost: 100)),
    ]

    @Test("B4: a reservation that no record shows, at the next record that touches the account")
    func skippedReservation() throws {
        let audited = try Self.started()
        try audited.run(.reserve(1, [2], .of(tokens: 7), until: 50), told: nil)
        Self.expect(.reserved, account: 2, .tokens, expected: 0, found: 7) {
            try audited.run(.withdraw(9, 2, .of(calls: 1)))
        }
    }

    @Test("B4: another amount reserved")
    func otherReservation() throws {
        let audited = try Self.started()
        Self.expect(.reserved, account: 2, .cost, expected: 8, found: 7) {
            try audited.run(.reserve(1, [2], .of(cost: 7), until: 50), told: .reserve(1, [2], .of(cost: 8), until: 50))
        }
    }

    @Test("B4: an admission that no record shows")
    func skippedAdmission() throws {
        let audited = AuditedKernel(limits: .sized(models: 2))
        try audited.run([.installPolicy(try SampleJournals.twoModels())] + Self.start)
        let body = try CommandBody.admit(AdmissionCase(1, accounts: [2], until: 50))
        #expect(try audited.run(body, told: nil).kind == .admitted)
        Self.expect(.reserved, account: 1, .calls, expected: 0, found: 1) { try audited.auditAll() }
    }

    @Test("B4: a reservation on the parent alone")
    func otherAccounts() throws {
        let audited = try Self.started()
        try audited.run(.reserve(1, [2], 7, until: 50), told: .reserve(1, [1], 7, until: 50))
        Self.expect(.reserved, account: 2, .calls, expected: 0, found: 7) { try audited.auditAll() }
    }

    @Test("B4: a release that no record shows")
    func skippedRelease() throws {
        let audited = try Self.started()
        try audited.run(.reserve(1, [1], 7, until: 50))
        try audited.run(.release(1), told: nil)
        Self.expect(.reserved, account: 1, .calls, expected: 7, found: 0) { try audited.run(.fund(9, 1, 1)) }
    }

    @Test("B5: another amount charged")
    func otherCharge() throws {
        let audited = try Self.started()
        Self.expect(.spent, account: 2, .calls, expected: 6, found: 5) {
            try audited.run(.charge(1, [2], 5), told: .charge(1, [2], 6))
        }
    }

    @Test("B5: another amount settled")
    func otherSettlement() throws {
        let audited = try Self.started()
        try audited.run(.reserve(1, [2], 9, until: 50))
        Self.expect(.spent, account: 2, .calls, expected: 4, found: 5) {
            try audited.run(.settle(1, 5), told: .settle(1, 4))
        }
    }

    @Test("B4: another amount drawn")
    func otherDraw() throws {
        let audited = try Self.started()
        try audited.run(.reserve(1, [2], 9, until: 50))
        Self.expect(.reserved, account: 2, .calls, expected: 5, found: 4) {
            try audited.run(.draw(1, 5), told: .draw(1, 4))
        }
    }

    @Test("B5: a settlement whose reservation no record shows, at the end")
    func settlementOfNothing() throws {
        let audited = try Self.started()
        try audited.run(.reserve(1, [2], 9, until: 50), told: nil)
        try audited.run(.settle(1, 5))
        Self.expectViolation {
            try audited.auditAll()
        } matches: {
            $0.property == .spent && $0.expected == 0 && $0.found == 5
        }
    }

    @Test("transfers: another amount funded or withdrawn, or none")
    func transfers() throws {
        var audited = try Self.started()
        Self.expect(.transfers, account: 1, .tokens, expected: 101, found: 102) {
            try audited.run(.fund(9, 1, .of(tokens: 2)), told: .fund(9, 1, .of(tokens: 1)))
        }
        audited = try Self.started()
        Self.expect(.transfers, account: 1, .cost, expected: 3, found: 4) {
            try audited.run(.withdraw(9, 1, .of(cost: 4)), told: .withdraw(9, 1, .of(cost: 3)))
        }
        audited = try Self.started()
        try audited.run(.fund(9, 1, 2), told: nil)
        Self.expect(.transfers, account: 1, .calls, expected: 100, found: 102) {
            try audited.run(.reserve(1, [2], 1, until: 50))
        }
    }

    @Test("tenant spent: a charge elsewhere that no record shows")
    func tenantSpent() throws {
        let audited = try Self.started()
        try audited.run([.open(3), .open(4)])
        try audited.run(.charge(1, [3], .of(tokens: 5)), told: nil)
        Self.expect(.tenantSpent, account: nil, .tokens, expected: 1, found: 6) {
            try audited.run(.charge(2, [4], .of(tokens: 1)))
        }
    }

    @Test("released: an expiry that gives back another amount than was held")
    func released() throws {
        let audited = try Self.started()
        try audited.run([.reserve(1, [2], .of(calls: 9, tokens: 4), until: 50), .draw(1, .of(calls: 2))])
        Self.expect(.released, account: nil, .tokens, expected: 4, found: 3) {
            try audited.expire(until: 60) { expiry in
                var changed = expiry
                changed.released = .of(calls: 7, tokens: 3)
                return changed
            }
        }
    }

    @Test("an account that no record opened has no sums, so whatever it has is a violation")
    func unrecordedAccount() throws {
        let audited = try Self.started()
        try audited.run(.open(3), told: nil)
        try audited.run(.fund(9, 3, 5), told: nil)
        Self.expect(.transfers, account: 3, .calls, expected: 0, found: 5) { try audited.auditAll() }
        let child = try Self.started()
        try child.run(.open(3, under: 2), told: nil)
        Self.expect(.spent, account: 3, .calls, expected: 0, found: 5) {
            try child.run(.charge(1, [3], 5))
            try child.auditAll()
        }
    }

    @Test("spending of a tenant of which no record shows any")
    func unrecordedTenantSpending() throws {
        let audited = try Self.started()
        audited.corruptTenant(.of(cost: 3))
        Self.expect(.tenantSpent, account: nil, .cost, expected: 0, found: 3) { try audited.auditAll() }
    }

    @Test("B1-B3: a balance that does not add up")
    func balances() throws {
        var audited = try Self.started()
        audited.corrupt(2) { $0.available += 1 }
        Self.expect(.balance, account: 2, .calls, expected: 100, found: 101) { try audited.auditAll() }
        audited = try Self.started()
        audited.corrupt(2) {
            $0.available += 5
            $0.debt += 5
        }
        Self.expect(.balance, account: 2, .calls, expected: 105, found: 105) { try audited.auditAll() }
    }

    @Test("B4, B5 and transfers: balances that add up, but not to what the records say")
    func movedBalances() throws {
        let cases: [(ConservationViolation.Property, (inout Balance) -> Void)] = [
            (.reserved, { ($0.available, $0.reserved) = ($0.available - 1, $0.reserved + 1) }),
            (.spent, { ($0.available, $0.spent) = ($0.available - 1, $0.spent + 1) }),
            (.transfers, { ($0.available, $0.withdrawn) = ($0.available - 1, $0.withdrawn + 1) }),
            (.transfers, { ($0.available, $0.funded) = ($0.available + 1, $0.funded + 1) }),
        ]
        for (property, change) in cases {
            let audited = try Self.started()
            audited.corrupt(2, change)
            #expect(audited.harness.balance(2).isConserved)
            Self.expectViolation {
                try audited.auditAll()
            } matches: {
                $0.property == property
            }
        }
    }

    private static func started() throws -> AuditedKernel {
        let audited = AuditedKernel()
        try audited.run(start)
        try audited.auditAll()
        return audited
    }

    private static func expect(
        _ property: ConservationViolation.Property, account: UInt64?, _ dimension: Dimension, expected: UInt128,
        found: UInt128, location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
    ) {
        let violation = ConservationViolation(
            property: property, tenant: TenantID(1), account: account.map { AccountID($0) }, dimension: dimension,
            expected: expected, found: found)
        #expect(throws: violation, sourceLocation: location, performing: body)
    }

    private static func expectViolation(
        _ body: () throws -> Void, matches: (ConservationViolation) -> Bool,
        location: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: ConservationViolation.self, sourceLocation: location, performing: body)
        #expect(error.map(matches) == true, sourceLocation: location)
    }
}
