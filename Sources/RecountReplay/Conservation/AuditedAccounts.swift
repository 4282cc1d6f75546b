import RecountKernel

/// The accounts and tenants that records name, with what the records add up to on each. They are numbered in the order
/// in which they were opened, which is the order of the kernel's positions as long as that opens what the records say.
///
/// An account is found by its id once; from there on its number leads to its ancestors, its tenant and the kernel's
/// state.
struct AuditedAccounts {
    private var accounts: [AuditedAccount] = []
    private var accountNumbers: [AccountKey: Int] = [:]
    private var tenants: [AuditedTenant] = []
    private var tenantNumbers: [UInt64: Int] = [:]
    /// What the step that is being taken touches: the accounts that it names, each followed by its ancestors.
    private var touched: [Int] = []
    /// Marks them.
    private var stepNumber: UInt64 = 0

    /// - Parameter kernel: what it has is taken as it is.
    init(of kernel: borrowing Kernel) {
        for position in 0..<kernel.tenantCount {
            let state = kernel.tenant(at: position)
            tenants[number(of: state.id)].take(state)
        }
        for position in 0..<kernel.accountCount {
            let state = kernel.account(at: position)
            accounts[enter(state.id, under: state.parent, state.tenant)].take(state)
        }
    }

    /// Takes a tenant; nothing if it is there.
    mutating func open(_ tenant: TenantID) { _ = number(of: tenant) }

    /// Takes an account with nothing on it, and touches it.
    mutating func open(_ opening: AccountOpening, _ tenant: TenantID) {
        touchAlone(enter(opening.account, under: opening.parent, tenant))
    }

    private mutating func enter(_ id: AccountID, under parent: AccountID?, _ tenant: TenantID) -> Int {
        let parentNumber = parent.map { self.number(of: $0, tenant) }
        let number = self.number(of: id, tenant)
        accounts[number] = AuditedAccount(
            key: accounts[number].key, tenantNumber: accounts[number].tenantNumber, parent: parentNumber, isOpen: true)
        return number
    }

    /// Begins a step.
    mutating func touchNone() {
        touched.removeAll(keepingCapacity: true)
        stepNumber += 1
    }

    /// Touches accounts and their ancestors, each once. O(ancestors).
    mutating func touch(_ numbers: AccountNumbers) {
        for position in 0..<numbers.count {
            var next: Int? = numbers[position]
            while let number = next, accounts[number].touchedBy != stepNumber {
                touchAlone(number)
                next = accounts[number].parent
            }
        }
    }

    private mutating func touchAlone(_ number: Int) {
        accounts[number].touchedBy = stepNumber
        touched.append(number)
    }

    /// The numbers of accounts that a command names. O(accounts named).
    mutating func numbers(of list: AccountList, _ tenant: TenantID) -> AccountNumbers {
        var numbers = AccountNumbers()
        for position in 0..<list.count { numbers.append(number(of: list[position], tenant)) }
        return numbers
    }

    /// Adds what one account was given, and touches it.
    mutating func fund(_ transfer: Transfer, _ tenant: TenantID) {
        let number = self.number(of: transfer.account, tenant)
        accounts[number].isOpen = true
        touchAlone(number)
        accounts[number].sums.change(by: transfer.amounts) { $0.funded += $1 }
    }

    /// Adds what one account had to give, and touches it.
    mutating func withdraw(_ transfer: Transfer, _ tenant: TenantID) {
        let number = self.number(of: transfer.account, tenant)
        accounts[number].isOpen = true
        touchAlone(number)
        accounts[number].sums.change(by: transfer.amounts) { $0.withdrawn += $1 }
    }

    /// Adds to the holds of what is touched. Wraps, as `free` does.
    mutating func hold(_ amounts: Amounts) {
        changeTouched(by: amounts) { $0.held &+= $1 }
    }

    /// Takes from the holds of what is touched. Wraps below zero, which no check then lets pass.
    mutating func free(_ amounts: Amounts) {
        changeTouched(by: amounts) { $0.held &-= $1 }
    }

    /// Adds to the spending of what is touched, and once to that of their tenant.
    mutating func spend(_ amounts: Amounts) {
        changeTouched(by: amounts) { $0.spent += $1 }
        guard let first = touched.first else { return }
        tenants[accounts[first].tenantNumber].add(amounts)
    }

    private mutating func changeTouched(by amounts: Amounts, _ change: (inout AccountSums, UInt128) -> Void) {
        // An account that no record opened can have nothing.
        for number in touched where accounts[number].isOpen { accounts[number].sums.change(by: amounts, change) }
    }

    /// Compares what is touched, and its tenant, with what a kernel has. O(accounts touched).
    func checkTouched(_ kernel: borrowing Kernel) throws(ConservationViolation) {
        for number in touched {
            if let state = state(of: number, in: kernel) { try accounts[number].check(state) }
        }
        guard let first = touched.first else { return }
        let number = accounts[first].tenantNumber
        if let state = state(ofTenant: number, in: kernel) { try tenants[number].check(state) }
    }

    /// Compares all that a kernel has. O(accounts).
    func checkAll(_ kernel: borrowing Kernel) throws(ConservationViolation) {
        for position in 0..<kernel.accountCount {
            let state = kernel.account(at: position)
            let key = AccountKey(tenant: state.tenant, id: state.id)
            let account = accountNumbers[key].map { accounts[$0] }
            try (account ?? AuditedAccount(key: key, tenantNumber: 0, parent: nil, isOpen: false)).check(state)
        }
        for position in 0..<kernel.tenantCount {
            let state = kernel.tenant(at: position)
            let tenant = tenantNumbers[state.id.rawValue].map { tenants[$0] }
            try (tenant ?? AuditedTenant(id: state.id)).check(state)
        }
    }

    /// What a kernel has at the position of that number, if it is the same account, and else wherever it has it.
    private func state(of number: Int, in kernel: borrowing Kernel) -> AccountState? {
        let key = accounts[number].key
        if number < kernel.accountCount {
            let state = kernel.account(at: number)
            if state.id == key.id, state.tenant == key.tenant { return state }
        }
        return kernel.account(key.id, of: key.tenant)
    }

    private func state(ofTenant number: Int, in kernel: borrowing Kernel) -> TenantState? {
        let id = tenants[number].id
        if number < kernel.tenantCount {
            let state = kernel.tenant(at: number)
            if state.id == id { return state }
        }
        return kernel.tenant(id)
    }

    /// The number of an account; one that no record has opened gets one, too.
    private mutating func number(of id: AccountID, _ tenant: TenantID) -> Int {
        let key = AccountKey(tenant: tenant, id: id)
        if let number = accountNumbers[key] { return number }
        let number = accounts.count
        accountNumbers[key] = number
        accounts.append(
            AuditedAccount(key: key, tenantNumber: self.number(of: tenant), parent: nil, isOpen: false))
        return number
    }

    private mutating func number(of tenant: TenantID) -> Int {
        if let number = tenantNumbers[tenant.rawValue] { return number }
        let number = tenants.count
        tenantNumbers[tenant.rawValue] = number
        tenants.append(AuditedTenant(id: tenant))
        return number
    }
}

/// The numbers of the accounts that a reservation names, 0…4 of them.
struct AccountNumbers {
    private(set) var count = 0
    private var numbers = InlineArray<4, Int>(repeating: 0)

    subscript(position: Int) -> Int { numbers[position] }

    /// - Precondition: there are fewer than four.
    mutating func append(_ number: Int) {
        numbers[count] = number
        count += 1
    }
}
