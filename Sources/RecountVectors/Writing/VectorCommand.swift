/// A command in the making: its kind and the bytes of its body, not judged by anyone.
struct VectorCommand {
    /// The kind as the format numbers it.
    var kind: UInt8
    /// What follows the header.
    var body: [UInt8]
    /// Whether the header carries a tenant.
    var belongsToTenant = true

    /// Makes a command of a body written field by field.
    init(_ kind: UInt8, belongsToTenant: Bool = true, _ write: (inout LayoutWriter) -> Void = { _ in }) {
        self.kind = kind
        self.belongsToTenant = belongsToTenant
        body = .layout(write)
    }

    /// The whole command. The ids that are only recorded follow from the time, so that they are not all zero.
    func bytes(tenant: UInt64, time: UInt64) -> [UInt8] {
        .layout { writer in
            writer.integer(kind)
            writer.integer(1 as UInt8)
            writer.integer(belongsToTenant ? tenant : 0)
            writer.integer(time)
            writer.identifier(low: time, high: 0x11)
            writer.identifier(low: 0x22, high: time)
            writer.identifier(low: 0, high: 0)
            writer.raw(body)
        }
    }
}

/// Calls, tokens and microcents.
struct VectorAmounts: ExpressibleByIntegerLiteral {
    /// 2^48 − 1, the largest amount.
    static let maximum: UInt64 = 0xffff_ffff_ffff

    var calls: UInt64
    var tokens: UInt64
    var cost: UInt64

    init(calls: UInt64 = 0, tokens: UInt64 = 0, cost: UInt64 = 0) {
        self.calls = calls
        self.tokens = tokens
        self.cost = cost
    }

    /// A number of calls and nothing else.
    init(integerLiteral calls: UInt64) { self.init(calls: calls) }

    /// Amounts, 0 where not stated.
    static func of(calls: UInt64 = 0, tokens: UInt64 = 0, cost: UInt64 = 0) -> VectorAmounts {
        VectorAmounts(calls: calls, tokens: tokens, cost: cost)
    }

    /// The largest amount in every dimension.
    static var largest: VectorAmounts { VectorAmounts(calls: maximum, tokens: maximum, cost: maximum) }
}

/// An exposure limit; nil for a dimension without one.
struct VectorLimit {
    var calls: UInt64?
    var tokens: UInt64?
    var cost: UInt64?

    /// Limits, none where not stated.
    static func of(calls: UInt64? = nil, tokens: UInt64? = nil, cost: UInt64? = nil) -> VectorLimit {
        VectorLimit(calls: calls, tokens: tokens, cost: cost)
    }

    /// No limit at all.
    static var none: VectorLimit { VectorLimit() }
}

extension LayoutWriter {
    /// Appends three amounts.
    mutating func amounts(_ amounts: VectorAmounts) {
        integer(amounts.calls)
        integer(amounts.tokens)
        integer(amounts.cost)
    }

    /// Appends an exposure limit: its mask and what is there.
    mutating func limit(_ limit: VectorLimit) {
        let values = [limit.calls, limit.tokens, limit.cost]
        integer(values.indices.reduce(0 as UInt8) { values[$1] == nil ? $0 : $0 | 1 << UInt8($1) })
        for case let value? in values { integer(value) }
    }

    /// Appends a list of accounts.
    mutating func accounts(_ accounts: [UInt64]) {
        count(accounts.count)
        for account in accounts { integer(account) }
    }
}
