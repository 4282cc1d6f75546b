extension LockVectors {
    static var trying: VectorGroup {
        StepGroup.make("trying", "Requests that do not wait.") { group in
            group.setup(.openTenant())
            group.add("a free resource", .acquire(1, by: 1))
            group.add("another agent, exclusive", .acquire(1, by: 2), .refused)
            group.add("another agent, shared", .acquire(1, by: 2, .shared))
            group.add("the same agent holds it again: the same token", .acquire(1, by: 1, lease: 50))
            group.add("and shared, since it holds it exclusively", .acquire(1, by: 1, .shared, lease: 200))
            group.add("another resource, shared", .acquire(2, by: 1, .shared))
            group.add("shared with another", .acquire(2, by: 2, .shared))
            group.add("exclusive beside shared: the first holder is named", .acquire(2, by: 3), .order)
            group.add("resource and agent 0", .acquire(0, by: 0), .boundary)
            group.add("resource and agent of all bits", .acquire(.max, by: .max), .boundary)
        }
    }

    static var queueing: VectorGroup {
        StepGroup.make("queueing", "Requests that wait are served in their order.", flags: [.order]) { group in
            group.setup(.openTenant(), .acquire(1, by: 1, lease: 300))
            group.add("the first", .acquire(1, by: 2, wait: 300))
            group.add("a shared one behind it", .acquire(1, by: 3, .shared, wait: 300))
            group.add("another shared one", .acquire(1, by: 4, .shared, wait: 300))
            group.add("an exclusive one at the end", .acquire(1, by: 5, wait: 300))
            group.add("a try finds the holder", .acquire(1, by: 6))
            group.add("the holder may hold it again, whoever waits", .acquire(1, by: 1))
            group.add("one hold less", .unlock(1, by: 1, token: 2))
            group.add("the end of the lease", .unlock(1, by: 1, token: 2))
            group.add(
                "what was promotable comes before the next command; its token is its own", .unlock(1, by: 2, token: 10))
            group.add("the token is the promotion's sequence", .unlock(1, by: 2, token: 11))
            group.add("both shared ones are promoted, one record each", .tick)
            group.add("a shared try behind an exclusive one that waits", .acquire(1, by: 6, .shared))
            group.add("a shared one that waits behind it", .acquire(1, by: 6, .shared, wait: 100))
            group.add("a shared holder holds it again, whoever waits", .acquire(1, by: 3, .shared))
            group.add("the waiting exclusive one gives up", .cancel(5))
            group.add("so the one behind it is promoted", .tick)
        }
    }

    static var upgrades: VectorGroup {
        StepGroup.make("upgrades", "A shared holder that asks for exclusive.") { group in
            group.setup(.openTenant(), .acquire(1, by: 1, .shared, lease: 100))
            group.add("alone: a new token and a second hold", .acquire(1, by: 1, lease: 50))
            group.add("now another agent must wait", .acquire(1, by: 2, .shared, wait: 400))
            group.add("the upgrade did not shorten the lease", .acquire(1, by: 1, lease: 1), .boundary)
            group.add("a second resource with two shared holders", .acquire(2, by: 3, .shared, lease: 500))
            group.add("the second of them", .acquire(2, by: 4, .shared, lease: 500))
            group.add("a try to upgrade names the other holder", .acquire(2, by: 3))
            group.add("another waits already", .acquire(2, by: 5, wait: 400))
            group.add("an upgrade waits at the head", .acquire(2, by: 4, wait: 400), .order)
            group.add("while another's upgrade waits", .acquire(2, by: 3, wait: 400))
            group.add("the agent that waits asks for nothing else", .acquire(9, by: 4))
            group.add("the other holder leaves", .unlock(2, by: 3, token: 6))
            group.add("the upgrade is served before who waited longer", .tick, .order)
        }
    }

    static var upgradeQueue: VectorGroup {
        StepGroup.make("upgrade-queue", "An upgrade that waits, and leases that end meanwhile.") { group in
            group.setup(.openTenant())
            group.setup(.acquire(1, by: 1, .shared, lease: 50), .acquire(1, by: 2, .shared, lease: 200))
            group.add("the first asks for exclusive", .acquire(1, by: 1, lease: 70, wait: 400))
            group.add("its shared lease ends: it keeps its place", .tick, at: 50, .time)
            group.add("nobody else comes before it", .acquire(1, by: 3, .shared), at: 60)
            group.add("the other one leaves: a new lease with a hold of its own", .unlock(1, by: 2, token: 3), at: 60)
            group.add("served", .tick, at: 61)
            group.add("its old token is gone with its old lease", .unlock(1, by: 1, token: 2), at: 61)
        }
    }

    static var oldTokens: VectorGroup {
        StepGroup.make("old-tokens", "What can be released with the token from before an upgrade.") { group in
            group.setup(.openTenant(), .acquire(1, by: 1, .shared), .acquire(1, by: 1, .shared))
            group.add("upgraded with two holds", .acquire(1, by: 1, lease: 400))
            group.add("one of them with the old token", .unlock(1, by: 1, token: 2))
            group.add("the other with the old token", .unlock(1, by: 1, token: 2), .boundary)
            group.add("not the third", .unlock(1, by: 1, token: 2), .boundary)
            group.add("with the new token", .unlock(1, by: 1, token: 4))
            group.add("and nothing is left", .unlock(1, by: 1, token: 4))
            group.add("the old token does not renew", .renew(1, by: 1, token: 2, lease: 10))
            group.add("shared again", .acquire(2, by: 1, .shared, lease: 400))
            group.add("upgraded again", .acquire(2, by: 1, lease: 400))
            group.add("the new token releases a hold of the old one too", .unlock(2, by: 1, token: 11))
            group.add("the old token for what is left", .unlock(2, by: 1, token: 10), .boundary)
        }
    }

    static var renewing: VectorGroup {
        StepGroup.make("renewing", "A renewal counts from now.") { group in
            group.setup(.openTenant(), .acquire(1, by: 1, lease: 100))
            group.add("longer", .renew(1, by: 1, token: 2, lease: 500), .boundary)
            group.add("too long", .renew(1, by: 1, token: 2, lease: 501), .boundary)
            group.add("no time at all", .renew(1, by: 1, token: 2, lease: 0), .boundary)
            group.add("too long comes before who holds it", .renew(1, by: 9, token: 2, lease: 501), .order)
            group.add("shorter", .renew(1, by: 1, token: 2, lease: 10))
            group.add("a wrong token", .renew(1, by: 1, token: 3, lease: 10))
            group.add("token 0", .renew(1, by: 1, token: 0, lease: 10), .boundary)
            group.add("another agent", .renew(1, by: 2, token: 2, lease: 10))
            group.add("another resource", .renew(2, by: 1, token: 2, lease: 10))
            group.add("one before the end", .renew(1, by: 1, token: 2, lease: 5), at: 9, .boundary, .time)
            group.add(
                "in the very millisecond of the end", .renew(1, by: 1, token: 2, lease: 5), at: 14, .boundary, .time)
        }
    }

    static var releasing: VectorGroup {
        StepGroup.make("releasing", "Who may release what.") { group in
            group.setup(.openTenant(), .acquire(1, by: 1), .acquire(1, by: 1))
            group.add("a wrong token", .unlock(1, by: 1, token: 3))
            group.add("another agent", .unlock(1, by: 2, token: 2))
            group.add("another resource", .unlock(2, by: 1, token: 2))
            group.add("one hold is left", .unlock(1, by: 1, token: 2))
            group.add("none is left", .unlock(1, by: 1, token: 2))
            group.add("gone", .unlock(1, by: 1, token: 2))
            group.add("a new lease has a larger token", .acquire(1, by: 1))
            group.add("the old token", .unlock(1, by: 1, token: 2))
        }
    }
}
