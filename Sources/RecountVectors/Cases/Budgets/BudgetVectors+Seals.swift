extension BudgetVectors {
    static var sealing: VectorGroup {
        StepGroup.make("sealing", "A seal is a step as any other: consequences, time, forgetting, refusals.") { group in
            group.add("nothing has happened yet", .seal, .boundary)
            group.add("again: the sequence is part of it", .seal)
            group.add("later: so is the time", .seal, at: 7, .time)
            group.add("a time that went back", .seal, at: 3, .time)
            group.add("a tick in between changes the next root by its sequence alone", .tick)
            group.add("and a seal after it", .seal)
            group.add("a tenant", .openTenant())
            group.add("an account", .open(1))
            group.add("a transfer", .fund(1, 1, 9))
            group.add("a reservation until 20", .reserve(1, [1], 4, until: 20))
            group.add("sealed while it is open", .seal, at: 19, .boundary, .time)
            group.add("it expires before the seal of its time", .seal, at: 20, .boundary, .time)
            group.add("one before the transfer is forgotten", .seal, at: 106, .boundary)
            group.add("the seal's own step forgets the transfer", .seal, at: 107, .forgetting, .boundary)
            group.add("and this one the reservation", .seal, at: 120, .forgetting, .boundary)
            group.add("as far ahead as it may be", .seal, at: 1_120, .boundary, .time)
            group.add("one too far", .seal, at: 2_121, .boundary, .time)
            group.add("the refusal is in no later root but by its sequence", .seal)
        }
    }

    static var sealedTenants: VectorGroup {
        StepGroup.make(
            "sealed-tenants", "The tree over the tenants by ascending id, for each shape.",
            limits: .vectors(tenants: 9, accounts: 9)
        ) { group in
            let tenants: [UInt64] = [5, 3, .max, 1, 4, 1 << 63, 2, 256, 255]
            for (position, tenant) in tenants.enumerated() {
                let opening = VectorCommand.openTenant(accounts: 1, reservations: 2, transfers: 2, locks: 1)
                group.add("tenant \(tenant)", opening, tenant: tenant)
                group.add("\(position + 1) of them", .seal, .boundary)
            }
            group.add("one more is refused", .openTenant(), tenant: 6, .capacity)
            group.add("which changes the sequence alone", .seal)
            group.add("an account of a tenant in the middle", .open(1), tenant: 5)
            group.add("with it", .seal)
        }
    }

    static var sealedBudgets: VectorGroup {
        StepGroup.make("sealed-budgets", "What a tenant's leaf has in it.") { group in
            group.setup(.install(VectorPolicy([VectorModel(1), VectorModel(2)])))
            group.setup(.openTenant(), .open(2, limit: .of(calls: 50)), .open(1, under: 2), .open(.max, under: 1))
            group.setup(.openTenant(accounts: 4, reservations: 4, transfers: 4, locks: 4), .open(2), tenant: 2)
            group.add("two tenants, accounts out of order, a policy", .seal)
            let commands: [(String, VectorCommand)] = [
                ("funded", .fund(1, 1, .of(calls: 9, tokens: 99, cost: 999))),
                ("its parent, too", .fund(2, 2, .of(calls: 20, tokens: 200, cost: 2_000))),
                ("withdrawn", .withdraw(3, 2, 2)), ("a hold", .reserve(1, [1], .of(calls: 2, tokens: 20), until: 400)),
                ("two accounts", .reserve(2, [2, 1], 1, until: 500)), ("drawn", .draw(1, .of(tokens: 7))),
                ("another expiry", .extend(2, until: 450)), ("settled", .settle(1, .of(calls: 2, tokens: 30))),
                ("given up", .release(2)), ("charged: debt", .charge(3, [1], .of(calls: 30))),
                ("another limit", .limit(2, .of(calls: 40, tokens: 400, cost: .max >> 1))),
                ("other quotas", .setQuotas(accounts: 5, reservations: 7, transfers: 6, locks: 5)),
                ("an account that nothing happened to is closed", .close(.max)),
                ("refused: nothing changes", .close(1)), ("a name is no state", .describe(2, id: 1, name: "team")),
            ]
            for (comment, command) in commands {
                group.add(comment, command)
                group.add("sealed: \(comment)", .seal)
            }
            group.add("the other tenant, with the same ids", .fund(1, 2, .of(calls: 20, tokens: 200)), tenant: 2)
            group.add("sealed", .seal)
            group.add("a second policy", .install(VectorPolicy([VectorModel(3)])))
            group.add("sealed with both", .seal)
        }
    }
}
