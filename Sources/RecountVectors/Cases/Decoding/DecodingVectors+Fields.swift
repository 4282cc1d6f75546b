extension DecodingVectors {
    static var tags: VectorGroup {
        group("tags", "Enumerations and masks.") { group in
            for subject in [0, 5, 15, 19, 255] as [UInt8] {
                group.add("subject \(subject)", .describe(subject, id: 0, name: "x"), .boundary)
            }
            let opening = VectorCommand.open(9).sample
            group.add("parent tag 2", bytes: opening.replacing(74, 2), .boundary)
            group.add("an exposure limit's mask of 8", bytes: opening.replacing(75, 8), .boundary)
            group.add("all three limits", .open(9, limit: .of(calls: 0, tokens: 0, cost: 0)), .boundary)
            for mode in [0, 3] as [UInt8] {
                group.add(
                    "lock mode \(mode)", bytes: VectorCommand.acquire(1, by: 1).sample.replacing(98, mode), .boundary)
            }
            let assemble = VectorCommand.assemble(VectorContext(limit: 1)).sample
            for mode in [0, 3] as [UInt8] {
                group.add("assembly mode \(mode)", bytes: assemble.replacing(86, mode), .boundary)
            }
        }
    }

    static var ranges: VectorGroup {
        group("ranges", "The last value that passes and the first that does not.", flags: [.boundary]) { group in
            group.add("the largest amounts", .fund(1, 1, .largest))
            for (offset, name) in [(90, "calls"), (98, "tokens"), (106, "cost")] {
                let bytes = VectorCommand.fund(2, 1, 1).sample
                group.add("too many \(name)", bytes: bytes.replacing(offset, integer: VectorAmounts.maximum + 1))
            }
            group.add("an expiry at the end of time", .reserve(1, [1], 1, until: 1 << 53))
            group.add("an expiry after the end of time", .reserve(1, [1], 1, until: (1 << 53) + 1))
            group.add("an extension after the end of time", .extend(1, until: (1 << 53) + 1))
            group.add("a lease of all time", .acquire(1, by: 1, lease: 1 << 53))
            group.add("a longer lease", .acquire(1, by: 1, lease: (1 << 53) + 1))
            group.add("a longer wait", .acquire(1, by: 1, lease: 1, wait: (1 << 53) + 1))
            group.add("the lease before the wait", .acquire(1, by: 1, lease: .max, wait: .max), .order)
            group.add("a renewal for longer", .renew(1, by: 1, token: 1, lease: (1 << 53) + 1))
            group.add("amounts of a draw", .draw(1, VectorAmounts(tokens: VectorAmounts.maximum + 1)))
            group.add("amounts of a charge", .charge(9, [1], VectorAmounts(cost: .max)))
        }
    }

    static var counts: VectorGroup {
        group("counts", "Lists with too many entries, too few, or one twice.") { group in
            group.add("no account", .reserve(1, [], 1, until: 9), .boundary)
            group.add("five accounts", .reserve(1, [1, 2, 3, 4, 5], 1, until: 9), .boundary)
            group.add("five accounts of which two are the same", .reserve(1, [1, 1, 3, 4, 5], 1, until: 9), .order)
            group.add("the same twice", .reserve(1, [1, 1], 1, until: 9))
            group.add("the first and the last", .charge(1, [7, 1, 2, 7], 1))
            group.add("accounts need not ascend", .charge(1, [3, 1, 2], 1))
            group.add(
                "a count of all bits", bytes: VectorCommand.charge(1, [1], 1).sample.replacing(82, integer: UInt32.max),
                .boundary)
            group.add("nine warm entries", .route { $0.warm = (1...9).map { ($0, 1) } }, .boundary)
            group.add("nine excluded models", .route { $0.excluded = Array(1...9) }, .boundary)
            group.add(
                "nine locks",
                .admit { admission in
                    for resource in 1...9 as ClosedRange<UInt64> { admission.locks.append((resource, .shared, 1)) }
                }, .boundary)
            group.add("an admission without accounts", .admit { $0.accounts = [] }, .boundary)
        }
    }

    static var names: VectorGroup {
        group("names", "Names have 1 to 128 bytes of UTF-8.") { group in
            group.add("no bytes", .describe(16, id: 1, name: ""), .boundary)
            group.add("128 bytes", .describe(16, id: 1, name: String(repeating: "a", count: 128)), .boundary)
            group.add("129 bytes", .describe(16, id: 1, name: String(repeating: "a", count: 129)), .boundary)
            group.add("a count above 128 before the bytes that are missing", bytes: describing([], count: 129), .order)
            group.add("a count within 128 and bytes that are missing", bytes: describing([97], count: 128))
            let sequences: [(String, [UInt8])] = [
                ("two bytes: é", [0xc3, 0xa9]), ("three bytes: €", [0xe2, 0x82, 0xac]),
                ("four bytes: 𝄞", [0xf0, 0x9d, 0x84, 0x9e]), ("NUL", [0]), ("U+10FFFF", [0xf4, 0x8f, 0xbf, 0xbf]),
                ("above U+10FFFF", [0xf4, 0x90, 0x80, 0x80]), ("overlong in two bytes", [0xc0, 0x80]),
                ("overlong in two bytes, the other", [0xc1, 0xbf]), ("overlong in three bytes", [0xe0, 0x9f, 0xbf]),
                ("the first of three bytes", [0xe0, 0xa0, 0x80]), ("overlong in four bytes", [0xf0, 0x8f, 0xbf, 0xbf]),
                ("half a surrogate pair", [0xed, 0xa0, 0x80]), ("the last before the surrogates", [0xed, 0x9f, 0xbf]),
                ("a continuation alone", [0x80]), ("a sequence that ends", [0xe2, 0x82]), ("byte ff", [0xff]),
                ("a lead byte where a continuation belongs", [0xc3, 0xc3, 0xa9]),
                ("byte f5", [0xf5, 0x80, 0x80, 0x80]),
            ]
            for (comment, bytes) in sequences {
                group.add(comment, bytes: describing(bytes, count: UInt32(bytes.count)), .boundary)
            }
            group.add("a tenant with an id", .describe(1, id: 1, name: "x"))
            group.add("an id before an invalid name", .describe(1, id: 1, name: ""), .order)
            group.add("an unknown subject before the id", .describe(9, id: 1, name: ""), .order)
        }
    }

    /// A name of any bytes for a policy.
    private static func describing(_ name: [UInt8], count: UInt32) -> [UInt8] {
        VectorCommand(2, belongsToTenant: false) {
            $0.integer(16 as UInt8)
            $0.identifier(low: 1)
            $0.integer(count)
            $0.raw(name)
        }.sample
    }

    static var exposureLimits: VectorGroup {
        group("exposure-limits", "Limits up to 2^63 − 1.", flags: [.boundary]) { group in
            group.add("the largest", .limit(1, .of(calls: .max >> 1, tokens: .max >> 1, cost: .max >> 1)))
            group.add("calls above", .limit(1, .of(calls: 1 << 63)))
            group.add("tokens above", .limit(1, .of(calls: 0, tokens: 1 << 63)))
            group.add("cost above", .limit(1, .of(cost: .max)))
            group.add("in an opening", .open(2, under: 1, limit: .of(cost: .max)))
            group.add("the first too large is named", .limit(1, .of(calls: .max, tokens: .max)), .order)
        }
    }

    static var routes: VectorGroup {
        group("routes", "Route requests.") { group in
            let bytes = VectorCommand.route().sample
            for component in 0..<8 {
                let changed = bytes.replacing(74 + 8 * component, integer: VectorAmounts.maximum + 1)
                group.add("component \(component) above 2^48 − 1", bytes: changed, .boundary)
            }
            group.add("warm entries that descend", .route { $0.warm = [(2, 1), (1, 1)] })
            group.add("warm entries that are equal", .route { $0.warm = [(2, 1), (2, 1)] }, .boundary)
            group.add("the third of them", .route { $0.warm = [(1, 1), (3, 1), (2, 1)] })
            group.add(
                "an entry is read whole before its order is judged",
                bytes: VectorCommand.route {
                    $0.warm = [(2, 1), (1, 1)]
                }.sample.first(66 + 126 + 12 + 5), .order)
            group.add("excluded models that descend", .route { $0.excluded = [2, 1] })
            group.add("excluded models that are equal", .route { $0.excluded = [0, 0] }, .boundary)
            group.add(
                "basis points of all bits are none of decoding's business",
                .route {
                    $0.risk = .max
                    $0.confidence = .max
                    $0.minimumQuality = .max
                }, .boundary)
            group.add(
                "a quantity out of range before the order",
                .route {
                    $0.call = .max
                    $0.warm = [(2, 1), (1, 1)]
                }, .order)
        }
    }
}
