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

    /// Checks what all ways to make a kernel take as their first two arguments.
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

/// The salt secret as a caller gives it.
enum SaltArgument {
    /// The function has no such argument: the secret is zeros.
    case none
    /// Argument 6.
    case at(UnsafePointer<UInt8>?)
}

/// What a caller keeps secret of a journal.
struct Secrets {
    private let hashSeed: UnsafeRawBufferPointer
    /// Nothing if the function has no such argument.
    private let saltSecret: UnsafeRawBufferPointer?

    /// The hash seed, which is argument 5, and the salt secret.
    init(_ hashSeed: UnsafePointer<UInt8>?, _ salt: SaltArgument) throws(Failure) {
        self.hashSeed = try bytes(hashSeed, 16, upTo: 16, argument: 5)
        switch salt {
        case .none: saltSecret = nil
        case .at(let pointer): saltSecret = try bytes(pointer, 32, upTo: 32, argument: 6)
        }
    }

    var seed: HashSeed { HashSeed(hashSeed) }

    var secret: SaltSecret { saltSecret.map { SaltSecret($0) } ?? .zero }

    /// The number of the argument behind them.
    var followingArgument: UInt32 { saltSecret == nil ? 6 : 7 }

    /// Refuses secrets of which a part lies in the memory of the kernel.
    func requireOutside(_ block: KernelMemory) throws(Failure) {
        try block.requireOutside(Extent(hashSeed), argument: 5)
        if let saltSecret { try block.requireOutside(Extent(saltSecret), argument: 6) }
    }
}

extension SaltSecret {
    /// The secret of 32 bytes.
    fileprivate init(_ source: UnsafeRawBufferPointer) {
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for index in bytes.indices { bytes[index] = source[index] }
        self.init(bytes: bytes)
    }
}

extension HashSeed {
    /// The seed of 16 bytes.
    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
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
        try create(memory, memory_bytes, limits, initial_time_milliseconds, try Secrets(hash_seed, .none), kernel)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_create_salted(
    _ memory: UnsafeMutableRawPointer!, _ memory_bytes: UInt64, _ limits: UnsafePointer<recount_limits>!,
    _ initial_time_milliseconds: UInt64, _ hash_seed: UnsafePointer<UInt8>!, _ salt_secret: UnsafePointer<UInt8>!,
    _ kernel: UnsafeMutablePointer<OpaquePointer?>!
) -> recount_status {
    attempt { () throws(Failure) in
        try create(
            memory, memory_bytes, limits, initial_time_milliseconds, try Secrets(hash_seed, .at(salt_secret)), kernel)
    }
}

private func create(
    _ memory: UnsafeMutableRawPointer?, _ memoryByteCount: UInt64, _ limits: UnsafePointer<recount_limits>!,
    _ initialTime: UInt64, _ secrets: Secrets, _ kernel: UnsafeMutablePointer<OpaquePointer?>?
) throws(Failure) {
    let statedLimits = try KernelLimits.stated(limits, argument: 3)
    let block = try KernelMemory(memory, memoryByteCount, for: statedLimits)
    guard initialTime <= Milliseconds.maximum.rawValue else { throw Failure(RECOUNT_TIME_OUT_OF_RANGE, argument: 4) }
    let result = try place(kernel, argument: secrets.followingArgument)
    try block.requireOutside(Extent(of: limits), argument: 3)
    try secrets.requireOutside(block)
    try block.requireOutside(Extent(of: result), argument: secrets.followingArgument)
    block.clear()
    do throws(KernelError) {
        result.pointee = block.finish(
            try Kernel(
                memory: block.tables, limits: statedLimits, initialTime: Milliseconds(initialTime),
                hashSeed: secrets.seed, saltSecret: secrets.secret))
    } catch {
        // All that it could refuse was checked above.
        preconditionFailure()
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_destroy(_ kernel: OpaquePointer!) -> recount_status {
    attempt { () throws(Failure) in
        let handle = try Handle.at(kernel)
        handle.deinitialize(count: 1)
        // The seal goes, and with the kernel's own fields all copies of the hash seed and the salt secret.
        UnsafeMutableRawPointer(handle).initializeMemory(as: UInt8.self, repeating: 0, count: Handle.byteCount)
    }
}
