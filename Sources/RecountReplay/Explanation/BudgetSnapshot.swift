import RecountKernel

/// The accounts that a command touches, as they stand at one moment.
struct BudgetSnapshot {
    /// The tenant of the accounts.
    private(set) var tenant = TenantID.none
    /// The accounts as listed, each leaf to root, first visit only.
    private(set) var accounts: [AccountState] = []
    /// When the reservation that a command extends would fall due.
    private(set) var expiry: Milliseconds?

    /// Nothing.
    init() {}

    /// The accounts that a command touches.
    init(_ command: Command, in kernel: borrowing Kernel) {
        self.init(tenant: command.header.tenant)
        switch command.body {
        case .reserve(let reservation): visit(reservation.accounts, kernel)
        case .charge(let charge): visit(charge.accounts, kernel)
        case .admit(let request): visit(request.header.accounts, kernel)
        case .fund(let transfer), .withdraw(let transfer): add(transfer.account, kernel)
        case .setExposureLimit(let account, _), .closeAccount(let account): add(account, kernel)
        case .draw(let spending), .settle(let spending): visit(spending.id, kernel)
        case .extend(let id, _):
            visit(id, kernel)
            expiry = kernel.reservation(id, of: tenant)?.expiry
        case .release(let id): visit(id, kernel)
        default: break
        }
    }

    /// The accounts that a reservation touches.
    init(reservation id: Identifier128, of tenant: TenantID, in kernel: borrowing Kernel) {
        self.init(tenant: tenant)
        visit(id, kernel)
    }

    private init(tenant: TenantID) {
        self.tenant = tenant
    }

    private mutating func visit(_ reservation: Identifier128, _ kernel: borrowing Kernel) {
        guard let standing = kernel.reservation(reservation, of: tenant) else { return }
        visit(standing.accounts, kernel)
    }

    private mutating func visit(_ list: AccountList, _ kernel: borrowing Kernel) {
        for position in 0..<list.count {
            var next: AccountID? = list[position]
            while let id = next, add(id, kernel) { next = accounts.last?.parent }
        }
    }

    /// - Returns: false if the account is unknown or was visited before.
    @discardableResult
    private mutating func add(_ id: AccountID, _ kernel: borrowing Kernel) -> Bool {
        guard !accounts.contains(where: { $0.id == id }), let account = kernel.account(id, of: tenant) else {
            return false
        }
        accounts.append(account)
        return true
    }
}

extension PolicyBytes {
    /// A copy of the canonical bytes. O(models).
    var encoded: [UInt8] {
        var output = [UInt8](repeating: 0, count: PolicyBytes.byteCount(models: Int(modelCount)))
        output.withUnsafeMutableBytes { buffer in
            guard var encoder = try? PolicyEncoder(header: header, modelCount: Int(modelCount), into: buffer) else {
                preconditionFailure("the buffer has the size that the encoder asks for")
            }
            for position in 0..<modelCount { encoder.append(model(at: position)) }
        }
        return output
    }
}
