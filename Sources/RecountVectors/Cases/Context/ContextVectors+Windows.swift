extension ContextVectors {
    static var separators: VectorGroup {
        group(
            "separators", "Between fragments, not around them.",
            [
                (
                    "one fragment has none", VectorContext(limit: 10, [VectorFragment(1, 10)]) { $0.separator = 5 },
                    [.boundary]
                ),
                (
                    "two have one",
                    VectorContext(limit: 25, [VectorFragment(1, 10), VectorFragment(2, 10)]) {
                        $0.separator = 5
                    }, [.boundary]
                ),
                (
                    "one too few",
                    VectorContext(limit: 24, [VectorFragment(1, 10), VectorFragment(2, 10)]) {
                        $0.separator = 5
                    }, [.boundary]
                ),
                (
                    "fragments of no tokens are separated too",
                    VectorContext(
                        limit: 5,
                        [
                            VectorFragment(1, 0), VectorFragment(2, 0), VectorFragment(3, 0),
                        ]
                    ) { $0.separator = 3 }, []
                ),
                (
                    "the largest separator",
                    VectorContext(limit: .max >> 17, [VectorFragment(1, 1), VectorFragment(2, 1)]) {
                        $0.separator = .max
                    }, [.overflow]
                ),
            ])
    }

    static var prefix: VectorGroup {
        group(
            "stable-prefix", "The leading run of stable, whole fragments.",
            [
                (
                    "all of it",
                    VectorContext(limit: 99, [VectorFragment(1, 10, .stable), VectorFragment(2, 5, .stable)]) {
                        $0.separator = 2
                    }, [.boundary]
                ),
                (
                    "until the first that changes",
                    VectorContext(
                        limit: 99,
                        [
                            VectorFragment(1, 10, .stable), VectorFragment(2, 5), VectorFragment(3, 5, .stable),
                        ]
                    ) { $0.separator = 2 }, []
                ),
                (
                    "none", VectorContext(limit: 99, [VectorFragment(1, 10), VectorFragment(2, 5, .stable)]),
                    [.boundary]
                ),
                (
                    "what is cut ends it",
                    VectorContext(
                        limit: 15,
                        [
                            VectorFragment(1, 10, .stable),
                            VectorFragment(2, 10, [.stable, .truncatable], cuts: [5], order: 1),
                        ]), [.boundary]
                ),
                (
                    "what is left out does not",
                    VectorContext(
                        limit: 15,
                        [
                            VectorFragment(1, 5, .stable), VectorFragment(2, 99), VectorFragment(3, 5, .stable),
                        ]
                    ) { $0.mode = .greedy }, []
                ),
                (
                    "a stable fragment of no tokens", VectorContext(limit: 9, [VectorFragment(1, 0, .stable)]),
                    [.boundary]
                ),
            ])
    }

    static var sizes: VectorGroup {
        StepGroup.make("sizes", "How many fragments a kernel takes.", limits: .vectors(fragments: 3)) { group in
            let three = (1...3 as ClosedRange<UInt64>).map { VectorFragment($0, 1) }
            group.add("an unknown tenant before anything else", .assemble(VectorContext(limit: 9, three)), .order)
            group.add("the tenant", .openTenant())
            group.add("as many as it takes", .assemble(VectorContext(limit: 9, three)), .boundary)
            group.add(
                "one more", .assemble(VectorContext(limit: 9, three + [VectorFragment(4, 1)])), .boundary, .capacity)
            group.add(
                "too large before what does not fit",
                .assemble(
                    VectorContext(limit: 0, three + [VectorFragment(4, 1, .required)])), .order)
            group.add(
                "a time jump before too large",
                .assemble(
                    VectorContext(limit: 0, three + [VectorFragment(4, 1)])), at: 5_000, .order)
        }
    }

    static var many: VectorGroup {
        group(
            "many", "Everything at once.",
            [
                (
                    "sixteen fragments in four sections",
                    VectorContext(
                        limit: 200,
                        (1...16 as ClosedRange<UInt64>).map { id in
                            VectorFragment(
                                id, UInt32(id * 3),
                                id % 3 == 0 ? [.truncatable, .stable] : id % 5 == 0 ? .required : .stable,
                                cuts: id % 3 == 0 ? [1, UInt32(id)] : [], section: UInt32(id % 4 + 1),
                                priority: UInt32(id % 2),
                                order: 100 - id, group: id > 13 ? 5 : 0)
                        }
                    ) {
                        $0.output = 20
                        $0.separator = 1
                        $0.sections = [
                            VectorSection(1, priority: 2, renderOrder: 4, cap: 60), VectorSection(2, renderOrder: 3),
                            VectorSection(3, priority: 1, renderOrder: 2, cap: 70),
                            VectorSection(4, renderOrder: 1, cap: 20),
                        ]
                    }, []
                ),
                (
                    "the same greedily",
                    VectorContext(
                        limit: 120,
                        (1...16 as ClosedRange<UInt64>).map { id in
                            VectorFragment(
                                id, UInt32(id * 3), id % 3 == 0 ? [.truncatable, .stable] : .stable,
                                cuts: id % 3 == 0 ? [1, UInt32(id)] : [], section: UInt32(id % 4 + 1),
                                priority: UInt32(id % 2),
                                order: 100 - id, group: id > 13 ? 5 : 0)
                        }
                    ) {
                        $0.mode = .greedy
                        $0.separator = 1
                        $0.sections = (1...4 as ClosedRange<UInt32>).map { VectorSection($0, renderOrder: 9) }
                    }, []
                ),
                (
                    "two hundred and fifty-six sections",
                    VectorContext(limit: 9, [VectorFragment(1, 9, section: 255)]) {
                        $0.sections = (0...255 as ClosedRange<UInt32>).map { VectorSection($0) }
                    }, [.boundary]
                ),
            ])
    }
}
