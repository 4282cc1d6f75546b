// The bodies of the frequent commands on budgets, read with one look at their length and none at each field. What is wrong
// with one that is not valid, `ByteReader` says. Layouts: docs/format.md, "Reservation" and "Spending".

extension Reservation {
    /// - Returns: nil if the bytes are not exactly one valid reservation.
    @inline(__always)
    init?(valid bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count >= 20 else { return nil }
        let accountCount = start.littleEndian(at: 16, as: UInt32.self).offset
        guard accountCount >= 1, accountCount <= AccountList.maximumCount else { return nil }
        // Bound: at most four accounts.
        let accountsEnd = 20 &+ accountCount &* 8
        guard bytes.count == accountsEnd &+ 32, let accounts = AccountList(valid: start + 20, count: accountCount),
            let amounts = Amounts(valid: start + accountsEnd)
        else { return nil }
        let expiry = Milliseconds(start.littleEndian(at: accountsEnd &+ 24))
        guard expiry <= .maximum else { return nil }
        self.init(id: Identifier128(start), accounts: accounts, amounts: amounts, expiry: expiry)
    }
}

extension Spending {
    /// - Returns: nil if the bytes are not exactly one valid spending.
    @inline(__always)
    init?(valid bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress, bytes.count == 40, let total = Amounts(valid: start + 16) else {
            return nil
        }
        self.init(id: Identifier128(start), total: total)
    }
}

extension Identifier128 {
    @inline(__always)
    fileprivate init(_ start: UnsafeRawPointer) {
        self.init(high: start.littleEndian(at: 8), low: start.littleEndian(at: 0))
    }
}

extension AccountList {
    /// - Returns: nil if an account is named twice.
    @inline(__always)
    fileprivate init?(valid start: UnsafeRawPointer, count: Int) {
        self.init(AccountID(start.littleEndian(at: 0)))
        for position in 1..<count {
            // Bound: at most four accounts.
            guard append(AccountID(start.littleEndian(at: position &* 8))) else { return nil }
        }
    }
}

extension Amounts {
    /// - Returns: nil if one of them is above the maximum.
    @inline(__always)
    fileprivate init?(valid start: UnsafeRawPointer) {
        self.init(
            calls: start.littleEndian(at: 0), tokens: start.littleEndian(at: 8), cost: start.littleEndian(at: 16))
    }
}
