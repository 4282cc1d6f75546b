import CRecount
import RecountKernel
import RecountTestSupport
import Testing

@Suite("C: salt secrets")
struct SaltTests {
    private static let seed = [UInt8](repeating: 7, count: 16)
    private static let secret: [UInt8] = (0..<32).map { $0 &* 5 }

    private static func seal(_ kernel: CKernel) -> [UInt8] {
        _ = kernel.step(CommandBody.openTenant().bytes())
        return kernel.step(CommandBody.seal.bytes()).decision
    }

    @Test("seals of a created and of a restored kernel are those of a Swift kernel with the same secret")
    func sameRoots() throws {
        let reference = SwiftKernel(saltSecret: SaltSecret(bytes: .init { Self.secret[$0] }))
        _ = reference.step(CommandBody.openTenant().bytes())
        let expected = reference.step(CommandBody.seal.bytes()).0.decision
        let created = try CKernel(secret: Self.secret)
        let state = try created.state
        #expect(Self.seal(created) == expected)
        #expect(Self.seal(try CKernel(secret: Self.secret, state: state)) == expected)
        let zeros = Self.seal(try CKernel())
        #expect(zeros != expected)
        #expect(zeros == Self.seal(try CKernel(secret: [UInt8](repeating: 0, count: 32))))
        #expect(zeros == Self.seal(try CKernel(state: state)))
    }

    @Test("no secret, a secret in the kernel's memory, and the results behind it")
    func arguments() throws {
        let kernel = try CKernel()
        let state = try kernel.state
        var limits = recount_limits(.small)
        let (memory, byteCount) = (kernel.memory.baseAddress!, UInt64(kernel.memory.count))
        let inside = (memory + 256).assumingMemoryBound(to: UInt8.self)
        let place = (memory + 512).assumingMemoryBound(to: OpaquePointer?.self)
        var made: OpaquePointer?
        func create(_ secret: UnsafePointer<UInt8>?, _ result: UnsafeMutablePointer<OpaquePointer?>?) -> Int {
            Int(recount_create_salted(memory, byteCount, &limits, 0, Self.seed, secret, result))
        }
        var error = recount_error.empty
        func restore(_ secret: UnsafePointer<UInt8>?, _ result: UnsafeMutablePointer<OpaquePointer?>?) -> [Int] {
            let status = recount_restore_salted(
                memory, byteCount, state, UInt64(state.count), Self.seed, secret, result, &error)
            return [Int(status), Int(error.argument)]
        }
        #expect(create(nil, &made) == RECOUNT_NULL_POINTER)
        #expect(create(inside, &made) == RECOUNT_OVERLAPPING)
        #expect(create(Self.secret, nil) == RECOUNT_NULL_POINTER)
        #expect(create(Self.secret, place) == RECOUNT_OVERLAPPING)
        #expect(restore(nil, &made) == [RECOUNT_NULL_POINTER, 6])
        #expect(restore(inside, &made) == [RECOUNT_OVERLAPPING, 6])
        #expect(restore(Self.secret, nil) == [RECOUNT_NULL_POINTER, 7])
        #expect(restore(Self.secret, place) == [RECOUNT_OVERLAPPING, 7])
        #expect(made == nil)
        // The kernel that stands there has seen nothing of all this.
        #expect(kernel.step(CommandBody.openTenant().bytes()).sequence == 1)
        #expect(create(Self.secret, &made) == RECOUNT_OK)
        #expect(restore(Self.secret, &made) == [RECOUNT_OK, 0])
    }
}
