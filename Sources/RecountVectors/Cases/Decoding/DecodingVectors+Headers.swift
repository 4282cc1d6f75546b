extension DecodingVectors {
    static var headers: VectorGroup {
        group("headers", "The 66 bytes before the body.") { group in
            let tick = VectorCommand.tick.sample
            group.add("no bytes at all", bytes: [], .boundary)
            group.add("kind 0", bytes: tick.replacing(0, 0), .boundary)
            group.add("kind 255", bytes: tick.replacing(0, 255), .boundary)
            group.add("a kind that nothing has", bytes: tick.replacing(0, 7))
            group.add("a kind kept for limits", bytes: tick.replacing(0, 5))
            group.add("a kind kept for semantics", bytes: tick.replacing(0, 6))
            group.add("the number of a decision", bytes: tick.replacing(0, 129))
            group.add("an unknown kind before the version", bytes: [0, 9], .order)
            group.add("one byte", bytes: [1], .boundary)
            group.add("version 0", bytes: tick.replacing(1, 0), .boundary)
            group.add("version 2", bytes: tick.replacing(1, 2), .boundary)
            group.add("the version before everything behind it", bytes: [1, 2], .order)
            group.add("the end of time", bytes: tick.replacing(10, integer: (1 << 53) as UInt64), .boundary)
            group.add("after the end of time", bytes: tick.replacing(10, integer: (1 << 53) as UInt64 + 1), .boundary)
            group.add("a time of all bits", bytes: tick.replacing(10, integer: UInt64.max), .boundary)
            group.add("ids of all bits", bytes: tick.first(18) + [UInt8](repeating: 255, count: 48), .boundary)
            group.add("a time out of range before a missing id", bytes: tick.replacing(17, 255).first(20), .order)
        }
    }

    static var tenants: VectorGroup {
        group("tenants", "The tenant is judged last.", flags: [.order]) { group in
            let tick = VectorCommand.tick.sample
            let close = VectorCommand.close(1).bytes(tenant: 0, time: 0)
            group.add("a tenant in a tick", bytes: tick.replacing(2, 1))
            group.add("the highest bit of a tenant in a tick", bytes: tick.replacing(9, 128), .boundary)
            group.add("trailing bytes before the tenant", bytes: tick.replacing(2, 1) + [0])
            group.add("no tenant where one belongs", bytes: close)
            group.add("a body that ends too early before the tenant", bytes: close.first(70))
            group.add("trailing bytes before a missing tenant", bytes: close + [0])
            group.add(
                "a policy with a tenant",
                bytes: VectorCommand.install(VectorPolicy([VectorModel(1)])).sample.replacing(2, 1))
            group.add(
                "an invalid policy before its tenant",
                bytes: VectorCommand.install(VectorPolicy([])).sample.replacing(2, 1))
            for subject in [1, 2, 3, 4] as [UInt8] {
                let describe = VectorCommand.describe(subject, id: 0, name: "x")
                group.add("subject \(subject) without a tenant", bytes: describe.bytes(tenant: 0, time: 0))
            }
            for subject in [16, 17, 18] as [UInt8] {
                let describe = VectorCommand.describe(subject, id: 0, name: "x").sample
                group.add("subject \(subject) with a tenant", bytes: describe.replacing(2, 1))
            }
        }
    }

    static var truncations: VectorGroup {
        group("truncations", "Where a command ends too early, its last field is named.") { group in
            let commands: [(String, VectorCommand)] = [
                ("tick", .tick), ("describe", .describe(16, id: 1, name: "name")),
                ("openTenant", .openTenant()), ("openAccount", .open(2, under: 1, limit: .of(calls: 1, cost: 2))),
                ("setExposureLimit", .limit(1, .of(tokens: 1))), ("fund", .fund(1, 1, 1)),
                ("reserve", .reserve(1, [1, 2], 1, until: 9)), ("draw", .draw(1, 1)), ("extend", .extend(1, until: 9)),
                ("release", .release(1)), ("charge", .charge(1, [1], 1)), ("closeAccount", .close(1)),
                ("acquireLock", .acquire(1, by: 1)), ("renewLock", .renew(1, by: 1, token: 1, lease: 1)),
                ("releaseLock", .unlock(1, by: 1, token: 1)), ("cancelWait", .cancel(1)),
                ("route", .route { $0.warm = [(1, 2)] }),
                ("assemble", .assemble(VectorContext(limit: 1, [VectorFragment(1, 1)]))),
                ("admit", .admit { $0.locks = [(1, .shared, 1)] }),
                ("installPolicy", .install(VectorPolicy([VectorModel(1)]))),
            ]
            for (name, command) in commands {
                let bytes = command.sample
                group.add("\(name): one byte too few", bytes: bytes.first(bytes.count - 1), .boundary)
                if bytes.count > 70 {
                    group.add("\(name): a part of the body", bytes: bytes.first(66 + (bytes.count - 66) / 2))
                }
            }
            for count in [2, 9, 17, 25, 33, 41, 49, 57, 65] {
                group.add("\(count) bytes of a header", bytes: VectorCommand.tick.sample.first(count), .boundary)
            }
        }
    }

    static var seals: VectorGroup {
        group("seals", "A seal has no body and no tenant.") { group in
            let seal = VectorCommand.seal.sample
            group.add("a seal", bytes: seal)
            group.add("a seal at another time", bytes: seal.replacing(10, 9), .time)
            group.add("one byte too few", bytes: seal.first(65), .boundary)
            group.add("a byte behind it", bytes: seal + [0], .boundary)
            group.add("a tenant in a seal", bytes: seal.replacing(2, 1))
            group.add("the highest bit of a tenant in a seal", bytes: seal.replacing(9, 128), .boundary)
            group.add("trailing bytes before the tenant", bytes: seal.replacing(2, 1) + [0], .order)
            group.add("version 2", bytes: seal.replacing(1, 2), .boundary)
            group.add("after the end of time", bytes: seal.replacing(10, integer: (1 << 53) as UInt64 + 1), .boundary)
            group.add("the number of a sealed decision", bytes: seal.replacing(0, 5))
        }
    }

    static var trailing: VectorGroup {
        group("trailing-bytes", "Nothing may follow.") { group in
            let commands: [(String, VectorCommand)] = [
                ("tick", .tick), ("fund", .fund(1, 1, 1)), ("describe", .describe(16, id: 1, name: "x")),
                ("route", .route()), ("assemble", .assemble(VectorContext(limit: 1))), ("admit", .admit()),
                ("installPolicy", .install(VectorPolicy([VectorModel(1)]))), ("acquireLock", .acquire(1, by: 1)),
            ]
            for (name, command) in commands {
                group.add("\(name) and a byte", bytes: command.sample + [0], .boundary)
            }
        }
    }
}
