extension BudgetVectors {
    static var funding: VectorGroup {
        StepGroup.make("funding", "Funding and withdrawing; debt is paid first.") { group in
            group.setup(.openTenant(transfers: 6), .open(1))
            group.add("all three dimensions", .fund(1, 1, .of(calls: 1, tokens: 20, cost: 300)))
            group.add("nothing at all", .fund(2, 1, 0), .boundary)
            group.add("nothing at all is withdrawn", .withdraw(2, 1, 0), .boundary)
            group.add("an account that is not there comes before nothing at all", .fund(2, 9, 0), .order)
            group.add("one more than there is", .withdraw(2, 1, 2), .boundary)
            group.add(
                "the first dimension that lacks something",
                .withdraw(
                    2, 1, .of(calls: 1, tokens: 21, cost: 301)), .order)
            group.add("exactly what there is", .withdraw(2, 1, .of(calls: 1, tokens: 20)), .boundary)
            group.add("a refused transfer did not take its id", .fund(3, 1, .of(calls: 1)))
            group.add("a charge beyond it makes debt", .charge(1, [1], .of(calls: 6)))
            group.add("funding pays a part of the debt", .fund(4, 1, 4), .boundary)
            group.add("nothing of it is available", .withdraw(5, 1, 1))
            group.add("funding pays the rest of it, one is left", .fund(5, 1, 2), .boundary)
            group.add("that one can be withdrawn", .withdraw(6, 1, 1))
            group.add("the quota of transfers is full", .fund(7, 1, 1), .capacity)
            group.add("insufficient comes before full", .withdraw(7, 1, 1), .order, .capacity)
            group.add("the largest amounts would be too much for a full quota too", .fund(7, 1, .largest), .capacity)
        }
    }

    static var transferIDs: VectorGroup {
        StepGroup.make("transfer-ids", "One space of ids for funding and withdrawing.") { group in
            group.setup(.openTenant(), .open(1), .open(2))
            group.setup(.fund(1, 1, .of(calls: 5, cost: 7)))
            group.setup(.openTenant(), .open(1), tenant: 2)
            group.add("the same", .fund(1, 1, .of(calls: 5, cost: 7)))
            group.add("another time does not matter", .fund(1, 1, .of(calls: 5, cost: 7)), at: 3, .time)
            group.add("another amount", .fund(1, 1, .of(calls: 5, cost: 8)), .conflict)
            group.add("another account", .fund(1, 2, .of(calls: 5, cost: 7)), .conflict)
            group.add("another direction", .withdraw(1, 1, .of(calls: 5, cost: 7)), .conflict)
            group.add("a known id comes before an account that is not there", .fund(1, 9, 1), .conflict, .order)
            group.add("reservations have ids of their own", .reserve(1, [1], 1, until: 50))
            group.add("id 0", .withdraw(0, 1, 1), .boundary)
            group.add("id 0 again", .withdraw(0, 1, 1))
            group.add("another tenant has ids of its own", .fund(1, 1, 1), tenant: 2)
        }
    }

    static var forgetting: VectorGroup {
        StepGroup.make(
            "forgetting", "What is finished is forgotten after 100 ms, in the order in which it finished.",
            flags: [.forgetting]
        ) { group in
            group.setup(.openTenant(), .open(1), .fund(1, 1, 50))
            group.setup(.reserve(1, [1], 5, until: 900), .reserve(2, [1], 5, until: 900), .release(2))
            group.add("remembered until the end of 99 ms", .fund(1, 1, 50), at: 99, .boundary)
            group.add("forgotten at 100 ms: the id is free", .fund(1, 1, 7), at: 100, .boundary)
            group.add("a reservation that was released is forgotten too", .settle(2, 1))
            group.add("its id is free", .reserve(2, [1], 2, until: 900))
            group.add("an open one is never forgotten", .reserve(1, [1], 5, until: 900), at: 300)
            group.add("it is settled", .settle(1, 3), at: 310)
            group.add("a charge", .charge(3, [1], 1), at: 350)
            group.add("settled and still remembered", .settle(1, 3), at: 409, .boundary)
            group.add("forgotten: charge it instead", .settle(1, 3), at: 410, .boundary)
            group.add("the charge is remembered from its own step on", .charge(3, [1], 1), at: 449, .boundary)
            group.add("and then is charged again", .charge(3, [1], 1), at: 450, .boundary)
            group.add("a refused command forgets as well", .close(77), at: 551)
            group.add(
                "so that a tenant's quota is what is remembered",
                .setQuotas(
                    accounts: 1, reservations: 1, transfers: 0, locks: 0), .boundary)
        }
    }

    /// Amounts are below 2^48, so it takes 32 768 of them to come near 2^63. What is finished is forgotten at once
    /// here, so the same command can be given again and again.
    static var overflow: VectorGroup {
        StepGroup.make(
            "overflow", "Funded and debt together stay within 2^63 − 1.", limits: .vectors(retention: 0),
            flags: [.overflow]
        ) { group in
            group.setup(.openTenant(), .open(1), .open(2), .open(3, under: 2), .reserve(9, [1], 1, until: 900))
            group.setup(.fund(1, 3, 5), .fund(2, 2, 5), .reserve(9, [3], 5, until: 900))
            group.setup(times: 32_768, .fund(1, 1, .largest))
            group.setup(times: 32_768, .charge(1, [2], .of(tokens: VectorAmounts.maximum)))
            group.add(
                "32 768 times the largest amount, and one more than is left",
                .fund(
                    1, 1, .of(tokens: 32_768)), .boundary)
            group.add("calls before tokens", .fund(1, 1, .largest), .order)
            group.add("exactly what is left", .fund(1, 1, .of(tokens: 32_767)), .boundary)
            group.add("nothing is left", .fund(1, 1, .of(tokens: 1)), .boundary)
            group.add("a charge of what is there adds no debt", .charge(1, [1], .largest))
            group.add(
                "debt counts as well: one more than is left",
                .charge(
                    1, [2], .of(tokens: 32_768)), .boundary)
            group.add("what is touched above counts as well", .charge(1, [3], .of(tokens: 32_768)), .boundary)
            group.add(
                "a settlement that would pass the bound above", .settle(9, .of(calls: 5, tokens: 32_768)), .boundary)
            group.add("a settlement at the bound", .settle(9, .of(calls: 5, tokens: 32_767)), .boundary)
            group.add("nothing is left", .charge(1, [2], .of(tokens: 1)), .boundary)
            group.add("funding pays debt: the sum stays", .fund(1, 2, .largest), .boundary)
            group.add("so there is still no room for debt", .charge(1, [2], .of(tokens: 1)), .boundary)
        }
    }

    static var describing: VectorGroup {
        StepGroup.make("describing", "Names for people are recorded and change nothing.") { group in
            group.add("a policy needs no tenant", .describe(16, id: 1, name: "policy"))
            group.add("a model", .describe(17, id: 7, name: "gpt"))
            group.add("a provider", .describe(18, id: 3, name: "é€𝄞"))
            group.add("a tenant that is not open", .describe(1, id: 0, name: "acme"))
            group.add("the tenant", .openTenant())
            group.add("the tenant has a name", .describe(1, id: 0, name: "acme"))
            group.add("an account need not be there", .describe(2, id: 9, name: "nobody"))
            group.add("an actor", .describe(3, id: .max, name: "x"))
            group.add(
                "a resource with the longest name",
                .describe(
                    4, id: 1, name: String(repeating: "n", count: 128)), .boundary)
            group.add("time is advanced", .describe(4, id: 1, name: "later"), at: 10, .time)
        }
    }
}
