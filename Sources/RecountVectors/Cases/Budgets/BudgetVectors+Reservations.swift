extension BudgetVectors {
    static var reserving: VectorGroup {
        StepGroup.make("reserving", "A reservation touches its accounts and all above them, each once.") { group in
            group.setup(.openTenant(), .open(1), .open(2, under: 1), .open(3, under: 2), .open(4))
            group.setup(.fund(1, 1, 10), .fund(2, 2, 10), .fund(3, 3, 10), .fund(4, 4, 10))
            group.add("one account", .reserve(1, [3], 2, until: 100))
            group.add("the same again", .reserve(1, [3], 2, until: 100))
            group.add("another expiry", .reserve(1, [3], 2, until: 101), .conflict)
            group.add("another amount", .reserve(1, [3], 3, until: 100), .conflict)
            group.add("a charge with its id", .charge(1, [3], 2), .conflict)
            group.add("two branches, and a shared root counted once", .reserve(2, [3, 2], 4, until: 100), .order)
            group.add("the same accounts in another order", .reserve(2, [2, 3], 4, until: 100), .conflict, .order)
            group.add("four accounts", .reserve(3, [4, 3, 2, 1], 4, until: 100), .boundary)
            group.add("nothing is left of the first", .reserve(4, [3], 1, until: 100), .boundary)
            group.add("nor of its root", .reserve(4, [1], 1, until: 100), .boundary)
            group.add("but of the other", .reserve(4, [4], 6, until: 100), .boundary)
            group.add("half of one reservation is released with all of it", .release(2))
            group.add("what was given back is there", .reserve(5, [3], 4, until: 100), .boundary)
            group.add("released already", .release(2))
            group.add("the same reservation, released now", .reserve(2, [3, 2], 4, until: 100), .duplicate)
        }
    }

    static var refusalOrder: VectorGroup {
        StepGroup.make(
            "refusal-order", "Which refusal is given where several apply.", flags: [.order]
        ) { group in
            group.setup(.openTenant(reservations: 2), .open(1), .open(2, under: 1), .open(3), .open(4))
            group.setup(.fund(1, 2, .of(calls: 5, tokens: 5, cost: 5)), .close(4), .charge(1, [3], .of(tokens: 1)))
            group.add("an account that is not there before a closed one", .reserve(2, [4, 9], 0, until: 0))
            group.add("a closed one before nothing at all", .reserve(2, [2, 4], 0, until: 0))
            group.add("nothing at all before the expiry", .reserve(2, [2], 0, until: 0))
            group.add("the expiry before what is there", .reserve(2, [2], 6, until: 0), .boundary)
            group.add("the leaf before its root", .reserve(2, [2], 6, until: 50))
            group.add(
                "the root of the first before the second account", .reserve(2, [2, 3], .of(tokens: 1), until: 50))
            group.add(
                "what is lacking of the first account before the second",
                .reserve(2, [3, 2], .of(calls: 1, tokens: 1), until: 50))
            group.add("calls before tokens", .reserve(2, [3], .of(calls: 1, tokens: 1), until: 50))
            group.add(
                "only what is needed matters, and debt comes before what is there",
                .reserve(2, [3], .of(tokens: 1), until: 50))
            group.add("the time before the tenant", .reserve(2, [1], 1, until: 50), at: 1_001, tenant: 9)
            group.add("the tenant before everything else", .reserve(2, [9], 0, until: 0), tenant: 9)
            group.add("room is looked at last", .charge(2, [3], 1))
            group.add("insufficient before full", .reserve(3, [1], 1, until: 50), .capacity)
            group.add("full", .charge(3, [3], 1), .capacity)
            group.add("nothing at all before full", .charge(3, [3], 0), .capacity)
            group.add("a known id before full", .charge(2, [3], 1), .capacity)
        }
    }

    static var drawing: VectorGroup {
        StepGroup.make("drawing", "Draws state totals; repetitions are harmless.") { group in
            group.setup(.openTenant(), .open(1), .fund(1, 1, .of(calls: 10, tokens: 10, cost: 10)))
            group.setup(.reserve(1, [1], .of(calls: 4, tokens: 6), until: 200))
            group.add("nothing drawn yet: a total of nothing is a repetition", .draw(1, 0), .boundary)
            group.add("a part", .draw(1, .of(calls: 1, tokens: 5)))
            group.add("the same total", .draw(1, .of(calls: 1, tokens: 5)))
            group.add("less in one dimension", .draw(1, .of(calls: 2, tokens: 4)), .boundary)
            group.add("less comes before more", .draw(1, .of(calls: 0, tokens: 7)), .order)
            group.add("more in the second dimension", .draw(1, .of(calls: 4, tokens: 7)), .boundary)
            group.add("cost was not reserved", .draw(1, .of(calls: 4, tokens: 6, cost: 1)), .boundary)
            group.add("all of it", .draw(1, .of(calls: 4, tokens: 6)), .boundary)
            group.add("it is still open: a repetition names this draw", .draw(1, .of(calls: 4, tokens: 6)))
            group.add("a reservation that is not there", .draw(2, 1))
            group.add("released with nothing left", .release(1), .boundary)
            group.add("a draw after the end", .draw(1, .of(calls: 4, tokens: 6)))
            group.add(
                "the reservation shows what was drawn",
                .reserve(
                    1, [1], .of(calls: 4, tokens: 6), until: 200), .duplicate)
        }
    }

    static var settling: VectorGroup {
        StepGroup.make("settling", "Settlements below, at and above what was reserved.") { group in
            group.setup(.openTenant(reservations: 12), .open(1), .fund(1, 1, .of(calls: 20, tokens: 20, cost: 20)))
            for id in 1...6 as ClosedRange<UInt64> {
                group.setup(.reserve(id, [1], .of(calls: 3, tokens: 3), until: 300))
            }
            group.add("less than was reserved", .settle(1, .of(calls: 1, tokens: 2)))
            group.add("the same again", .settle(1, .of(calls: 1, tokens: 2)))
            group.add("another total", .settle(1, .of(calls: 1, tokens: 3)))
            group.add("nothing was used", .settle(2, 0), .boundary)
            group.add("nothing was used, again", .settle(2, 0), .boundary)
            group.add("exactly what was reserved", .settle(3, .of(calls: 3, tokens: 3)), .boundary)
            group.add("more, and in a dimension that was not reserved", .settle(4, .of(calls: 4, tokens: 3, cost: 30)))
            group.add("the debt stops reservations of cost", .reserve(9, [1], .of(cost: 1), until: 300))
            group.add("draw", .draw(5, .of(calls: 2, tokens: 3)))
            group.add("less than was drawn", .settle(5, .of(calls: 1, tokens: 3)), .boundary)
            group.add("exactly what was drawn", .settle(5, .of(calls: 2, tokens: 3)), .boundary)
            group.add("released", .release(6))
            group.add("a settlement of a released one", .settle(6, 1))
            group.add("a release of a settled one", .release(5))
            group.add("an extension of a settled one", .extend(5, until: 400))
            group.add("a settlement of nothing known", .settle(7, 1))
        }
    }

    static var lateSettlement: VectorGroup {
        StepGroup.make("late-settlement", "What expired is settled without a hold; real spending is booked.") { group in
            group.setup(.openTenant(), .open(1), .fund(1, 1, 10), .reserve(1, [1], 8, until: 10))
            group.setup(.reserve(2, [1], 2, until: 10), .draw(1, 3))
            group.add("in the very millisecond of the expiry", .draw(1, 4), at: 10, .boundary, .time)
            group.add("the hold is back", .reserve(3, [1], 7, until: 500), .boundary)
            group.add("a release of an expired one", .release(1))
            group.add("an extension of an expired one", .extend(1, until: 500))
            group.add("a settlement below what was drawn", .settle(1, 2), .boundary)
            group.add("a late settlement makes debt", .settle(1, 7), at: 60)
            group.add("the same again", .settle(1, 7))
            group.add("another total", .settle(1, 6))
            group.add("finished anew: remembered longer than the other", .settle(1, 7), at: 159, .forgetting, .boundary)
            group.add("the other is forgotten", .settle(2, 1), .forgetting)
            group.add("then this one too", .settle(1, 7), at: 160, .forgetting, .boundary)
        }
    }

    static var charging: VectorGroup {
        StepGroup.make("charging", "Spending without a reservation.") { group in
            group.setup(.openTenant(), .open(1), .open(2, under: 1), .fund(1, 2, 5))
            group.add("the leaf has it, the root does not", .charge(1, [2], 5), .boundary)
            group.add("the same again", .charge(1, [2], 5))
            group.add("another amount", .charge(1, [2], 6), .conflict)
            group.add("other accounts", .charge(1, [2, 1], 5), .conflict)
            group.add("a reservation with its id", .reserve(1, [2], 5, until: 50), .conflict)
            group.add("a draw of it", .draw(1, 5))
            group.add("a settlement of it", .settle(1, 5))
            group.add("a release of it", .release(1))
            group.add("an extension of it", .extend(1, until: 50))
            group.add("two accounts, the root once", .charge(2, [2, 1], 1), .order)
            group.add("nothing at all", .charge(3, [2], 0), .boundary)
            group.add("an account that is not there", .charge(3, [1, 9], 1))
        }
    }

    static var expiryOrder: VectorGroup {
        StepGroup.make("expiry-order", "What falls due comes one by one, in order.", flags: [.order]) { group in
            group.setup(.openTenant(), .open(1), .fund(1, 1, 50))
            group.setup(.reserve(1, [1], 1, until: 30), .reserve(2, [1], 2, until: 20), .reserve(3, [1], 3, until: 20))
            group.setup(.reserve(4, [1], 4, until: 20), .extend(2, until: 20))
            group.add("one before the first is due", .tick, at: 19, .boundary, .time)
            group.add("at the same time: the one whose expiry was set first", .tick, at: 20, .boundary, .time)
            group.add("the last, as a refused command finds it", .draw(1, 2), at: 31, .time)
            group.add("each can be settled late", .settle(4, 5), at: 31)
            group.add("in any order", .settle(2, 0), at: 31)
        }
    }

    static var extending: VectorGroup {
        StepGroup.make("extending", "Expiries move, earlier or later.") { group in
            group.setup(.openTenant(), .open(1), .fund(1, 1, 50), .reserve(1, [1], 1, until: 50))
            group.add("later", .extend(1, until: 80))
            group.add("the reservation shows it", .reserve(1, [1], 1, until: 50), .duplicate)
            group.add("the same again is no repetition", .extend(1, until: 80))
            group.add("earlier", .extend(1, until: 40))
            group.add("now", .extend(1, until: 10), at: 10, .boundary)
            group.add("in the next millisecond", .extend(1, until: 11), at: 10, .boundary)
            group.add("too late", .extend(1, until: 900), at: 11, .boundary, .time)
            group.add("the end of time", .reserve(2, [1], 1, until: 1 << 53), .boundary)
            group.add("one that is not there", .extend(3, until: 900))
        }
    }

    static var netting: VectorGroup {
        StepGroup.make("netting", "Each account is netted on its own when a reservation is settled.") { group in
            group.setup(.openTenant(), .open(1), .open(2, under: 1), .fund(1, 1, 10), .fund(2, 2, 4))
            group.setup(.reserve(1, [2], 4, until: 100), .charge(2, [2], 3))
            group.add("the hold pays the leaf's debt first", .settle(1, 2))
            group.add("the leaf is in debt", .reserve(3, [2], 1, until: 100))
            group.add("the root is not", .reserve(3, [1], 5, until: 100), .boundary)
            group.add("and has no more", .reserve(4, [1], 1, until: 100), .boundary)
            group.add("funding by exactly the debt", .fund(3, 2, 1), .boundary)
            group.add("nothing in debt, nothing there", .withdraw(4, 2, 1), .boundary)
        }
    }

    static var time: VectorGroup {
        StepGroup.make("time", "The kernel's time never goes back.", initialTime: 100, flags: [.time]) { group in
            group.add("a time before the initial one", .tick, at: 0, .boundary)
            group.add("the same time", .tick, at: 100, .boundary)
            group.add("later", .tick, at: 101)
            group.add("earlier again", .openTenant(), at: 50)
            group.add("a refused command advances time", .open(1), at: 200, tenant: 2)
            group.add("a duplicate advances time", .openTenant(), at: 300)
            group.add("as far as it may", .tick, at: 1_300, .boundary)
        }
    }

    static var jumps: VectorGroup {
        StepGroup.make(
            "jumps", "A command too far ahead is refused, and time stays.", initialTime: (1 << 53) - 1_500,
            flags: [.time]
        ) { group in
            let start: UInt64 = (1 << 53) - 1_500
            group.add("one too far", .tick, at: start + 1_001, .boundary)
            group.add("the jump comes before the tenant", .open(1), at: start + 1_001, tenant: 9, .order)
            group.add("time has not moved, as far as it may", .tick, at: start + 1_000, .boundary)
            group.add("after the end of time", .tick, at: (1 << 53) + 1, .boundary)
            group.add("the end of time", .openTenant(), at: 1 << 53, .boundary)
            group.add("at the end of time", .open(1), .boundary)
            group.add("no expiry is in the future any more", .reserve(1, [1], 1, until: 1 << 53), .boundary)
            group.add("a lease cannot end after it", .acquire(1, by: 1, lease: 1), .boundary)
            group.add("funding still works", .fund(1, 1, 1))
        }
    }
}
