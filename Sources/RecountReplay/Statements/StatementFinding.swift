import RecountJSON
import RecountKernel

/// The first thing in a statement that does not hold.
public enum StatementFinding: Error, Equatable, Sendable {
    /// What is wrong with an account as a whole.
    public enum AccountProblem: Equatable, Sendable {
        /// It does not come after the one before it.
        case order
        /// The tenant has no account with the id of its parent.
        case parent(AccountID)
        /// It was at the opening seal and is not at the closing one.
        case missing
        /// What never changes differs between the seals.
        case changed(String)
        /// It was closed at the opening seal and is open at the closing one.
        case reopened
        /// It is at a seal, but not opened by a record up to it; or was opened before a seal at which it is not.
        case openedBy(UInt64)
    }

    /// What is wrong with an account's figures in a dimension.
    public enum FigureProblem: Equatable, Sendable {
        /// B1 does not hold; with the figure that the totals contradict, if it is a single one.
        case unbalanced(Balance, suspect: BalanceFigure?)
        /// B2 does not hold.
        case tooLarge(Balance)
        /// B3 does not hold.
        case availableInDebt(Balance)
        /// More is reserved than the account's exposure limit allows.
        case aboveLimit(reserved: UInt64, limit: UInt64)
        /// A closed account holds something.
        case heldByClosed(BalanceFigure, UInt64)
    }

    /// What is wrong with a seal's record.
    public enum RecordProblem: Error, Equatable, Sendable {
        /// Its bytes are no record.
        case malformed(DecodingError)
        /// It is no seal that was decided.
        case notASeal(sequence: UInt64)
        /// It is not among the checkpoint's records.
        case notIncluded(ProofError)
        /// The tenant's part leads to another state root.
        case otherRoot(sequence: UInt64)
    }

    /// The statement is of another journal than the checkpoint.
    case otherJournal(stated: NoteKeyName, given: NoteKeyName)
    /// The statement is for a checkpoint with another number of records.
    case otherSize(stated: UInt64, given: UInt64)
    /// Something is wrong with an account.
    case account(StatementSide, AccountID, AccountProblem)
    /// Something is wrong with an account's figures.
    case figure(StatementSide, AccountID, Dimension, FigureProblem)
    /// A counter of an account, or of the tenant, is lower at the closing seal.
    case decreased(account: AccountID?, Dimension, BalanceFigure, opening: UInt128, closing: UInt128)
    /// A total, of an account or the tenant, is another one than the seals give.
    case total(account: AccountID?, Dimension, String, stated: UInt128, computed: UInt128)
    /// The totals are not of the closing seal's accounts.
    case totalsOfOtherAccounts
    /// Something is wrong with a seal's record, or it is about another state.
    case record(StatementSide, RecordProblem)
    /// The seals are not in their order.
    case sealOrder(opening: UInt64, closing: UInt64)
    /// The checkpoint is not shown to have all records of the earlier one.
    case growth(ProofError)
    /// The statement proves growth from another earlier checkpoint, or from none.
    case otherEarlier(stated: UInt64?, given: UInt64)
}

extension StatementFinding: CustomStringConvertible {
    /// One line: what is wrong, and where. Numbers have no separators: they are compared with those in the file.
    public var description: String {
        switch self {
        case .otherJournal(let stated, let given): "it is of the journal \(stated), the checkpoint of \(given)"
        case .otherSize(let stated, let given):
            "it is for a checkpoint of \(stated) records, and the one given has \(given)"
        case .account(let side, let account, let problem): "account \(account.rawValue), \(side) seal: \(problem)"
        case .figure(let side, let account, let dimension, let problem):
            "account \(account.rawValue), \(dimension.name), \(side) seal: \(problem)"
        case .decreased(let account, let dimension, let figure, let opening, let closing):
            "\(Self.owner(account)), \(dimension.name): \(figure.rawValue) is \(opening) at the opening seal and only "
                + "\(closing) at the closing one; it never decreases"
        case .total(let account, let dimension, let figure, let stated, let computed):
            "totals, \(Self.owner(account)), \(dimension.name): \(figure) is stated as \(stated), and the seals give "
                + "\(computed)"
        case .totalsOfOtherAccounts: "the totals are not of the accounts of the closing seal, one after the other"
        case .record(let side, let problem): "\(side) seal: \(problem)"
        case .sealOrder(let opening, let closing):
            "the opening seal is record \(opening) and the closing one record \(closing): they are not in their order"
        case .growth(let error): "it does not prove that the journal only grew since the earlier checkpoint: \(error)"
        case .otherEarlier(nil, let given):
            "it proves nothing about an earlier checkpoint, and one of \(given) records is given"
        case .otherEarlier(let stated?, let given):
            "it proves growth since another checkpoint, of \(stated) records, than the one of \(given) that is given"
        }
    }

    private static func owner(_ account: AccountID?) -> String {
        account.map { "account \($0.rawValue)" } ?? "the tenant itself"
    }
}

extension StatementFinding.AccountProblem: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .order: "its id does not come after that of the account before it"
        case .parent(let parent): "its parent, account \(parent.rawValue), is not among the tenant's"
        case .missing: "it is at the opening seal and not here; accounts are never removed"
        case .changed(let member): "\(member) is not what it is at the opening seal, and it never changes"
        case .reopened: "it was closed at the opening seal; closed accounts stay closed"
        case .openedBy(let sequence): "record \(sequence) opened it, which does not agree with the seals it is at"
        }
    }
}

extension StatementFinding.FigureProblem: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .unbalanced(let balance, nil): Self.equation(balance)
        case .unbalanced(let balance, let suspect?):
            "\(suspect.rawValue) \(balance[suspect]) is not what the totals give, and \(Self.equation(balance))"
        case .tooLarge(let balance):
            "funded \(balance.funded) + debt \(balance.debt) is above \(Balance.maximum), which no account reaches"
        case .availableInDebt(let balance):
            "available is \(balance.available) beside a debt of \(balance.debt); one of them must be 0"
        case .aboveLimit(let reserved, let limit): "reserved is \(reserved), above the exposure limit of \(limit)"
        case .heldByClosed(let figure, let amount): "\(figure.rawValue) is \(amount), and the account is closed"
        }
    }

    private static func equation(_ balance: Balance) -> String {
        "funded \(balance.funded) + debt \(balance.debt) is not withdrawn \(balance.withdrawn) + available "
            + "\(balance.available) + reserved \(balance.reserved) + spent \(balance.spent)"
    }
}

extension StatementFinding.RecordProblem: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .malformed(let error): "its record is none: \(error.code) at its byte \(error.offset)"
        case .notASeal(let sequence): "record \(sequence) is no seal"
        case .notIncluded(let error): "its record is not shown to be under the checkpoint: \(error)"
        case .otherRoot(let sequence):
            "the tenant's id, accounts, spending, salt, digests and path do not lead to the state root that record "
                + "\(sequence) states: one of them was changed"
        }
    }
}
