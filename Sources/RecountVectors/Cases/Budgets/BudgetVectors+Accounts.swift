extension BudgetVectors {
    static var tenants: VectorGroup {
        StepGroup.make("tenants", "Opening tenants: known ids, table sizes, and sums of quotas.") { group in
            group.add("nothing is there yet", .open(1), .boundary)
            group.add("a tenant", .openTenant())
            group.add("the same again", .openTenant())
            group.add("the same with another quota", .openTenant(accounts: 7), .conflict)
            group.add("a quota above its table comes before the known id", .openTenant(accounts: 25), .order, .capacity)
            group.add(
                "the first quota above its table is named, though two are",
                .openTenant(accounts: 8, reservations: 25, transfers: 26), tenant: 2, .order, .capacity)
            group.add(
                "accounts of all tenants above the table", .openTenant(accounts: 17), tenant: 2, .boundary, .capacity)
            group.add(
                "locks of all tenants above the table", .openTenant(locks: 17), tenant: 2, .boundary, .capacity)
            group.add(
                "quotas that fill the tables exactly",
                .openTenant(
                    accounts: 16, reservations: 16, transfers: 16, locks: 16), tenant: 2, .boundary)
            group.add(
                "one account more than there is room for",
                .openTenant(
                    accounts: 1, reservations: 0, transfers: 0, locks: 0), tenant: 3, .capacity)
            group.add(
                "a tenant without any quota still fits",
                .openTenant(
                    accounts: 0, reservations: 0, transfers: 0, locks: 0), tenant: 3, .boundary)
            group.add(
                "no tenant more than the table holds",
                .openTenant(
                    accounts: 0, reservations: 0, transfers: 0, locks: 0), tenant: 4, .capacity)
            group.add("a full table of tenants comes before full sums", .openTenant(), tenant: .max, .order)
            group.add(
                "a quota above its table comes before the full table of tenants",
                .openTenant(transfers: .max), tenant: 4, .order, .boundary)
            group.add("the account quota of 0", .open(1), tenant: 3, .capacity)
        }
    }

    static var tree: VectorGroup {
        StepGroup.make("tree", "Accounts under accounts: depth, parents, repetitions.") { group in
            group.setup(.openTenant(accounts: 6))
            group.add("a root", .open(1))
            group.add("a root again", .open(1))
            group.add("a known account with a parent", .open(1, under: 1), .conflict)
            group.add("a known account with a limit", .open(1, limit: .of(calls: 0)), .conflict)
            group.add("a parent that is not there", .open(2, under: 9))
            group.add("an account under itself", .open(2, under: 2))
            group.add(
                "the second level", .open(2, under: 1, limit: .of(calls: 5, tokens: 0, cost: .max >> 1)), .boundary)
            group.add("the third level", .open(3, under: 2))
            group.add("the fourth level", .open(4, under: 3), .boundary)
            group.add("no fifth level", .open(5, under: 4), .boundary)
            group.add("account 0 is an account as any other", .open(0, under: 3), .boundary)
            group.add("the highest account id", .open(.max), .boundary)
            group.add("a full quota", .open(7, under: 1), .capacity)
            group.add("too deep comes before full", .open(7, under: 4), .order, .capacity)
            group.add("a known account comes before full", .open(4, under: 3), .order, .capacity)
            group.add("an open account is closed", .close(.max))
            group.add("an account under a closed one", .open(7, under: .max))
            group.add("a known account that is closed now", .open(.max))
            group.add("a closed account still counts", .open(7), .capacity)
            group.add("an unknown tenant", .open(1), tenant: 2)
        }
    }

    static var quotas: VectorGroup {
        StepGroup.make("quotas", "Quotas that change, and those that others need.") { group in
            group.setup(.openTenant(), .open(1), .open(2, under: 1), .fund(1, 1, 9), .fund(2, 2, 9))
            group.setup(.reserve(1, [2], 3, until: 50), .acquire(1, by: 1))
            group.setup(.openTenant(accounts: 4, reservations: 4, transfers: 4, locks: 4), tenant: 2)
            group.add("a quota above its table", .setQuotas(reservations: 25), .capacity)
            group.add("accounts below what is in use", .setQuotas(accounts: 1), .boundary)
            group.add("reservations below what is in use", .setQuotas(reservations: 0), .boundary)
            group.add("transfers below what is in use", .setQuotas(transfers: 1), .boundary)
            group.add("locks below what is in use", .setQuotas(locks: 0), .boundary)
            group.add("the first quota below its use is named", .setQuotas(accounts: 0, transfers: 0), .order)
            group.add(
                "exactly what is in use",
                .setQuotas(
                    accounts: 2, reservations: 1, transfers: 2, locks: 1), .boundary)
            group.add("so nothing more fits", .reserve(2, [2], 1, until: 50), .capacity)
            group.add("nor an account", .open(3), .capacity)
            group.add("nor a transfer", .fund(3, 1, 1), .capacity)
            group.add("nor a lock", .acquire(2, by: 2), .capacity)
            group.add("the sum of all tenants above the table", .setQuotas(accounts: 21), .boundary, .capacity)
            group.add(
                "the sum of all tenants at the table",
                .setQuotas(
                    accounts: 20, reservations: 20, transfers: 20, locks: 20), .boundary)
            group.add(
                "below use comes before the table's sum",
                .setQuotas(
                    accounts: 21, reservations: 0), .order)
            group.add(
                "above the table comes before below use",
                .setQuotas(
                    accounts: 0, reservations: 25), .order)
            group.add("opening with the first quotas is still the same", .openTenant(), .duplicate)
            group.add(
                "opening with the present quotas is not",
                .openTenant(
                    accounts: 20, reservations: 20, transfers: 20, locks: 20), .conflict)
            group.add("quotas of a tenant that is not there", .setQuotas(), tenant: 3)
        }
    }

    static var closing: VectorGroup {
        StepGroup.make("closing", "What keeps an account from being closed, in order.") { group in
            group.setup(.openTenant(), .open(1), .open(2, under: 1), .fund(1, 2, .of(calls: 9, tokens: 9, cost: 9)))
            group.setup(.fund(2, 1, .of(calls: 9, tokens: 9, cost: 9)))
            group.setup(.reserve(1, [2], 4, until: 20), .charge(2, [1], .of(tokens: 12)))
            group.add("an account that is not there", .close(3))
            group.add("a hold comes before debt and what is available", .close(1), .order)
            group.add("a hold of the account itself", .close(2))
            group.add("at its expiry it is an expired reservation", .close(2), at: 20, .time)
            group.add("an expired reservation of a descendant", .close(1))
            group.add("what is forgotten no longer matters: debt is found", .close(1), at: 120, .forgetting)
            group.add("the first dimension that has something available", .close(2), .order)
            group.add("withdraw the calls", .withdraw(3, 2, 9))
            group.add("the second dimension", .close(2))
            group.add("withdraw the rest", .withdraw(4, 2, .of(tokens: 9, cost: 9)))
            group.add("withdraw from the parent", .withdraw(5, 1, .of(calls: 9, cost: 9)))
            group.add("debt", .close(1))
            group.add("fund exactly the debt", .fund(6, 1, .of(tokens: 3)), .boundary)
            group.add("an open child", .close(1))
            group.add("the child", .close(2))
            group.add("the parent", .close(1))
            group.add("closed already", .close(1))
            group.add("nothing can be funded", .fund(7, 1, 1))
            group.add("nothing can be withdrawn", .withdraw(7, 2, 1))
            group.add("nothing can be reserved", .reserve(9, [2], 1, until: 200))
            group.add("nothing can be charged", .charge(9, [2], 1))
            group.add("no limit can be set", .limit(1, .none))
        }
    }

    static var exposure: VectorGroup {
        StepGroup.make("exposure", "Exposure limits bound what is reserved at once.") { group in
            group.setup(
                .openTenant(), .open(1, limit: .of(calls: 5)), .open(2, under: 1, limit: .of(calls: 4, cost: 0)))
            group.setup(.fund(1, 1, .of(calls: 100, tokens: 100, cost: 100)))
            group.setup(.fund(2, 2, .of(calls: 100, tokens: 100, cost: 100)))
            group.add("at the limit", .reserve(1, [2], 4, until: 500), .boundary)
            group.add("the leaf's limit", .reserve(2, [2], 1, until: 500), .boundary)
            group.add("a limit of 0 for costs", .reserve(2, [2], .of(cost: 1), until: 500), .boundary)
            group.add("no limit for tokens", .reserve(2, [2], .of(tokens: 100), until: 500))
            group.add("the root's limit", .reserve(3, [1], 2, until: 500), .boundary)
            group.add("what is left at the root", .reserve(3, [1], 1, until: 500), .boundary)
            group.add("a limit below what is reserved", .limit(1, .of(calls: 4)), .boundary)
            group.add("the first dimension below what is reserved", .limit(2, .of(calls: 3, tokens: 99)), .order)
            group.add("a limit at what is reserved", .limit(1, .of(calls: 5, tokens: 100, cost: 0)), .boundary)
            group.add("the largest limit", .limit(2, .of(calls: .max >> 1)), .boundary)
            group.add("no limit", .limit(1, .none))
            group.add("the limit that it was opened with is still the same", .open(1, limit: .of(calls: 5)), .duplicate)
            group.add("the present one is not", .open(1), .conflict)
            group.add("an account that is not there", .limit(9, .none))
        }
    }
}
