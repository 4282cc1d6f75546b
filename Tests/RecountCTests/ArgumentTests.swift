import CRecount
import RecountKernel
import RecountTestSupport
import Testing

@Suite("C: arguments that are refused before anything happens")
struct ArgumentTests {
    /// All arguments of a step, good ones until a test spoils one.
    private final class StepCall {
        let kernel: CKernel
        var pointer: OpaquePointer?
        let command: UnsafeMutablePointer<UInt8>
        var decision: UnsafeMutablePointer<UInt8>?
        var record: UnsafeMutablePointer<recount_record>?
        var commandByteCount: UInt64
        var capacity: UInt64 = 541 + 14 * 64
        let block: UnsafeMutableRawBufferPointer

        init() throws {
            kernel = try CKernel()
            pointer = kernel.pointer
            block = .allocate(byteCount: 8_192, alignment: 64)
            block.initializeMemory(as: UInt8.self, repeating: 0)
            let bytes = CommandBody.openTenant().bytes()
            command = block.baseAddress!.assumingMemoryBound(to: UInt8.self)
            block.copyBytes(from: bytes)
            commandByteCount = UInt64(bytes.count)
            decision = command + 4_096
            record = (block.baseAddress! + 2_048).assumingMemoryBound(to: recount_record.self)
            record!.initialize(to: .empty)
        }

        deinit { block.deallocate() }

        func status(command: UnsafePointer<UInt8>?) -> Int {
            Int(recount_step(pointer, command, commandByteCount, decision, capacity, record))
        }

        /// The failure of the call, which left the kernel as it was and can be repeated without it.
        func expect(
            _ status: Int, argument: UInt32, command: UnsafePointer<UInt8>?? = nil,
            sourceLocation: SourceLocation = #_sourceLocation
        ) -> recount_error {
            let before = kernel.stateDigest
            #expect(
                self.status(command: command ?? UnsafePointer(self.command)) == status,
                sourceLocation: sourceLocation)
            let error = kernel.error
            if pointer == kernel.pointer {
                #expect(Int(error.status) == status, sourceLocation: sourceLocation)
                #expect(error.argument == argument, sourceLocation: sourceLocation)
            }
            #expect(kernel.stateDigest == before, sourceLocation: sourceLocation)
            return error
        }
    }

    @Test("the call that the other tests spoil is good")
    func good() throws {
        let call = try StepCall()
        #expect(call.status(command: call.command) == RECOUNT_OK)
        #expect(call.record?.pointee.sequence == 1)
        #expect(call.kernel.error.status == 0)
    }

    @Test("null pointers")
    func null() throws {
        let call = try StepCall()
        _ = call.expect(RECOUNT_NULL_POINTER, argument: 2, command: .some(nil))
        let (decision, record) = (call.decision, call.record)
        call.decision = nil
        _ = call.expect(RECOUNT_NULL_POINTER, argument: 4)
        (call.decision, call.record) = (decision, nil)
        _ = call.expect(RECOUNT_NULL_POINTER, argument: 6)
        (call.record, call.pointer) = (record, nil)
        _ = call.expect(RECOUNT_NULL_POINTER, argument: 1)
    }

    @Test("misaligned pointers")
    func misaligned() throws {
        let call = try StepCall()
        call.record = UnsafeMutablePointer(bitPattern: UInt(bitPattern: call.record) + 4)
        _ = call.expect(RECOUNT_MISALIGNED, argument: 6)
        call.pointer = OpaquePointer(bitPattern: UInt(bitPattern: call.pointer) + 8)
        _ = call.expect(RECOUNT_MISALIGNED, argument: 1)
    }

    @Test("a decision buffer one byte below the largest decision, whatever the command")
    func short() throws {
        let call = try StepCall()
        call.capacity -= 1
        let error = call.expect(RECOUNT_BUFFER_TOO_SMALL, argument: 5)
        #expect(error.needed == call.capacity + 1)
        #expect(error.offered == call.capacity)
    }

    @Test("a command above what a record can state, or beyond the end of memory")
    func long() throws {
        let call = try StepCall()
        call.commandByteCount = 0x1_0000_0000
        #expect(call.expect(RECOUNT_TOO_LONG, argument: 3).needed == 0xffff_ffff)
        call.commandByteCount = .max
        #expect(call.expect(RECOUNT_TOO_LONG, argument: 3).offered == .max)
        call.commandByteCount = 16
        let last = UnsafePointer<UInt8>(bitPattern: UInt.max - 7)
        #expect(call.expect(RECOUNT_TOO_LONG, argument: 3, command: last).needed == 7)
    }

    @Test("a record of no version")
    func version() throws {
        let call = try StepCall()
        for byteCount in [0, 63, 4_097, .max] as [UInt32] {
            call.record?.pointee.struct_bytes = byteCount
            _ = call.expect(RECOUNT_UNSUPPORTED_STRUCT, argument: 6)
        }
        // A later version's record is larger: what this one does not know of is left alone.
        call.record?.pointee.struct_bytes = 72
        #expect(call.status(command: call.command) == RECOUNT_OK)
        #expect(call.record?.pointee.struct_bytes == 72)
        #expect(call.block[2_048 + 64..<2_048 + 72].allSatisfy { $0 == 0 })
    }

    @Test("buffers that share memory")
    func overlapping() throws {
        let call = try StepCall()
        let memory = call.kernel.memory.baseAddress!.assumingMemoryBound(to: UInt8.self)
        let (decision, record) = (call.decision, call.record)
        call.decision = call.command + 81
        _ = call.expect(RECOUNT_OVERLAPPING, argument: 2)
        call.decision = memory + 4_096
        _ = call.expect(RECOUNT_OVERLAPPING, argument: 4)
        (call.decision, call.record) = (
            decision, (call.block.baseAddress! + 4_096).assumingMemoryBound(to: recount_record.self)
        )
        call.record?.initialize(to: .empty)
        _ = call.expect(RECOUNT_OVERLAPPING, argument: 6)
        call.record = record
        _ = call.expect(RECOUNT_OVERLAPPING, argument: 2, command: UnsafePointer(memory + 64))
        // Touching is not sharing.
        call.decision = call.command + 82
        call.capacity = 541 + 14 * 64
        #expect(call.status(command: call.command) == RECOUNT_OK)
    }

    @Test("what is no kernel: nothing, a copy elsewhere, one of another version, one that was destroyed")
    func noKernel() throws {
        let call = try StepCall()
        let memory = call.kernel.memory
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: memory.count, alignment: 64)
        defer { copy.deallocate() }
        copy.initializeMemory(as: UInt8.self, repeating: 0)
        call.pointer = OpaquePointer(copy.baseAddress)
        _ = call.expect(RECOUNT_NOT_A_KERNEL, argument: 1)
        copy.copyMemory(from: UnsafeRawBufferPointer(memory))
        _ = call.expect(RECOUNT_NOT_A_KERNEL, argument: 1)

        call.pointer = call.kernel.pointer
        memory[8] += 1
        #expect(call.status(command: call.command) == RECOUNT_NOT_A_KERNEL)
        memory[8] -= 1
        #expect(call.status(command: call.command) == RECOUNT_OK)
        #expect(recount_destroy(call.pointer) == 0)
        #expect(call.status(command: call.command) == RECOUNT_NOT_A_KERNEL)
        #expect(Int(recount_destroy(call.pointer)) == RECOUNT_NOT_A_KERNEL)
    }

    @Test("hash seed and salt secret are gone from the memory of a kernel that was destroyed")
    func secrets() throws {
        let seed: [UInt8] = (0..<16).map { 0xc0 + $0 }
        let secret: [UInt8] = (0..<32).map { 0x80 + $0 }
        let kernel = try CKernel(seed: seed, secret: secret)
        func holds(_ bytes: [UInt8]) -> Bool {
            kernel.memory.indices.dropLast(7).contains { kernel.memory[$0...].prefix(8).elementsEqual(bytes.prefix(8)) }
        }
        #expect(holds(seed) && holds(secret))
        #expect(recount_destroy(kernel.pointer) == 0)
        #expect(!holds(seed) && !holds(secret))
    }
}
