import RecountJSON
import RecountKernel
import RecountReplay

/// What every tenant spent and whether its budgets add up, for people and for programs.
struct ConservationReport {
    let summary: ConservationSummary

    /// A table of tenants, then one of accounts.
    var text: String { tenantTable + "\n" + accountTable }

    /// A table of tenants.
    var tenantTable: String {
        var table = TextTable([
            ("tenant", .right), ("calls", .right), ("tokens", .right), ("cost (USD)", .right), ("conserved", .left),
        ])
        for tenant in summary.tenants {
            let spent = tenant.state.spent
            table.append([
                String(tenant.state.id.rawValue), spent.calls.value.grouped, spent.tokens.value.grouped,
                CostText.dollars(microcents: spent.cost.value), tenant.isConserved ? "yes" : "NO",
            ])
        }
        return "Spent per tenant\n" + table.text
    }

    private var accountTable: String {
        var table = TextTable([
            ("tenant", .right), ("account", .right), ("funded", .right), ("+ debt", .right), ("= withdrawn", .right),
            ("+ available", .right), ("+ reserved", .right), ("+ spent (USD)", .right),
        ])
        for tenant in summary.tenants {
            for account in tenant.accounts {
                let cost = account.balances.cost
                let terms = [cost.funded, cost.debt, cost.withdrawn, cost.available, cost.reserved, cost.spent]
                table.append(
                    [String(tenant.state.id.rawValue), String(account.id.rawValue)]
                        + terms.map { CostText.dollars(microcents: $0) })
            }
        }
        return "Conservation of cost per account: funded + debt = withdrawn + available + reserved + spent\n"
            + table.text
    }

    /// The members `conserved` and `tenants` of the object that is open.
    func write(to fields: inout JSONFieldWriter) {
        fields.writer.key("conserved")
        fields.writer.value(summary.isConserved)
        fields.beginList("tenants")
        for tenant in summary.tenants {
            fields.beginElement()
            fields.unsigned("tenant", tenant.state.id.rawValue)
            write(tenant.state.spent, to: &fields)
            fields.beginList("accounts")
            for account in tenant.accounts { write(account, to: &fields) }
            fields.endList()
            fields.endElement()
        }
        fields.endList()
    }

    /// Sums have 128 bits: beyond 2^53 they are strings of decimal digits, as all numbers are.
    private func write(_ spent: PerDimension<WideCounter>, to fields: inout JSONFieldWriter) {
        let sums: [(StaticString, WideCounter)] = [
            ("calls", spent.calls), ("tokens", spent.tokens), ("cost_microcents", spent.cost),
        ]
        fields.beginGroup("spent")
        for (name, sum) in sums {
            if let value = UInt64(exactly: sum.value) {
                fields.unsigned(name, value)
            } else {
                fields.text(name, String(sum.value))
            }
        }
        fields.text("cost_usd", CostText.dollars(microcents: spent.cost.value))
        fields.endGroup()
    }

    private func write(_ account: AccountState, to fields: inout JSONFieldWriter) {
        fields.beginElement()
        fields.unsigned("account", account.id.rawValue)
        if let parent = account.parent { fields.unsigned("parent", parent.rawValue) } else { fields.absent("parent") }
        let dimensions: [(StaticString, Balance)] = [
            ("calls", account.balances.calls), ("tokens", account.balances.tokens),
            ("cost_microcents", account.balances.cost),
        ]
        for (name, balance) in dimensions {
            fields.beginGroup(name)
            fields.unsigned("funded", balance.funded)
            fields.unsigned("withdrawn", balance.withdrawn)
            fields.unsigned("available", balance.available)
            fields.unsigned("reserved", balance.reserved)
            fields.unsigned("spent", balance.spent)
            fields.unsigned("debt", balance.debt)
            fields.endGroup()
        }
        fields.endElement()
    }
}
