import RecountDigest
import RecountJSON
import RecountKernel

extension Statement {
    /// Reads a file: exactly the bytes that `json` gives. Whether what it says holds, `StatementCheck` tells.
    /// O(bytes).
    ///
    /// - Throws: what is wrong with them.
    public init(parsing bytes: [UInt8]) throws(StatementError) {
        let document: JSONValue
        do throws(JSONError) { document = try JSONValue(parsing: bytes) } catch { throw .json(error) }
        guard document["format"] == .string(Self.format), document["version"] == .number(JSONNumber(Self.version))
        else { throw .otherFormat }
        try self.init(StatementReader(document))
        let canonical = json
        guard bytes == canonical else {
            let offset = zip(bytes, canonical).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            throw .notCanonical(offset: offset ?? min(bytes.count, canonical.count))
        }
    }

    private init(_ reader: StatementReader) throws(StatementError) {
        journal = try reader.member("journal").text { NoteKeyName($0) }
        tenant = TenantID(try reader.member("tenant").number)
        checkpointSize = try reader.member("checkpoint_records").number
        growth = try reader.member("earlier_checkpoint").optional?.growth
        opening = try reader.member("opening").optional?.seal
        closing = try reader.member("closing").seal
        totals = try reader.member("totals").totals
    }
}

extension StatementReader {
    fileprivate var growth: StatementGrowth {
        get throws(StatementError) {
            let head = TreeHead(size: try member("records").number, root: try member("root").hash)
            return StatementGrowth(earlier: head, hashes: try member("hashes").hashes)
        }
    }

    fileprivate var seal: StatementSeal {
        get throws(StatementError) {
            StatementSeal(
                body: try member("record").text { [UInt8](hexadecimal: $0) },
                inclusion: try member("inclusion").hashes,
                global: try member("global").digest,
                path: try member("tenant_path").path,
                salt: try member("salt").digest,
                rest: try member("rest").digest,
                spent: try member("spent").perDimension { reader throws(StatementError) in
                    let value = try reader.wideNumber
                    return WideCounter(high: UInt64(value >> 64), low: UInt64(truncatingIfNeeded: value))
                },
                accounts: try member("accounts").elements { reader throws(StatementError) in try reader.account })
        }
    }

    fileprivate var totals: StatementTotals {
        get throws(StatementError) {
            let spent = try member("spent").perDimension { reader throws(StatementError) in try reader.wideNumber }
            let accounts = try member("accounts").elements { reader throws(StatementError) in try reader.line }
            return StatementTotals(spent: spent, accounts: accounts)
        }
    }

    private var line: StatementTotals.Account {
        get throws(StatementError) {
            let lines = try perDimension { reader throws(StatementError) in
                try StatementTotals.Line { figure throws(StatementError) in try reader.member(figure.rawValue).number }
            }
            return StatementTotals.Account(id: AccountID(try member("account").number), lines: lines)
        }
    }

    private var wideNumber: UInt128 { get throws(StatementError) { try text { UInt128($0) } } }

    private var hashes: [TreeHash] {
        get throws(StatementError) { try elements { reader throws(StatementError) in try reader.hash } }
    }

    private var path: [TenantSibling] {
        get throws(StatementError) {
            let path = try elements { reader throws(StatementError) -> TenantSibling in
                if let left = try? reader.member("left") { return .left(try left.digest) }
                return .right(try reader.member("right").digest)
            }
            guard path.count <= TenantSibling.maximumCount else { throw mismatch }
            return path
        }
    }

    private var account: CommittedAccount {
        get throws(StatementError) {
            CommittedAccount(
                id: AccountID(try member("account").number),
                openedBy: try member("opened_by").number,
                parent: try member("parent").optional.map { reader throws(StatementError) in
                    AccountID(try reader.number)
                },
                openingExposureLimit: try member("opening_exposure_limit").limit,
                isClosed: try member("state").text { ["open": false, "closed": true][$0] },
                exposureLimit: try member("exposure_limit").limit,
                balances: try perDimension { reader throws(StatementError) in
                    try Balance { figure throws(StatementError) in try reader.member(figure.rawValue).number }
                })
        }
    }

    private var limit: ExposureLimit {
        get throws(StatementError) {
            let values = try perDimension { reader throws(StatementError) in
                try reader.optional.map { reader throws(StatementError) in try reader.number }
            }
            let limit = ExposureLimit(calls: values.calls, tokens: values.tokens, cost: values.cost)
            guard let limit else { throw mismatch }
            return limit
        }
    }

    private func perDimension<Value>(
        _ read: (StatementReader) throws(StatementError) -> Value
    ) throws(StatementError) -> PerDimension<Value> {
        try PerDimension { dimension throws(StatementError) in try read(try member(dimension.key)) }
    }
}
