import RecountKernel

/// The fields of the limits in the order of a segment's header, which is also that of the protocol.
struct LimitField: Sendable {
    /// Its name in JSON.
    let name: StaticString
    /// Its width.
    let byteCount: Int
    /// Its value.
    let value: @Sendable (KernelLimits) -> UInt64

    /// All of them.
    static let all = [
        LimitField(name: "maximum_advance_ms", byteCount: 8) { $0.maximumAdvance.rawValue },
        LimitField(name: "retention_ms", byteCount: 8) { $0.retention.rawValue },
        LimitField(name: "tenants", byteCount: 4) { UInt64($0.tenants) },
        LimitField(name: "accounts", byteCount: 4) { UInt64($0.accounts) },
        LimitField(name: "reservations", byteCount: 4) { UInt64($0.reservations) },
        LimitField(name: "transfers", byteCount: 4) { UInt64($0.transfers) },
        LimitField(name: "policies", byteCount: 4) { UInt64($0.policies) },
        LimitField(name: "models", byteCount: 4) { UInt64($0.models) },
        LimitField(name: "locks", byteCount: 4) { UInt64($0.locks) },
        LimitField(name: "fragments", byteCount: 4) { UInt64($0.fragments) },
        LimitField(name: "maximum_lease_ms", byteCount: 8) { $0.maximumLease.rawValue },
        LimitField(name: "maximum_wait_ms", byteCount: 8) { $0.maximumWait.rawValue },
    ]

    /// The limits of values in the order of `all`.
    ///
    /// - Returns: nil if no kernel has such limits.
    static func limits(_ values: [UInt64]) -> KernelLimits? {
        guard values.count == all.count else { return nil }
        var counts: [UInt32] = []
        for value in values[2..<10] {
            guard let count = UInt32(exactly: value) else { return nil }
            counts.append(count)
        }
        return KernelLimits(
            tenants: counts[0], accounts: counts[1], reservations: counts[2], transfers: counts[3],
            policies: counts[4], models: counts[5], maximumAdvance: Milliseconds(values[0]),
            retention: Milliseconds(values[1]), locks: counts[6], fragments: counts[7],
            maximumLease: Milliseconds(values[10]), maximumWait: Milliseconds(values[11]))
    }
}

extension HashSeed {
    /// The 16 bytes as they stand in a segment's header.
    var bytes: [UInt8] {
        .layout {
            $0.integer(first)
            $0.integer(second)
        }
    }
}
