import RecountKernel
import RecountTestSupport
import Testing

@Suite("Commands that decoding would not accept")
struct MalformedCommandTests {
    private static let beyond = Milliseconds.maximum.rawValue + 1

    private static let tenantBodies: [CommandBody] = [
        .openTenant(), .setQuotas(), .open(1), .limit(1, .none), .fund(1, 1, 1), .withdraw(1, 1, 1),
        .reserve(1, [1], 1, until: 9), .draw(1, 1), .extend(1, until: 9), .settle(1, 1), .release(1),
        .charge(1, [1], 1), .close(1), .route(RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))),
    ]

    private func error(_ body: CommandBody, tenant: UInt64, time: UInt64) -> StepError? {
        let harness = KernelHarness()
        harness.run(.openTenant())
        let before = harness.snapshot
        var found: StepError?
        do throws(StepError) {
            _ = try harness.step(
                Command(header: CommandHeader(tenant: TenantID(tenant), time: Milliseconds(time)), body: body))
        } catch {
            found = error
        }
        #expect(harness.snapshot == before)
        #expect(harness.kernel.sequence == 1)
        #expect(harness.now == 0)
        return found
    }

    @Test("A command of a tenant needs one", arguments: tenantBodies)
    func tenantRequired(body: CommandBody) {
        #expect(error(body, tenant: 0, time: 0) == .malformed(.tenantRequired))
    }

    @Test("Ticks and seals carry none, a name of a model neither, a name of an account does")
    func tenantNotAllowed() throws {
        let name = try #require(Array("n".utf8).withUnsafeBytes { Name(utf8: $0) })
        #expect(error(.tick, tenant: 1, time: 0) == .malformed(.tenantNotAllowed))
        #expect(error(.seal, tenant: 1, time: 0) == .malformed(.tenantNotAllowed))
        for subject in [Description.Subject.policy, .model, .provider] {
            let body = CommandBody.describe(Description(subject: subject, id: .zero, name: name))
            #expect(error(body, tenant: 1, time: 0) == .malformed(.tenantNotAllowed))
        }
        for subject in [Description.Subject.tenant, .account, .actor, .resource] {
            let body = CommandBody.describe(Description(subject: subject, id: .zero, name: name))
            #expect(error(body, tenant: 0, time: 0) == .malformed(.tenantRequired))
        }
    }

    @Test("A tenant is described by the header alone")
    func describedTenant() throws {
        let name = try #require(Array("n".utf8).withUnsafeBytes { Name(utf8: $0) })
        let body = CommandBody.describe(Description(subject: .tenant, id: Identifier128(1), name: name))
        #expect(error(body, tenant: 1, time: 0) == .malformed(.nonZeroReserved))
    }

    @Test("Times above 2^53, in the header and in the body")
    func times() {
        #expect(error(.tick, tenant: 0, time: Self.beyond) == .malformed(.outOfRange))
        #expect(error(.tick, tenant: 0, time: .max) == .malformed(.outOfRange))
        #expect(error(.reserve(1, [1], 1, until: Self.beyond), tenant: 1, time: 0) == .malformed(.outOfRange))
        #expect(error(.reserve(1, [1], 1, until: .max), tenant: 1, time: 0) == .malformed(.outOfRange))
        #expect(error(.extend(1, until: .max), tenant: 1, time: 0) == .malformed(.outOfRange))
    }

    @Test("A malformed command is told so even while something is due")
    func beforeConsequences() {
        let harness = KernelHarness()
        for body in [CommandBody.openTenant(), .open(1), .fund(1, 1, 1), .reserve(1, [1], 1, until: 1)] {
            harness.run(body)
        }
        let command = Command(header: CommandHeader(tenant: TenantID(1), time: Milliseconds(1)), body: .tick)
        #expect(throws: StepError.malformed(.tenantNotAllowed)) { try harness.step(command) }
    }

    @Test("Values of bodies that cannot be made")
    func values() {
        let beyond = Amounts.maximum + 1
        #expect(Amounts(calls: beyond, tokens: 0, cost: 0) == nil)
        #expect(Amounts(calls: 0, tokens: beyond, cost: 0) == nil)
        #expect(Amounts(calls: 0, tokens: 0, cost: .max) == nil)
        #expect(ExposureLimit(calls: Balance.maximum, tokens: nil, cost: 0) != nil)
        #expect(ExposureLimit(calls: Balance.maximum + 1, tokens: nil, cost: nil) == nil)
        #expect(ExposureLimit(calls: nil, tokens: .max, cost: nil) == nil)
        var list = AccountList.of([1, 2, 3])
        let appended = [2, 4, 5].map { list.append(AccountID($0)) }
        #expect(appended == [false, true, false])
        #expect(list.numbers == [1, 2, 3, 4])
    }
}
