import RecountKernel
import RecountTestSupport
import Testing

@Suite("Encoding: commands in memory that no bytes decode to")
struct MalformedCommandTests {
    /// What the kernel says to a command that it must not take, after which it takes the next sequence.
    private static func error(on body: CommandBody, tenant: UInt64, time: Milliseconds = .zero) throws -> StepError? {
        let kernel = try RoutingKernel()
        return kernel.error(on: Command(header: CommandHeader(tenant: TenantID(tenant), time: time), body: body))
    }

    private static let late = Milliseconds(Milliseconds.maximum.rawValue + 1)

    private static func description(_ subject: Description.Subject, id: UInt64) throws -> CommandBody {
        let name = try #require(Array("name".utf8).withUnsafeBytes { Name(utf8: $0) })
        return .describe(Description(subject: subject, id: Identifier128(id), name: name))
    }

    @Test("times above 2^53")
    func times() throws {
        #expect(try Self.error(on: .tick, tenant: 0, time: Self.late) == .malformed(.outOfRange))
        #expect(try Self.error(on: .extend(.zero, expiry: Self.late), tenant: 1) == .malformed(.outOfRange))
        let reservation = Reservation(
            id: .zero, accounts: AccountList(AccountID(1)), amounts: .zero, expiry: Self.late)
        #expect(try Self.error(on: .reserve(reservation), tenant: 1) == .malformed(.outOfRange))
        #expect(try Self.error(on: .tick, tenant: 0, time: .maximum) == nil)
    }

    @Test("a tenant too many or too few")
    func tenants() throws {
        #expect(try Self.error(on: .tick, tenant: 1) == .malformed(.tenantNotAllowed))
        #expect(try Self.error(on: .release(.zero), tenant: 0) == .malformed(.tenantRequired))
        #expect(try Self.error(on: Self.description(.model, id: 1), tenant: 1) == .malformed(.tenantNotAllowed))
        #expect(try Self.error(on: Self.description(.actor, id: 1), tenant: 0) == .malformed(.tenantRequired))
    }

    @Test("a tenant is described by the header alone")
    func describedTenant() throws {
        #expect(try Self.error(on: Self.description(.tenant, id: 1), tenant: 1) == .malformed(.nonZeroReserved))
        #expect(try Self.error(on: Self.description(.tenant, id: 0), tenant: 1) == nil)
        #expect(try Self.error(on: Self.description(.account, id: 1), tenant: 1) == nil)
    }
}
