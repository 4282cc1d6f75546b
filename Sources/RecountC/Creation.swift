import CRecount
import RecountKernel

/// The caller's memory for one kernel.
struct KernelMemory {
    /// Where the handle goes.
    private let handle: UnsafeMutablePointer<Handle>
    /// Where the kernel works.
    let tables: UnsafeMutableRawBufferPointer
    /// All of it.
    let extent: Extent

    /// Checks what `recount_create` and `recount_restore` take as their first two arguments.
    init(_ memory: UnsafeMutableRawPointer?, _ byteCount: UInt64, for limits: KernelLimits) throws(Failure) {
        let bytes = try buffer(memory, byteCount, needed: Handle.requiredByteCount(for: limits), argument: 1)
        guard let base = bytes.baseAddress, UInt(bitPattern: base) % 64 == 0 else {
            throw Failure(RECOUNT_MISALIGNED, argument: 1)
        }
        handle = base.assumingMemoryBound(to: Handle.self)
        tables = UnsafeMutableRawBufferPointer(rebasing: bytes[Handle.byteCount...])
        extent = Extent(UnsafeRawBufferPointer(bytes))
    }

    /// Puts a kernel into the handle.
    func finish(_ kernel: consuming Kernel) -> OpaquePointer {
        handle.initialize(
            to: Handle(seal: Handle.Seal(at: handle), failure: .none, memory: extent, kernel: kernel))
        return OpaquePointer(handle)
    }
}

extension HashSeed {
    /// The seed of 16 bytes.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.init(
            first: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
            second: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_create(
    _ memory: UnsafeMutableRawPointer!, _ memory_bytes: UInt64, _ limits: UnsafePointer<recount_limits>!,
    _ initial_time_milliseconds: UInt64, _ hash_seed: UnsafePointer<UInt8>!,
    _ kernel: UnsafeMutablePointer<OpaquePointer?>!
) -> recount_status {
    attempt { () throws(Failure) in
        let statedLimits = try KernelLimits.stated(limits, argument: 3)
        let block = try KernelMemory(memory, memory_bytes, for: statedLimits)
        let seedBytes = try bytes(hash_seed, 16, upTo: 16, argument: 5)
        let result = try place(kernel, argument: 6)
        try Extent(result, count: MemoryLayout<OpaquePointer?>.size).requireDistinct(from: block.extent, argument: 6)
        // The seed and limits were read before the memory is written, but a caller who lends their memory errs.
        try Extent(seedBytes).requireDistinct(from: block.extent, argument: 5)
        try Extent(limits, count: MemoryLayout<recount_limits>.size).requireDistinct(from: block.extent, argument: 3)
        do throws(KernelError) {
            result.pointee = block.finish(
                try Kernel(
                    memory: block.tables, limits: statedLimits, initialTime: Milliseconds(initial_time_milliseconds),
                    hashSeed: HashSeed(seedBytes)))
        } catch {
            throw Failure(creation: error)
        }
    }
}

extension Failure {
    fileprivate init(creation error: KernelError) {
        switch error {
        case .timeOutOfRange: self.init(RECOUNT_TIME_OUT_OF_RANGE, argument: 4)
        case .memoryMisaligned: self.init(RECOUNT_MISALIGNED, argument: 1)
        case .memoryTooSmall(let needed, let offered):
            self.init(RECOUNT_BUFFER_TOO_SMALL, argument: 2, needed: needed, offered: offered)
        }
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_destroy(_ kernel: OpaquePointer!) -> recount_status {
    attempt { () throws(Failure) in
        let handle = try Handle.at(kernel)
        handle.deinitialize(count: 1)
        // The seal goes, and with the kernel's own fields every copy of the hash seed.
        UnsafeMutableRawPointer(handle).initializeMemory(as: UInt8.self, repeating: 0, count: Handle.byteCount)
    }
}
