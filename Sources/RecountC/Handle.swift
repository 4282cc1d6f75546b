import CRecount
import RecountKernel

/// What a `recount_kernel *` points to: it stands at the start of the caller's memory, the kernel's tables behind it.
struct Handle: ~Copyable {
    /// By what a wrong pointer is recognised, as far as that goes.
    struct Seal: Equatable, BitwiseCopyable {
        /// `recountK` in ASCII, where the machine is little-endian.
        var magic: UInt64 = 0x4b74_6e75_6f63_6572
        var abiVersion: UInt32 = Handle.abiVersion
        /// Tells apart builds of this library that lay handles out differently.
        var handleByteCount: UInt32
        /// The kernel has addresses of its own memory in it, so a copy elsewhere is none.
        var address: UInt

        init(at pointer: UnsafeRawPointer) {
            address = UInt(bitPattern: pointer)
            handleByteCount = UInt32(truncatingIfNeeded: MemoryLayout<Handle>.size)
        }
    }

    /// `RECOUNT_ABI_VERSION`, which is imported as a signed number.
    static var abiVersion: UInt32 { UInt32(truncatingIfNeeded: RECOUNT_ABI_VERSION) }

    var seal: Seal
    /// What the last call met.
    var failure: Failure
    /// The memory of handle and kernel.
    let memory: Extent
    var kernel: Kernel

    /// Where the kernel's own memory begins: handles are rounded up to its alignment.
    static var byteCount: Int {
        // Bound: a handle has a few thousand bytes.
        (MemoryLayout<Handle>.size &+ 63) & ~63
    }

    static func requiredByteCount(for limits: KernelLimits) -> UInt64 {
        // Bound: see `Kernel.requiredByteCount(for:)`, which is under 2^50.
        byteCount.widened &+ Kernel.requiredByteCount(for: limits)
    }

    /// The handle that a pointer points to.
    static func at(_ pointer: OpaquePointer?) throws(Failure) -> UnsafeMutablePointer<Handle> {
        guard let pointer else { throw Failure(RECOUNT_NULL_POINTER, argument: 1) }
        let raw = UnsafeMutableRawPointer(pointer)
        guard UInt(bitPattern: raw) % 64 == 0 else { throw Failure(RECOUNT_MISALIGNED, argument: 1) }
        guard raw.load(as: Seal.self) == Seal(at: raw) else { throw Failure(RECOUNT_NOT_A_KERNEL, argument: 1) }
        return raw.assumingMemoryBound(to: Handle.self)
    }

    /// Runs a call that may change a kernel, and keeps what it met.
    static func change(
        _ pointer: OpaquePointer?, _ body: (inout Handle) throws(Failure) -> Void
    ) -> recount_status {
        attempt { () throws(Failure) in
            let handle = try at(pointer)
            do throws(Failure) {
                try body(&handle.pointee)
                handle.pointee.failure = .none
            } catch {
                handle.pointee.failure = error
                throw error
            }
        }
    }

    /// Runs a call that only reads a kernel.
    static func read(
        _ pointer: OpaquePointer?, _ body: (borrowing Handle) throws(Failure) -> Void
    ) -> recount_status {
        attempt { () throws(Failure) in try body(try at(pointer).pointee) }
    }
}

extension Handle {
    /// A place for one value, outside of the kernel's memory.
    func place<Value>(
        _ pointer: UnsafeMutablePointer<Value>?, argument: UInt32
    ) throws(Failure) -> UnsafeMutablePointer<Value> {
        let place = try RecountC.place(pointer, argument: argument)
        try Extent(of: place).requireDistinct(from: memory, argument: argument)
        return place
    }

    /// A struct to be written, outside of the kernel's memory.
    func output<Struct: VersionedStruct>(
        _ pointer: UnsafeMutablePointer<Struct>?, argument: UInt32
    ) throws(Failure) -> UnsafeMutablePointer<Struct> {
        let output = try Struct.output(pointer, argument: argument)
        try Extent(of: output).requireDistinct(from: memory, argument: argument)
        return output
    }
}
