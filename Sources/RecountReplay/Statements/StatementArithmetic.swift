import RecountKernel

/// What must hold of a statement's figures among themselves, whoever signed for them.
struct StatementArithmetic {
    private let statement: Statement

    init(_ statement: Statement) {
        self.statement = statement
    }

    /// Checks both seals, then what is between them. O(accounts).
    func check() throws(StatementFinding) {
        if let opening = statement.opening { try check(opening, .opening) }
        try check(statement.closing, .closing)
        try checkWhatNeverChanges()
        try checkTotals()
    }

    // MARK: One seal

    private func check(_ seal: StatementSeal, _ side: StatementSide) throws(StatementFinding) {
        let ids = Set(seal.accounts.map(\.id.rawValue))
        var previous: AccountID?
        for account in seal.accounts {
            if let previous, account.id <= previous { throw .account(side, account.id, .order) }
            if let parent = account.parent, !ids.contains(parent.rawValue) || parent == account.id {
                throw .account(side, account.id, .parent(parent))
            }
            previous = account.id
            for dimension in Dimension.inOrder {
                guard let problem = problem(of: account, dimension, side) else { continue }
                throw .figure(side, account.id, dimension, problem)
            }
        }
    }

    private func problem(
        of account: CommittedAccount, _ dimension: Dimension, _ side: StatementSide
    ) -> StatementFinding.FigureProblem? {
        let balance = account.balances[dimension]
        guard balance.supply == balance.uses else {
            return .unbalanced(balance, suspect: suspect(of: account, dimension, side))
        }
        if balance.supply > UInt128(Balance.maximum) { return .tooLarge(balance) }
        if balance.debt > 0, balance.available > 0 { return .availableInDebt(balance) }
        if let limit = account.exposureLimit[dimension], balance.reserved > limit {
            return .aboveLimit(reserved: balance.reserved, limit: limit)
        }
        guard account.isClosed else { return nil }
        let held = [BalanceFigure.available, .reserved, .debt].first { balance[$0] > 0 }
        return held.map { .heldByClosed($0, balance[$0]) }
    }

    /// The one figure of an account that differs from what the other seal and the totals give.
    private func suspect(
        of account: CommittedAccount, _ dimension: Dimension, _ side: StatementSide
    ) -> BalanceFigure? {
        guard let line = statement.totals.accounts.first(where: { $0.id == account.id })?.lines[dimension] else {
            return nil
        }
        let other = statement.seal(side == .opening ? .closing : .opening)?.accounts
            .first { $0.id == account.id }?.balances[dimension]
        var suspects: [BalanceFigure] = []
        for figure in StatementTotals.Figure.allCases {
            switch figure.source {
            case .balance(side, let held):
                if line[figure] != account.balances[dimension][held] { suspects.append(held) }
            case .balance: break
            case .difference(let counter):
                let own = UInt128(account.balances[dimension][counter])
                let others = UInt128((other ?? Balance())[counter])
                let (opening, closing) = side == .opening ? (own, others) : (others, own)
                if opening + UInt128(line[figure]) != closing { suspects.append(counter) }
            }
        }
        return suspects.count == 1 ? suspects.first : nil
    }

    // MARK: Between the seals

    private func checkWhatNeverChanges() throws(StatementFinding) {
        let pairs = (statement.opening?.accounts ?? []).map { ($0.id.rawValue, $0) }
        let opening = Dictionary(uniqueKeysWithValues: pairs)
        for account in statement.closing.accounts {
            guard let before = opening[account.id.rawValue] else { continue }
            if let member = account.fixedMember(differingFrom: before) {
                throw .account(.closing, account.id, .changed(member))
            }
            if before.isClosed, !account.isClosed { throw .account(.closing, account.id, .reopened) }
        }
    }

    private func checkTotals() throws(StatementFinding) {
        let computed = try StatementTotals(from: statement.opening, to: statement.closing)
        let stated = statement.totals
        for dimension in Dimension.inOrder where stated.spent[dimension] != computed.spent[dimension] {
            throw .total(
                account: nil, dimension, BalanceFigure.spent.rawValue, stated: stated.spent[dimension],
                computed: computed.spent[dimension])
        }
        guard stated.accounts.map(\.id) == computed.accounts.map(\.id) else { throw .totalsOfOtherAccounts }
        for (stated, computed) in zip(stated.accounts, computed.accounts) {
            for dimension in Dimension.inOrder {
                let (stated, expected) = (stated.lines[dimension], computed.lines[dimension])
                let figure = StatementTotals.Figure.allCases.first { stated[$0] != expected[$0] }
                guard let figure else { continue }
                throw .total(
                    account: computed.id, dimension, figure.rawValue, stated: UInt128(stated[figure]),
                    computed: UInt128(expected[figure]))
            }
        }
    }
}

extension Balance {
    /// One side of B1.
    fileprivate var supply: UInt128 { UInt128(funded) + UInt128(debt) }

    /// The other side of B1.
    fileprivate var uses: UInt128 {
        UInt128(withdrawn) + UInt128(available) + UInt128(reserved) + UInt128(spent)
    }
}

extension CommittedAccount {
    /// The first member that never changes and differs.
    fileprivate func fixedMember(differingFrom other: CommittedAccount) -> String? {
        if parent != other.parent { return "parent" }
        if openedBy != other.openedBy { return "opened_by" }
        return openingExposureLimit == other.openingExposureLimit ? nil : "opening_exposure_limit"
    }
}
