import RecountDigest
import RecountJSON
import RecountKernel

extension Statement {
    static let format = "recount.statement"
    static let version: UInt64 = 1

    /// The file's bytes, of which a statement has one sequence: canonical JSON. Every figure is a string of decimal
    /// digits, so that no reader rounds it. O(accounts).
    public var json: [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.text("format", Self.format)
        fields.unsigned("version", Self.version)
        fields.text("journal", journal.text)
        fields.number("tenant", tenant.rawValue)
        fields.number("checkpoint_records", checkpointSize)
        if let growth { fields.write(growth) } else { fields.absent("earlier_checkpoint") }
        if let opening { fields.write("opening", opening) } else { fields.absent("opening") }
        fields.write("closing", closing)
        fields.write(totals)
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }
}

extension JSONFieldWriter {
    fileprivate mutating func number(_ name: StaticString, _ value: UInt64) {
        writer.key(name)
        writer.decimalString(value)
    }

    fileprivate mutating func number(_ name: StaticString, _ value: UInt64?) {
        if let value { number(name, value) } else { absent(name) }
    }

    fileprivate mutating func write(_ growth: StatementGrowth) {
        beginGroup("earlier_checkpoint")
        number("records", growth.earlier.size)
        text("root", growth.earlier.root.hexadecimal)
        list("hashes", growth.hashes)
        endGroup()
    }

    fileprivate mutating func write(_ name: StaticString, _ seal: StatementSeal) {
        beginGroup(name)
        text("record", seal.body.hexadecimal)
        list("inclusion", seal.inclusion)
        digest("global", seal.global)
        beginList("tenant_path")
        for sibling in seal.path {
            beginElement()
            switch sibling {
            case .left(let hash): digest("left", hash)
            case .right(let hash): digest("right", hash)
            }
            endElement()
        }
        endList()
        digest("salt", seal.salt)
        digest("rest", seal.rest)
        beginGroup("spent")
        for dimension in Dimension.inOrder { text(dimension.key, String(seal.spent[dimension].value)) }
        endGroup()
        beginList("accounts")
        for account in seal.accounts { write(account) }
        endList()
        endGroup()
    }

    private mutating func list(_ name: StaticString, _ hashes: [TreeHash]) {
        beginList(name)
        for hash in hashes { hash.withBytes { writer.hexadecimalString($0) } }
        endList()
    }

    private mutating func write(_ account: CommittedAccount) {
        beginElement()
        number("account", account.id.rawValue)
        number("parent", account.parent?.rawValue)
        number("opened_by", account.openedBy)
        label("state", account.isClosed ? "closed" : "open")
        write("opening_exposure_limit", account.openingExposureLimit)
        write("exposure_limit", account.exposureLimit)
        for dimension in Dimension.inOrder {
            beginGroup(dimension.key)
            for figure in BalanceFigure.allCases {
                writer.key(figure.rawValue)
                writer.decimalString(account.balances[dimension][figure])
            }
            endGroup()
        }
        endElement()
    }

    private mutating func write(_ name: StaticString, _ limit: ExposureLimit) {
        beginGroup(name)
        for dimension in Dimension.inOrder { number(dimension.key, limit[dimension]) }
        endGroup()
    }

    fileprivate mutating func write(_ totals: StatementTotals) {
        beginGroup("totals")
        beginGroup("spent")
        for dimension in Dimension.inOrder { text(dimension.key, String(totals.spent[dimension])) }
        endGroup()
        beginList("accounts")
        for account in totals.accounts {
            beginElement()
            number("account", account.id.rawValue)
            for dimension in Dimension.inOrder {
                beginGroup(dimension.key)
                for figure in StatementTotals.Figure.allCases {
                    writer.key(figure.rawValue)
                    writer.decimalString(account.lines[dimension][figure])
                }
                endGroup()
            }
            endElement()
        }
        endList()
        endGroup()
    }
}
