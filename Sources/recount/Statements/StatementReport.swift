import RecountJSON
import RecountKernel
import RecountReplay

/// A statement that holds, for people and for programs.
struct StatementReport {
    private let statement: Statement
    private let check: StatementCheck
    private let earlierSize: UInt64?

    /// - Parameter earlier: an earlier checkpoint that was given and that the statement agrees with.
    init(_ statement: Statement, _ check: StatementCheck, since earlier: Checkpoint?) {
        self.statement = statement
        self.check = check
        earlierSize = earlier?.head.size
    }

    /// What holds, a table for each account, and what is proven and what is not.
    var text: String {
        var parts = [heading]
        for account in statement.totals.accounts { parts.append(table(of: account)) }
        parts.append(spending)
        parts.append(proof)
        return parts.joined(separator: "\n")
    }

    private var heading: String {
        """
        Statement of tenant \(statement.tenant.rawValue) in \(statement.journal): holds
        from \(check.opening.map(Self.seal) ?? "the journal's beginning")
        to   \(Self.seal(check.closing))

        """
    }

    private static func seal(_ record: SealRecord) -> String {
        "the seal of record \(record.sequence.grouped), at \(record.time.rawValue.grouped) ms "
            + "(\(record.time.utcText) UTC)"
    }

    // MARK: Tables

    private func table(of account: StatementTotals.Account) -> String {
        var table = Self.table
        for (label, figure) in Self.rows { table.append([label] + Self.cells { account.lines[$0][figure] }) }
        let state = statement.closing.accounts.first { $0.id == account.id }
        let parent = state?.parent.map { "under account \($0.rawValue)" } ?? "a root"
        let standing = state?.isClosed == true ? "closed" : "open"
        return "Account \(account.id.rawValue), \(parent), \(standing)\n" + table.text
    }

    private var spending: String {
        var table = Self.table
        table.append(["spent, each charge once"] + Self.cells { statement.totals.spent[$0] })
        return "The tenant itself between the seals\n" + table.text
    }

    private static var table: TextTable {
        TextTable([("", .left), ("calls", .right), ("tokens", .right), ("cost (USD)", .right)])
    }

    /// In the order in which they add up.
    private static let rows: [(String, StatementTotals.Figure)] = [
        ("  available at the beginning", .openingAvailable), ("+ reserved at the beginning", .openingReserved),
        ("- debt at the beginning", .openingDebt), ("+ funded", .funded), ("- withdrawn", .withdrawn),
        ("- spent", .spent), ("= available at the end", .closingAvailable), ("+ reserved at the end", .closingReserved),
        ("- debt at the end", .closingDebt),
    ]

    private static func cells(_ value: (Dimension) -> some BinaryInteger) -> [String] {
        [
            value(.calls).grouped, value(.tokens).grouped, CostText.dollars(microcents: UInt128(value(.cost))),
        ]
    }

    // MARK: Words

    private var proof: String {
        let first = check.opening == nil ? "the seal is a record" : "both seals are records"
        let growth = earlierSize.map {
            "\n- The journal only grew since your checkpoint of \($0) records: nothing was changed or taken away."
        }
        return """
            What this proves:
            - The owner of the key has signed for a journal of \(statement.checkpointSize) records, and \(first) of it.
            - The figures above are those that the owner committed to there, to the last digit.
            - They add up, in every account and dimension: what came in and what is owed is what went out, what was \
            spent and what is there. No counter went back.\(growth ?? "")

            What it does not prove:
            - That each step between was decided rightly, or that every charge was true: that takes a replay of the \
            journal (recount verify).
            - That the owner shows everyone the same journal: compare checkpoints with others.
            - Anything behind \(Self.seal(check.closing)).
            - That the tenant has no other figures elsewhere in the same state: that, too, takes a replay.

            """
    }
}

/// The result for programs.
extension StatementReport {
    var json: [UInt8] { Self.json(statement, check, earlierSize, finding: nil) }

    /// A statement that does not hold.
    static func json(_ statement: Statement, finding: StatementFinding) -> [UInt8] {
        json(statement, nil, nil, finding: finding)
    }

    private static func json(
        _ statement: Statement, _ check: StatementCheck?, _ earlierSize: UInt64?, finding: StatementFinding?
    ) -> [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.flag("valid", finding == nil)
        fields.text("origin", statement.journal.text)
        fields.unsigned("tenant", statement.tenant.rawValue)
        fields.unsigned("tree_size", statement.checkpointSize)
        write("opening", check?.opening, to: &fields)
        write("closing", check?.closing, to: &fields)
        if let earlierSize { fields.unsigned("grew_since", earlierSize) } else { fields.absent("grew_since") }
        if let finding { fields.text("finding", finding.description) } else { fields.absent("finding") }
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }

    private static func write(_ name: StaticString, _ seal: SealRecord?, to fields: inout JSONFieldWriter) {
        guard let seal else { return fields.absent(name) }
        fields.beginGroup(name)
        fields.unsigned("record", seal.sequence)
        fields.unsigned("time", seal.time.rawValue)
        fields.digest("state_root", seal.stateRoot)
        fields.endGroup()
    }
}
