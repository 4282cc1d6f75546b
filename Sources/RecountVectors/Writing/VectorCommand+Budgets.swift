// Commands about tenants and budgets, in as few words as a case can be read in.
extension VectorCommand {
    static var tick: VectorCommand { VectorCommand(1, belongsToTenant: false) }

    static var seal: VectorCommand { VectorCommand(4, belongsToTenant: false) }

    /// Names something; the subjects below 16 belong to a tenant.
    static func describe(_ subject: UInt8, id: UInt64, name: String) -> VectorCommand {
        VectorCommand(2, belongsToTenant: subject < 16) {
            $0.integer(subject)
            $0.identifier(low: id)
            $0.count(name.utf8.count)
            $0.raw(name.utf8)
        }
    }

    static func openTenant(
        accounts: UInt32 = 8, reservations: UInt32 = 8, transfers: UInt32 = 8, locks: UInt32 = 8
    ) -> VectorCommand {
        quotas(32, accounts, reservations, transfers, locks)
    }

    static func setQuotas(
        accounts: UInt32 = 8, reservations: UInt32 = 8, transfers: UInt32 = 8, locks: UInt32 = 8
    ) -> VectorCommand {
        quotas(34, accounts, reservations, transfers, locks)
    }

    private static func quotas(_ kind: UInt8, _ quotas: UInt32...) -> VectorCommand {
        VectorCommand(kind) { for quota in quotas { $0.integer(quota) } }
    }

    static func open(_ account: UInt64, under parent: UInt64? = nil, limit: VectorLimit = .none) -> VectorCommand {
        VectorCommand(33) {
            $0.integer(account)
            $0.integer(parent == nil ? 0 : 1 as UInt8)
            if let parent { $0.integer(parent) }
            $0.limit(limit)
        }
    }

    static func limit(_ account: UInt64, _ limit: VectorLimit) -> VectorCommand {
        VectorCommand(35) {
            $0.integer(account)
            $0.limit(limit)
        }
    }

    static func fund(_ id: UInt64, _ account: UInt64, _ amounts: VectorAmounts) -> VectorCommand {
        transfer(36, id, account, amounts)
    }

    static func withdraw(_ id: UInt64, _ account: UInt64, _ amounts: VectorAmounts) -> VectorCommand {
        transfer(37, id, account, amounts)
    }

    private static func transfer(
        _ kind: UInt8, _ id: UInt64, _ account: UInt64, _ amounts: VectorAmounts
    ) -> VectorCommand {
        VectorCommand(kind) {
            $0.identifier(low: id)
            $0.integer(account)
            $0.amounts(amounts)
        }
    }

    static func reserve(
        _ id: UInt64, _ accounts: [UInt64], _ amounts: VectorAmounts, until expiry: UInt64
    ) -> VectorCommand {
        VectorCommand(38) {
            $0.identifier(low: id)
            $0.accounts(accounts)
            $0.amounts(amounts)
            $0.integer(expiry)
        }
    }

    static func draw(_ id: UInt64, _ total: VectorAmounts) -> VectorCommand { spending(39, id, total) }

    static func settle(_ id: UInt64, _ total: VectorAmounts) -> VectorCommand { spending(41, id, total) }

    private static func spending(_ kind: UInt8, _ id: UInt64, _ total: VectorAmounts) -> VectorCommand {
        VectorCommand(kind) {
            $0.identifier(low: id)
            $0.amounts(total)
        }
    }

    static func extend(_ id: UInt64, until expiry: UInt64) -> VectorCommand {
        VectorCommand(40) {
            $0.identifier(low: id)
            $0.integer(expiry)
        }
    }

    static func release(_ id: UInt64) -> VectorCommand { VectorCommand(42) { $0.identifier(low: id) } }

    static func charge(_ id: UInt64, _ accounts: [UInt64], _ amounts: VectorAmounts) -> VectorCommand {
        VectorCommand(43) {
            $0.identifier(low: id)
            $0.accounts(accounts)
            $0.amounts(amounts)
        }
    }

    static func close(_ account: UInt64) -> VectorCommand { VectorCommand(44) { $0.integer(account) } }
}
