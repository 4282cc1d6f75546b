import CRecount
import RecountKernel
import RecountTestSupport
import Testing

@Suite("C: the same answers as the Swift kernel")
struct SameAnswerTests {
    private static let limits = KernelLimits.sized(policies: 4, models: 16)

    /// Both kernels with two tenants of a few accounts and budget, and a policy.
    private static func opened() throws -> (CKernel, SwiftKernel) {
        let kernel = try CKernel(limits: limits)
        let reference = SwiftKernel(limits: limits)
        let bodies: [CommandBody] = [
            .openTenant(), .open(1), .open(2, under: 1), .fund(900, 1, .of(calls: 5_000, cost: 5_000)),
        ]
        for tenant in [1, 2] as [UInt64] {
            for body in bodies {
                let bytes = body.bytes(tenant: tenant)
                #expect(kernel.step(bytes) == reference.step(bytes).0)
            }
        }
        return (kernel, reference)
    }

    @Test("to 50 000 commands and pieces of them, good and bad", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func random(seed: UInt64) throws {
        let (kernel, reference) = try Self.opened()
        var stream = CommandBytes(seed: seed)
        var taken: [Int: Int] = [:]
        for index in 0..<10_000 {
            let bytes = stream.next(now: reference.harness.now)
            let difference = Self.difference(on: bytes, kernel, reference, comparesState: index % 50 == 0)
            if let difference {
                Issue.record("seed \(seed), input \(index): \(difference), \(bytes.hexadecimalDigits)")
                return
            }
            taken[Int(kernel.error.status), default: 0] += 1
        }
        #expect(taken[RECOUNT_OK, default: 0] > 4_000)
        #expect(taken[RECOUNT_MALFORMED, default: 0] > 1_000)
        #expect(kernel.stateDigest == reference.stateDigest)
    }

    /// Takes what is due and then the command in both kernels; what differs, if anything does.
    private static func difference(
        on bytes: [UInt8], _ kernel: CKernel, _ reference: SwiftKernel, comparesState: Bool
    ) -> String? {
        let before = comparesState ? kernel.stateDigest : []
        var (expected, error) = reference.step(bytes)
        while expected.status == RECOUNT_CONSEQUENCES_DUE {
            let refusal = kernel.step(bytes)
            if refusal != expected { return "not refused: \(refusal)" }
            let time = bytes[10..<18].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            let consequence = reference.consequence(until: time)
            let answer = kernel.consequence(until: time)
            if answer != consequence { return "\(answer) instead of \(consequence)" }
            (expected, error) = reference.step(bytes)
        }
        let answer = kernel.step(bytes)
        if answer != expected { return "\(answer) instead of \(expected)" }
        if let error {
            let found = kernel.error
            if found.decoding_code != UInt32(error.code.rawValue) || found.decoding_offset != UInt64(error.offset) {
                return "\(found) instead of \(error)"
            }
            if comparesState && kernel.stateDigest != before { return "a malformed command changed the state" }
        }
        return comparesState && kernel.stateDigest != reference.stateDigest ? "the states differ" : nil
    }

    @Test("to an installed policy, whether it comes as a command or alone")
    func installation() throws {
        let policy = PolicyBuilder(models: [.permissive(1)]).bytes
        var header = recount_command_header()
        header.struct_bytes = UInt32(MemoryLayout<recount_command_header>.size)
        header.time_milliseconds = 0x0102
        withUnsafeMutableBytes(of: &header.request_id) { $0.copyBytes(from: 1...16) }
        withUnsafeMutableBytes(of: &header.actor) { $0.copyBytes(from: 17...32) }
        withUnsafeMutableBytes(of: &header.correlation) { $0.copyBytes(from: 33...48) }
        var command: [UInt8] = [3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0]
        command += Array(1...48) + policy

        let (whole, alone) = (try CKernel(limits: Self.limits), try CKernel(limits: Self.limits))
        #expect(whole.step(command).status == RECOUNT_OK)
        #expect(alone.install(policy, header: header).status == RECOUNT_OK)
        // The second time it is refused, by the same words.
        #expect(alone.install(policy, header: header) == whole.step(command))

        var bad = policy
        bad[36 + 4] = 64
        #expect(alone.install(bad, header: header).status == RECOUNT_MALFORMED)
        #expect(alone.error.decoding_code == 70)
        #expect(alone.error.decoding_offset == 66 + 40)
        header.time_milliseconds = UInt64(RECOUNT_MAXIMUM_TIME) + 1
        #expect(alone.install(policy, header: header).status == RECOUNT_MALFORMED)
        #expect(alone.error.decoding_code == 6)
        #expect(alone.error.decoding_offset == 10)
    }

    @Test("two kernels on two threads give what each gives alone")
    func threads() async throws {
        @Sendable func stamps(_ seed: UInt64) throws -> [[UInt8]] {
            let (kernel, reference) = try Self.opened()
            var stream = CommandBytes(seed: seed)
            return (0..<3_000).map { _ in
                let now = reference.harness.now
                while kernel.consequence(until: now).status == RECOUNT_OK {}
                return kernel.step(stream.next(now: now)).stamp
            }
        }
        async let first = stamps(11)
        async let second = stamps(12)
        #expect(try await first == stamps(11))
        #expect(try await second == stamps(12))
    }
}
