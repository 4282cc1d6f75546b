import CRecount
import RecountKernel

extension KernelLimits {
    /// The limits that a caller states.
    static func stated(_ pointer: UnsafePointer<recount_limits>?, argument: UInt32) throws(Failure) -> KernelLimits {
        let stated = try recount_limits.input(pointer, argument: argument)
        guard stated.reserved == 0 else { throw Failure(RECOUNT_UNSUPPORTED_STRUCT, argument: argument) }
        let limits = KernelLimits(
            tenants: stated.tenants, accounts: stated.accounts, reservations: stated.reservations,
            transfers: stated.transfers, policies: stated.policies, models: stated.models,
            maximumAdvance: Milliseconds(stated.maximum_advance_milliseconds),
            retention: Milliseconds(stated.retention_milliseconds), locks: stated.locks, fragments: stated.fragments,
            maximumLease: Milliseconds(stated.maximum_lease_milliseconds),
            maximumWait: Milliseconds(stated.maximum_wait_milliseconds))
        guard let limits else { throw Failure(RECOUNT_LIMITS_OUT_OF_RANGE, argument: argument) }
        return limits
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_required_bytes(
    _ limits: UnsafePointer<recount_limits>!, _ bytes: UnsafeMutablePointer<UInt64>!
) -> recount_status {
    attempt { () throws(Failure) in
        let limits = try KernelLimits.stated(limits, argument: 1)
        try place(bytes, argument: 2).pointee = Handle.requiredByteCount(for: limits)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_maximum_decision_bytes(
    _ limits: UnsafePointer<recount_limits>!, _ bytes: UnsafeMutablePointer<UInt64>!
) -> recount_status {
    attempt { () throws(Failure) in
        let limits = try KernelLimits.stated(limits, argument: 1)
        try place(bytes, argument: 2).pointee = limits.maximumDecisionByteCount.widened
    }
}
