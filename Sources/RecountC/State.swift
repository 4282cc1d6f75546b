import CRecount
import RecountKernel

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_state_bytes(
    _ kernel: OpaquePointer!, _ bytes: UnsafeMutablePointer<UInt64>!
) -> recount_status {
    Handle.change(kernel) { handle throws(Failure) in
        try handle.place(bytes, argument: 2).pointee = handle.kernel.stateByteCount()
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_snapshot(
    _ kernel: OpaquePointer!, _ state: UnsafeMutablePointer<UInt8>!, _ capacity: UInt64,
    _ bytes: UnsafeMutablePointer<UInt64>!
) -> recount_status {
    Handle.change(kernel) { handle throws(Failure) in
        let needed = handle.kernel.stateByteCount()
        let output = try buffer(state, capacity, needed: needed, argument: 2)
        let result = try handle.place(bytes, argument: 4)
        let extent = Extent(UnsafeRawBufferPointer(output))
        try extent.requireDistinct(from: handle.memory, argument: 2)
        try Extent(of: result).requireDistinct(from: extent, argument: 4)
        do throws(EncodingError) {
            try handle.kernel.writeState(into: output)
        } catch {
            // It was measured above.
            preconditionFailure()
        }
        result.pointee = needed
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_state_digest(
    _ kernel: OpaquePointer!, _ digest: UnsafeMutablePointer<UInt8>!
) -> recount_status {
    Handle.change(kernel) { handle throws(Failure) in
        let output = try place(digest, argument: 2)
        try Extent(output, count: Digest.byteCount).requireDistinct(from: handle.memory, argument: 2)
        handle.kernel.stateDigest().copy(to: output)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_state_limits(
    _ state: UnsafePointer<UInt8>!, _ state_bytes: UInt64, _ limits: UnsafeMutablePointer<recount_limits>!
) -> recount_status {
    attempt { () throws(Failure) in
        let stateBytes = try bytes(state, state_bytes, upTo: .max, argument: 1)
        let result = try recount_limits.output(limits, argument: 3)
        result.pointee.fill(try statedLimits(stateBytes, argument: 1))
    }
}

/// The limits that a state was written under.
func statedLimits(_ state: UnsafeRawBufferPointer, argument: UInt32) throws(Failure) -> KernelLimits {
    do throws(RestoreError) {
        return try Kernel.limits(ofState: state)
    } catch {
        throw Failure(restoring: error, argument: argument)
    }
}

extension recount_limits {
    /// Writes everything but the size that the caller has stated.
    fileprivate mutating func fill(_ limits: KernelLimits) {
        tenants = limits.tenants
        accounts = limits.accounts
        reservations = limits.reservations
        transfers = limits.transfers
        policies = limits.policies
        models = limits.models
        locks = limits.locks
        fragments = limits.fragments
        reserved = 0
        maximum_advance_milliseconds = limits.maximumAdvance.rawValue
        retention_milliseconds = limits.retention.rawValue
        maximum_lease_milliseconds = limits.maximumLease.rawValue
        maximum_wait_milliseconds = limits.maximumWait.rawValue
    }
}
