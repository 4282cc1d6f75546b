import RecountKernel

// What the reference model of budgets remembers: plain values in arrays, numbers of 128 bits
// that need no care.

/// Calls, tokens and cost.
typealias Numbers = [Int128]

extension Amounts {
    /// The amounts as plain numbers.
    var numbers: Numbers { [Int128(values.calls), Int128(values.tokens), Int128(values.cost)] }

    /// Amounts of plain numbers that are in range.
    static func of(_ numbers: Numbers) -> Amounts {
        .of(calls: UInt64(numbers[0]), tokens: UInt64(numbers[1]), cost: UInt64(numbers[2]))
    }
}

extension Dimension {
    /// The dimensions by their places in `Numbers`.
    static let inOrder: [Dimension] = [.calls, .tokens, .cost]
}

/// 2^63 - 1: the bound of B2.
let largestBalance = Int128(Int64.max)

struct ReferenceBalance {
    var funded: Int128 = 0
    var withdrawn: Int128 = 0
    var spent: Int128 = 0
    var available: Int128 = 0
    var reserved: Int128 = 0
    var debt: Int128 = 0

    mutating func credit(_ amount: Int128) {
        let paid = min(debt, amount)
        debt -= paid
        available += amount - paid
    }

    mutating func charge(_ amount: Int128) {
        let taken = min(available, amount)
        available -= taken
        debt += amount - taken
        spent += amount
    }

    func matches(_ balance: Balance) -> Bool {
        funded == balance.funded && withdrawn == balance.withdrawn && spent == balance.spent
            && available == balance.available && reserved == balance.reserved && debt == balance.debt
    }
}

struct ReferenceTenant {
    let id: UInt64
    let openedBy: UInt64
    let openingQuotas: TenantQuotas
    var quotas: TenantQuotas
    var spent: Numbers = [0, 0, 0]
}

struct ReferenceAccount {
    let tenant: UInt64
    let id: UInt64
    let parent: UInt64?
    let openedBy: UInt64
    let openingLimit: ExposureLimit
    var limit: ExposureLimit
    var isClosed = false
    var balances = [ReferenceBalance](repeating: ReferenceBalance(), count: 3)
}

struct ReferenceTransfer {
    let tenant: UInt64
    let transfer: Transfer
    let kind: CommandKind
    let finishedBy: UInt64
    let finishedAt: UInt64
}

struct ReferenceReservation {
    let tenant: UInt64
    let id: Identifier128
    let kind: CommandKind
    let named: [UInt64]
    let amounts: Numbers
    let openingExpiry: UInt64
    let openedBy: UInt64
    var state: ReservationState
    var expiry: UInt64
    var expirySetBy: UInt64
    var spent: Numbers
    var spentBy: UInt64
    var finishedBy: UInt64 = 0
    var finishedAt: UInt64 = 0

    var rest: Numbers { (0..<3).map { amounts[$0] - spent[$0] } }
}
