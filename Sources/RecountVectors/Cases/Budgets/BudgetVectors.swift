/// The cases about tenants, accounts and reservations that were made by hand.
enum BudgetVectors {
    static var groups: [VectorGroup] {
        [
            tenants, tree, funding, transferIDs, reserving, refusalOrder, drawing, settling, lateSettlement, charging,
            expiryOrder, extending, forgetting, closing, exposure, overflow, netting, time, jumps, quotas, describing,
            sealing, sealedTenants, sealedBudgets,
        ]
    }
}
