import CRecount
import RecountKernel
import RecountTestSupport
import Testing

@Suite("C: making kernels, reading them, taking them elsewhere")
struct CreationTests {
    private static let seed = [UInt8](repeating: 7, count: 16)

    @Test("limits outside their ranges, and structs of no version")
    func limits() {
        func status(_ change: (inout recount_limits) -> Void) -> Int {
            var limits = recount_limits(.small)
            change(&limits)
            var bytes: UInt64 = 77
            let status = Int(recount_required_bytes(&limits, &bytes))
            #expect((bytes == 77) == (status != RECOUNT_OK))
            #expect(Int(recount_maximum_decision_bytes(&limits, &bytes)) == status)
            return status
        }
        #expect(status { _ in } == RECOUNT_OK)
        #expect(status { $0.tenants = 0 } == RECOUNT_LIMITS_OUT_OF_RANGE)
        #expect(status { $0.locks = 0x1000_0001 } == RECOUNT_LIMITS_OUT_OF_RANGE)
        #expect(status { $0.fragments = 32_769 } == RECOUNT_LIMITS_OUT_OF_RANGE)
        #expect(status { $0.maximum_wait_milliseconds = 1 << 53 + 1 } == RECOUNT_LIMITS_OUT_OF_RANGE)
        #expect(status { $0.struct_bytes = 71 } == RECOUNT_UNSUPPORTED_STRUCT)
        #expect(status { $0.struct_bytes = 0 } == RECOUNT_UNSUPPORTED_STRUCT)
        #expect(status { $0.reserved = 1 } == RECOUNT_UNSUPPORTED_STRUCT)
        #expect(Int(recount_required_bytes(nil, nil)) == RECOUNT_NULL_POINTER)
        var limits = recount_limits(.small)
        #expect(Int(recount_required_bytes(&limits, nil)) == RECOUNT_NULL_POINTER)
    }

    @Test("a later version's limits count if what they add is zero")
    func laterLimits() {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 88, alignment: 8)
        defer { room.deallocate() }
        room.initializeMemory(as: UInt8.self, repeating: 0)
        let limits = room.baseAddress!.assumingMemoryBound(to: recount_limits.self)
        limits.pointee = recount_limits(.small)
        limits.pointee.struct_bytes = 80
        var bytes: UInt64 = 0
        room[80] = 1
        #expect(recount_required_bytes(limits, &bytes) == 0)
        room[79] = 1
        #expect(Int(recount_required_bytes(limits, &bytes)) == RECOUNT_UNSUPPORTED_STRUCT)
    }

    @Test("memory, time, seed and result of a creation")
    func creation() throws {
        let kernel = try CKernel()
        var limits = recount_limits(.small)
        let (memory, byteCount) = (kernel.memory.baseAddress!, UInt64(kernel.memory.count))
        var made: OpaquePointer?
        #expect(Int(recount_create(nil, byteCount, &limits, 0, Self.seed, &made)) == RECOUNT_NULL_POINTER)
        #expect(
            Int(recount_create(memory, byteCount - 1, &limits, 0, Self.seed, &made)) == RECOUNT_BUFFER_TOO_SMALL)
        #expect(Int(recount_create(memory, byteCount, nil, 0, Self.seed, &made)) == RECOUNT_NULL_POINTER)
        #expect(
            Int(recount_create(memory, byteCount, &limits, 1 << 53 + 1, Self.seed, &made))
                == RECOUNT_TIME_OUT_OF_RANGE)
        #expect(Int(recount_create(memory, byteCount, &limits, 0, nil, &made)) == RECOUNT_NULL_POINTER)
        #expect(Int(recount_create(memory, byteCount, &limits, 0, Self.seed, nil)) == RECOUNT_NULL_POINTER)
        let inside = (memory + 256).assumingMemoryBound(to: UInt8.self)
        #expect(Int(recount_create(memory, byteCount, &limits, 0, inside, &made)) == RECOUNT_OVERLAPPING)
        let odd = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: memory) + 8)
        #expect(Int(recount_create(odd, byteCount, &limits, 0, Self.seed, &made)) == RECOUNT_MISALIGNED)
        #expect(made == nil)
        // The kernel that stands there has seen nothing of all this.
        #expect(kernel.step(CommandBody.openTenant().bytes()).sequence == 1)
    }

    @Test("the largest decision is exactly as large as announced")
    func largestDecision() throws {
        let limits = KernelLimits.sized(fragments: 5)
        let kernel = try CKernel(limits: limits)
        for body in [CommandBody.openTenant(), .open(1), .fund(1, 1, .largest)] {
            #expect(kernel.step(body.bytes()).decision == [1])
        }
        let policy = PolicyBuilder(models: [.permissive(1)]).bytes
        #expect(kernel.step([3, 1] + [UInt8](repeating: 0, count: 64) + policy).decision[0] == 4)
        let admission = AdmissionCase().with { admission in
            admission.context = ContextCase(limit: 100, (1...5).map { .of($0, tokens: 1) })
        }.locking(
            (1, .shared), (2, .shared), (3, .shared), (4, .shared), (5, .shared), (6, .shared), (7, .shared),
            (8, .shared))
        let command =
            [96, 1, 1] + [UInt8](repeating: 0, count: 63) + admission.context.admissionBytes(admission.header)
        let answer = kernel.step(command)
        #expect(answer.decision.first == 96)
        #expect(answer.decision.count == 541 + 5 * 14)
        var stated = recount_limits(limits)
        var announced: UInt64 = 0
        #expect(recount_maximum_decision_bytes(&stated, &announced) == 0)
        #expect(announced == UInt64(answer.decision.count))
    }

    @Test("time, sequence, what is due, an account")
    func reading() throws {
        let kernel = try CKernel(initialTime: 5)
        var number: UInt64 = 99
        #expect(recount_sequence(kernel.pointer, &number) == 0)
        #expect(number == 0)
        #expect(recount_time(kernel.pointer, &number) == 0)
        #expect(number == 5)
        #expect(Int(recount_next_due(kernel.pointer, &number)) == RECOUNT_NOTHING_DUE)
        for body in [
            CommandBody.openTenant(), .open(1), .open(2, under: 1), .fund(1, 2, .of(calls: 9, tokens: 8, cost: 7)),
            .charge(1, [2], .of(tokens: 10)),
        ] { #expect(kernel.step(body.bytes(at: 6)).status == RECOUNT_OK) }
        _ = kernel.step(CommandBody.fund(2, 1, .of(calls: 1)).bytes(at: 6))
        #expect(kernel.step(CommandBody.reserve(2, [2], .of(calls: 1), until: 50).bytes(at: 6)).decision == [1])
        #expect(recount_next_due(kernel.pointer, &number) == 0)
        #expect(number == 50)
        var state = recount_account_state()
        state.struct_bytes = UInt32(MemoryLayout<recount_account_state>.size)
        #expect(recount_account(kernel.pointer, 1, 2, &state) == 0)
        #expect(state.has_parent == 1)
        #expect(state.parent == 1)
        #expect(state.is_closed == 0)
        #expect(state.hold_count == 1)
        #expect((state.calls.funded, state.calls.available, state.calls.reserved) == (9, 8, 1))
        #expect((state.tokens.spent, state.tokens.debt, state.tokens.available) == (10, 2, 0))
        #expect(state.cost.available == 7)
        #expect(Int(recount_account(kernel.pointer, 1, 3, &state)) == RECOUNT_NOT_FOUND)
    }

    @Test("a state goes to another kernel, which goes on as the first would")
    func restoring() throws {
        let first = try CKernel()
        for body in [CommandBody.openTenant(), .open(1), .fund(1, 1, 9), .reserve(1, [1], 5, until: 40)] {
            #expect(first.step(body.bytes(at: 3)).decision == [1])
        }
        let state = try first.state
        var limits = recount_limits()
        limits.struct_bytes = UInt32(MemoryLayout<recount_limits>.size)
        #expect(recount_state_limits(state, UInt64(state.count), &limits) == 0)
        #expect(limits.reservations == KernelLimits.small.reservations)
        #expect(limits.maximum_wait_milliseconds == 500)
        let second = try CKernel(seed: [UInt8](repeating: 9, count: 16), state: state)
        #expect(second.stateDigest == first.stateDigest)
        #expect(second.consequence(until: 40) == first.consequence(until: 40))
        #expect(
            second.step(CommandBody.settle(1, 4).bytes(at: 41)) == first.step(CommandBody.settle(1, 4).bytes(at: 41)))
        #expect(try second.state == first.state)
    }

    @Test("no state: short, damaged, and in the way")
    func badStates() throws {
        let kernel = try CKernel()
        _ = kernel.step(CommandBody.openTenant().bytes())
        let state = try kernel.state
        let other = try CKernel()
        let (memory, byteCount) = (other.memory.baseAddress, UInt64(other.memory.count))
        var made: OpaquePointer?
        var error = recount_error.empty
        func restore(_ bytes: [UInt8], byteCount: UInt64) -> Int {
            Int(recount_restore(memory, byteCount, bytes, UInt64(bytes.count), Self.seed, &made, &error))
        }
        #expect(restore(state, byteCount: byteCount - 1) == RECOUNT_BUFFER_TOO_SMALL)
        #expect(error.needed == byteCount)
        #expect(restore([], byteCount: byteCount) == RECOUNT_MALFORMED)
        #expect(error.decoding_code == 1)
        // So far the kernel that stands there is whole.
        #expect(other.step(CommandBody.openTenant().bytes()).sequence == 1)
        #expect(restore(state.dropLast(), byteCount: byteCount) == RECOUNT_MALFORMED)
        #expect(error.status == recount_status(RECOUNT_MALFORMED))
        #expect(error.decoding_offset > 80)
        #expect(made == nil)
        #expect(other.step(CommandBody.openTenant().bytes()).status == RECOUNT_NOT_A_KERNEL)
        #expect(restore(state, byteCount: byteCount) == RECOUNT_OK)
        #expect(made == other.pointer)

        var bytes = state
        var written: UInt64 = 0
        #expect(
            Int(recount_snapshot(kernel.pointer, &bytes, UInt64(state.count) - 1, &written))
                == RECOUNT_BUFFER_TOO_SMALL)
        #expect(kernel.error.needed == UInt64(state.count))
        let inside = kernel.memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
        #expect(
            Int(recount_snapshot(kernel.pointer, inside, UInt64(state.count), &written)) == RECOUNT_OVERLAPPING)
        #expect(Int(recount_state_digest(kernel.pointer, inside + 512)) == RECOUNT_OVERLAPPING)
    }
}
