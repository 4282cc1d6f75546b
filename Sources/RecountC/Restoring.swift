import CRecount
import RecountKernel

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_restore(
    _ memory: UnsafeMutableRawPointer!, _ memory_bytes: UInt64, _ state: UnsafePointer<UInt8>!, _ state_bytes: UInt64,
    _ hash_seed: UnsafePointer<UInt8>!, _ kernel: UnsafeMutablePointer<OpaquePointer?>!,
    _ error: UnsafeMutablePointer<recount_error>!
) -> recount_status {
    restore(memory, memory_bytes, state, state_bytes, hash_seed, .none, kernel, error, argument: 7)
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_restore_salted(
    _ memory: UnsafeMutableRawPointer!, _ memory_bytes: UInt64, _ state: UnsafePointer<UInt8>!, _ state_bytes: UInt64,
    _ hash_seed: UnsafePointer<UInt8>!, _ salt_secret: UnsafePointer<UInt8>!,
    _ kernel: UnsafeMutablePointer<OpaquePointer?>!, _ error: UnsafeMutablePointer<recount_error>!
) -> recount_status {
    restore(memory, memory_bytes, state, state_bytes, hash_seed, .at(salt_secret), kernel, error, argument: 8)
}

/// Restores, and writes down why that failed if there is a place for it.
///
/// - Parameter argument: the number of that place.
private func restore(
    _ memory: UnsafeMutableRawPointer?, _ memoryByteCount: UInt64, _ state: UnsafePointer<UInt8>?,
    _ stateByteCount: UInt64, _ hashSeed: UnsafePointer<UInt8>?, _ salt: SaltArgument,
    _ kernel: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<recount_error>?, argument: UInt32
) -> recount_status {
    attempt { () throws(Failure) in
        let report = error == nil ? nil : try recount_error.output(error, argument: argument)
        do throws(Failure) {
            try restore(
                memory, memoryByteCount, state, stateByteCount, try Secrets(hashSeed, salt), kernel, report)
            report?.pointee.fill(.none)
        } catch {
            // A report that lies in the memory of a kernel would destroy it.
            if error.argument != argument { report?.pointee.fill(error) }
            throw error
        }
    }
}

private func restore(
    _ memory: UnsafeMutableRawPointer?, _ memoryByteCount: UInt64, _ state: UnsafePointer<UInt8>?,
    _ stateByteCount: UInt64, _ secrets: Secrets, _ kernel: UnsafeMutablePointer<OpaquePointer?>?,
    _ report: UnsafeMutablePointer<recount_error>?
) throws(Failure) {
    let stateBytes = try bytes(state, stateByteCount, upTo: .max, argument: 3)
    let block = try KernelMemory(memory, memoryByteCount, for: try statedLimits(stateBytes, argument: 3))
    let result = try place(kernel, argument: secrets.followingArgument)
    try block.requireOutside(Extent(stateBytes), argument: 3)
    try secrets.requireOutside(block)
    try block.requireOutside(Extent(of: result), argument: secrets.followingArgument)
    if let report { try block.requireOutside(Extent(of: report), argument: secrets.followingArgument &+ 1) }
    block.clear()
    do throws(RestoreError) {
        result.pointee = block.finish(
            try Kernel.restored(
                from: stateBytes, memory: block.tables, hashSeed: secrets.seed, saltSecret: secrets.secret))
    } catch {
        throw Failure(restoring: error, argument: 3)
    }
}

extension Failure {
    init(restoring error: RestoreError, argument: UInt32) {
        switch error {
        // The memory was checked against the state's limits, and its time by reading it.
        case .memory: preconditionFailure()
        case .malformed(let code, let offset):
            self.init(RECOUNT_MALFORMED, argument: argument)
            self.code = UInt32(truncatingIfNeeded: code.rawValue)
            self.offset = offset
        }
    }
}
