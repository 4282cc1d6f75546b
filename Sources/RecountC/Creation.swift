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

    /// Refuses an argument of which a part lies in the memory.
    func requireOutside(_ other: Extent, argument: UInt32) throws(Failure) {
        try other.requireDistinct(from: extent, argument: argument)
    }

    /// Makes the handle of a kernel that stood here before one no more: its tables will be overwritten.
    func clear() {
        UnsafeMutableRawPointer(handle).initializeMemory(as: UInt8.self, repeating: 0, count: Handle.byteCount)
    }

    /// Puts a kernel into the handle.
    func finish(_ kernel: consuming Kernel) -> OpaquePointer {
        handle.initialize(
            to: Handle(seal: Handle.Seal(at: handle), failure: .none, memory: extent, kernel: kernel))
        return OpaquePointer(handle)
    }
}

extension Extent {
    /// The memory of one value.
    init<Value>(of pointer: UnsafePointer<Value>) {
        self.init(pointer, count: MemoryLayout<Value>.size)
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
        guard initial_time_milliseconds <= Milliseconds.maximum.rawValue else {
            throw Failure(RECOUNT_TIME_OUT_OF_RANGE, argument: 4)
        }
        let seedBytes = try bytes(hash_seed, 16, upTo: 16, argument: 5)
        let result = try place(kernel, argument: 6)
        try block.requireOutside(Extent(of: limits), argument: 3)
        try block.requireOutside(Extent(seedBytes), argument: 5)
        try block.requireOutside(Extent(of: result), argument: 6)
        block.clear()
        do throws(KernelError) {
            result.pointee = block.finish(
                try Kernel(
                    memory: block.tables, limits: statedLimits, initialTime: Milliseconds(initial_time_milliseconds),
                    hashSeed: HashSeed(seedBytes)))
        } catch {
            // All that it could refuse was checked above.
            preconditionFailure()
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
        // The seal goes, and with the kernel's own fields all copies of the hash seed.
        UnsafeMutableRawPointer(handle).initializeMemory(as: UInt8.self, repeating: 0, count: Handle.byteCount)
    }
}
