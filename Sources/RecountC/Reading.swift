import CRecount
import RecountKernel

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_sequence(
    _ kernel: OpaquePointer!, _ sequence: UnsafeMutablePointer<UInt64>!
) -> recount_status {
    Handle.read(kernel) { handle throws(Failure) in
        try handle.place(sequence, argument: 2).pointee = handle.kernel.sequence
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_time(
    _ kernel: OpaquePointer!, _ milliseconds: UnsafeMutablePointer<UInt64>!
) -> recount_status {
    Handle.read(kernel) { handle throws(Failure) in
        try handle.place(milliseconds, argument: 2).pointee = handle.kernel.time.rawValue
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_account(
    _ kernel: OpaquePointer!, _ tenant: UInt64, _ account: UInt64, _ state: UnsafeMutablePointer<recount_account_state>!
) -> recount_status {
    Handle.read(kernel) { handle throws(Failure) in
        let result = try handle.output(state, argument: 4)
        guard let found = handle.kernel.account(AccountID(account), of: TenantID(tenant)) else {
            throw Failure(RECOUNT_NOT_FOUND)
        }
        result.pointee.is_closed = found.isClosed ? 1 : 0
        result.pointee.has_parent = found.parent == nil ? 0 : 1
        result.pointee.hold_count = found.holdCount
        result.pointee.parent = found.parent?.rawValue ?? 0
        result.pointee.calls = recount_balance(found.balances.calls)
        result.pointee.tokens = recount_balance(found.balances.tokens)
        result.pointee.cost = recount_balance(found.balances.cost)
    }
}

extension recount_balance {
    fileprivate init(_ balance: Balance) {
        self.init(
            funded: balance.funded, withdrawn: balance.withdrawn, spent: balance.spent, available: balance.available,
            reserved: balance.reserved, debt: balance.debt)
    }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// See the header.
@c @implementation
public func recount_last_error(
    _ kernel: OpaquePointer!, _ error: UnsafeMutablePointer<recount_error>!
) -> recount_status {
    Handle.read(kernel) { handle throws(Failure) in
        let result = try handle.output(error, argument: 2)
        result.pointee.fill(handle.failure)
    }
}

extension recount_error {
    /// Writes everything but the size that the caller has stated.
    mutating func fill(_ failure: Failure) {
        status = failure.status
        argument = failure.argument
        decoding_code = failure.code
        decoding_offset = failure.offset
        needed = failure.needed
        offered = failure.offered
    }
}
