/// What a state begins with.
struct StateHeader {
    /// Version of the layout.
    static let layoutVersion: UInt16 = 1
    /// Number of bytes.
    static let byteCount = 18 + KernelLimits.encodedByteCount

    let sequence: UInt64
    let time: Milliseconds
    let limits: KernelLimits
}

extension ByteWriter {
    mutating func stateHeader(_ header: StateHeader) {
        integer(StateHeader.layoutVersion)
        integer(header.sequence)
        integer(header.time.rawValue)
        limits(header.limits)
    }

    mutating func tenantQuotas(_ tenant: TenantEntry) {
        integer(tenant.openedBy)
        quotas(tenant.openingQuotas)
        quotas(tenant.quotas)
    }

    mutating func reservation(_ entry: ReservationEntry, accounts list: AccountList, expirySetBy: UInt64) {
        identifier(entry.key.id)
        byte(entry.origin.rawValue)
        byte(entry.state.rawValue)
        accounts(list)
        perDimension(entry.amounts.values)
        integer(entry.openingExpiry.rawValue)
        integer(entry.openedBy)
        integer(entry.expiry.rawValue)
        integer(expirySetBy)
        perDimension(entry.spent.values)
        integer(entry.spentBy)
        integer(entry.finishedBy)
        integer(entry.finishedAt.rawValue)
        if entry.origin == .admit { digest(entry.admissionDigest) }
    }

    mutating func transfer(_ entry: TransferEntry, account: AccountID) {
        identifier(entry.key.id)
        byte(entry.direction.rawValue)
        integer(account.rawValue)
        perDimension(entry.amounts.values)
        integer(entry.finishedBy)
        integer(entry.finishedAt.rawValue)
    }

    mutating func lease(_ entry: LeaseEntry) {
        identifier(entry.key.agent)
        byte(entry.mode.rawValue)
        integer(entry.token)
        integer(entry.holdCount)
        integer(entry.expiry.rawValue)
        integer(entry.due.setBy)
        integer(entry.due.index)
        // An old token that is good for nothing more is answered as one that never was.
        if let superseded = entry.superseded, superseded.releaseCount > 0 {
            byte(1)
            integer(superseded.token)
            integer(superseded.releaseCount)
        } else {
            byte(0)
        }
    }

    mutating func waiter(_ entry: WaiterEntry) {
        identifier(entry.agent)
        byte(entry.mode.rawValue)
        integer(entry.lease.rawValue)
        integer(entry.due.due)
        integer(entry.due.setBy)
    }
}

extension PolicyStore {
    /// Writes the number of policies, and each with its number of bytes.
    func write<Output: StateOutput>(to writer: inout StateWriter<Output>) {
        writer.count(count)
        for index in 0..<count {
            let policy = installed(at: index)
            // Bound: the policy came in a command, which has under 2^32 bytes.
            writer.count(UInt32(truncatingIfNeeded: PolicyBytes.byteCount(models: policy.modelCount.offset)))
            writer.write { $0.policyHeader(policy.header, modelCount: policy.modelCount.offset) }
            for position in 0..<policy.modelCount {
                writer.write { $0.model(model(at: position, of: policy)) }
            }
        }
    }
}
