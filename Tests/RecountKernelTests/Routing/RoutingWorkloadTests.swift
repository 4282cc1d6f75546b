import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: the shared workloads")
struct RoutingWorkloadTests {
    private static let requestCount = 100_000

    @Test("open, 8 models: every total and the mix")
    func open() throws {
        let expected = RoutingCheckSum(
            executeCount: 12_446, substituteCount: 87_554, rejectCount: 0, costMicrocents: 3_124_899_211,
            utilityMicrocents: 63_624_124_069_325, eligibleCount: 800_000, mix: 0x5b7b_797b_91b8_92ab)
        #expect(try Self.checkSum(.open, modelCount: 8) == expected)
    }

    @Test("mixed, 64 models: every total and the mix")
    func mixed() throws {
        let expected = RoutingCheckSum(
            executeCount: 1_481, substituteCount: 93_116, rejectCount: 5_403, costMicrocents: 2_707_946_655,
            utilityMicrocents: 569_354_439_461, eligibleCount: 2_487_553, mix: 0x41cd_b284_bdec_8d0c)
        #expect(try Self.checkSum(.mixed, modelCount: 64) == expected)
    }

    private static func checkSum(_ kind: RoutingWorkload.Kind, modelCount: Int) throws -> RoutingCheckSum {
        let kernel = try RoutingKernel(policies: 1, models: UInt32(modelCount))
        _ = try kernel.install(RoutingWorkload.policy(modelCount: modelCount))
        var workload = RoutingWorkload(kind, modelCount: modelCount)
        var checkSum = RoutingCheckSum()
        for _ in 0..<requestCount {
            guard case .routed(let decision) = try kernel.route(workload.next(policy: PolicyNumber(1))) else {
                Issue.record("a request to an installed policy was refused")
                break
            }
            checkSum.add(decision)
        }
        return checkSum
    }
}
