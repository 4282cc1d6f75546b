import RecountKernel
import RecountTestSupport
import Testing

/// A step from a value reads its decision back from zeroed memory, so what is not written there does not show. Here
/// every byte of the decision must be written.
@Suite("Routing: decisions about catalogs of two as bytes")
struct PairBytesTests {
    @Test("random pairs, into memory that holds something else", arguments: [UInt64(1), 2, 3])
    func agreement(seed: UInt64) throws {
        let kernel = KernelHarness(limits: .sized(policies: 40, models: 80))
        kernel.run(.openTenant())
        var generator = RoutingGenerator(range: .plausible, seed: seed)
        var eligibleCounts: [UInt32: Int] = [:]
        for number in 1...UInt32(40) {
            var policy = generator.policy(modelCount: 2)
            policy.narrow()
            try policy.withPolicy { #expect(kernel.answer(.installPolicy($0)).kind == .policyInstalled) }
            let reference = ReferenceRouting(policy)
            for index in 0..<30 {
                var request = generator.request(catalog: policy.models)
                for _ in 0...index % 3 { generator.loosen(&request) }
                request = request.narrowed
                request.policy = PolicyNumber(number)
                let expected = reference.decide(request)
                #expect(
                    kernel.decisionBytes(routing: request) == Canonical.bytes(of: .routed(expected)),
                    "seed \(seed), policy \(number), request \(index)")
                eligibleCounts[expected.eligibleCount, default: 0] += 1
            }
        }
        // Otherwise what stands in for a missing winner or runner-up was not seen, or what stands there for one.
        for count: UInt32 in 0...2 { #expect(eligibleCounts[count, default: 0] > 20, "\(eligibleCounts)") }
    }
}

extension KernelHarness {
    /// The bytes of the decision on a request of tenant 1, written where something else stood.
    func decisionBytes(routing request: RouteRequest, at time: UInt64? = nil) -> [UInt8] {
        let header = CommandHeader(tenant: TenantID(1), time: Milliseconds(time ?? now))
        var output = [UInt8](repeating: 0xa5, count: kernel.limits.maximumDecisionByteCount)
        let count = Canonical.bytes(of: Command(header: header, body: .route(request))).withUnsafeBytes { bytes in
            output.withUnsafeMutableBytes { output in
                do throws(CommandStepError) {
                    return try kernel.step(decoding: bytes, into: output).decisionByteCount
                } catch {
                    fatalError("no step: \(error)")
                }
            }
        }
        return Array(output.prefix(count))
    }
}
