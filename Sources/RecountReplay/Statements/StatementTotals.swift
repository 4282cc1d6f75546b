import RecountKernel

/// What happened to a tenant's accounts between two seals.
public struct StatementTotals: Equatable, Sendable {
    /// A figure of an account's line in a dimension.
    public enum Figure: String, CaseIterable, Sendable {
        /// What came in between the seals.
        case funded
        /// What went out unspent between the seals.
        case withdrawn
        /// What was spent between the seals.
        case spent
        case openingAvailable = "opening_available"
        case openingReserved = "opening_reserved"
        case openingDebt = "opening_debt"
        case closingAvailable = "closing_available"
        case closingReserved = "closing_reserved"
        case closingDebt = "closing_debt"
    }

    /// An account in a dimension: what it had, what moved, and what it has.
    public struct Line: Equatable, Sendable {
        /// One for each figure, in the order of the cases.
        private let values: [UInt64]

        init<Failure: Error>(_ value: (Figure) throws(Failure) -> UInt64) throws(Failure) {
            var values: [UInt64] = []
            for figure in Figure.allCases { values.append(try value(figure)) }
            self.values = values
        }

        /// One of its figures.
        public subscript(figure: Figure) -> UInt64 { values[figure.position] }
    }

    /// An account.
    public struct Account: Equatable, Sendable {
        /// Its id.
        public let id: AccountID
        /// What happened to it.
        public let lines: PerDimension<Line>
    }

    /// What the tenant spent between the seals, each charge once, whatever accounts it touched.
    public let spent: PerDimension<UInt128>
    /// Its accounts at the second seal, by ascending id.
    public let accounts: [Account]

    init(spent: PerDimension<UInt128>, accounts: [Account]) {
        self.spent = spent
        self.accounts = accounts
    }

    /// Computes the totals. O(accounts).
    ///
    /// - Parameter opening: nil for a statement from the journal's beginning, when every figure was 0.
    /// - Throws: `decreased`, or an account that is at the first seal alone.
    init(from opening: StatementSeal?, to closing: StatementSeal) throws(StatementFinding) {
        spent = try PerDimension { dimension throws(StatementFinding) in
            let before = opening?.spent[dimension].value ?? 0
            let after = closing.spent[dimension].value
            guard after >= before else {
                throw .decreased(account: nil, dimension, .spent, opening: before, closing: after)
            }
            return after - before
        }
        var before = (opening?.accounts ?? [])[...]
        var accounts: [Account] = []
        for account in closing.accounts {
            if let first = before.first, first.id < account.id { break }
            let earlier = before.first?.id == account.id ? before.popFirst() : nil
            accounts.append(try Account(from: earlier, to: account))
        }
        if let missing = before.first { throw .account(.closing, missing.id, .missing) }
        self.accounts = accounts
    }
}

extension StatementTotals.Account {
    fileprivate init(from opening: CommittedAccount?, to closing: CommittedAccount) throws(StatementFinding) {
        id = closing.id
        lines = try PerDimension { dimension throws(StatementFinding) in
            let before = opening?.balances[dimension] ?? Balance()
            let after = closing.balances[dimension]
            return try StatementTotals.Line { figure throws(StatementFinding) in
                let counter: BalanceFigure
                switch figure.source {
                case .balance(.opening, let figure): return before[figure]
                case .balance(.closing, let figure): return after[figure]
                case .difference(let figure): counter = figure
                }
                guard after[counter] >= before[counter] else {
                    throw .decreased(
                        account: closing.id, dimension, counter, opening: UInt128(before[counter]),
                        closing: UInt128(after[counter]))
                }
                return after[counter] - before[counter]
            }
        }
    }
}

extension StatementTotals.Figure {
    fileprivate var position: Int {
        switch self {
        case .funded: 0
        case .withdrawn: 1
        case .spent: 2
        case .openingAvailable: 3
        case .openingReserved: 4
        case .openingDebt: 5
        case .closingAvailable: 6
        case .closingReserved: 7
        case .closingDebt: 8
        }
    }
}

extension StatementTotals.Figure {
    /// Where a figure of the totals comes from.
    enum Source {
        /// The difference of a counter between the seals.
        case difference(BalanceFigure)
        /// What there is at one of them.
        case balance(StatementSide, BalanceFigure)
    }

    var source: Source {
        switch self {
        case .funded: .difference(.funded)
        case .withdrawn: .difference(.withdrawn)
        case .spent: .difference(.spent)
        case .openingAvailable: .balance(.opening, .available)
        case .openingReserved: .balance(.opening, .reserved)
        case .openingDebt: .balance(.opening, .debt)
        case .closingAvailable: .balance(.closing, .available)
        case .closingReserved: .balance(.closing, .reserved)
        case .closingDebt: .balance(.closing, .debt)
        }
    }
}
