extension ContextVectors {
    static var modes: VectorGroup {
        let fragments = [
            VectorFragment(1, 10), VectorFragment(2, 50, order: 1), VectorFragment(3, 10, order: 2),
            VectorFragment(4, 50, order: 3), VectorFragment(5, 10, order: 4),
        ]
        return group("modes", "What follows a step that does not fit.", [
            ("cutoff stops there", VectorContext(limit: 40, fragments), []),
            ("greedy goes on", VectorContext(limit: 40, fragments) { $0.mode = .greedy }, []),
            ("a larger limit keeps all that a smaller one kept", VectorContext(limit: 70, fragments), []),
            ("greedily the larger limit may lose a fragment", VectorContext(limit: 60, fragments) {
                $0.mode = .greedy
            }, []),
            ("after the cutoff, caps are no longer tested", VectorContext(limit: 15, [
                VectorFragment(1, 20), VectorFragment(2, 10, section: 2),
            ]) { $0.sections = [VectorSection(1), VectorSection(2, cap: 5)] }, [.order]),
        ])
    }

    static var selection: VectorGroup {
        group("selection", "Who is looked at first.", flags: [.order], [
            ("the section's priority", VectorContext(limit: 10, [
                VectorFragment(1, 10, priority: 9), VectorFragment(2, 10, section: 2),
            ]) { $0.sections = [VectorSection(1), VectorSection(2, priority: 1)] }, []),
            ("the fragment's priority", VectorContext(limit: 10, [
                VectorFragment(1, 10), VectorFragment(2, 10, priority: 1, order: 5),
            ]), []),
            ("the order", VectorContext(limit: 10, [VectorFragment(1, 10, order: 1), VectorFragment(2, 10)]), []),
            ("the id", VectorContext(limit: 10, [VectorFragment(1, 10), VectorFragment(2, 10)]), [.tie]),
            ("all bits of priorities and order", VectorContext(limit: 10, [
                VectorFragment(1, 10, section: 2, priority: .max, order: .max),
                VectorFragment(2, 10, section: 2, priority: .max, order: .max - 1),
                VectorFragment(.max, 10, section: 1, priority: .max),
            ]) { $0.sections = [VectorSection(1, priority: .max - 1), VectorSection(2, priority: .max)] }, [.boundary]),
            ("required ones in the same order", VectorContext(limit: 25, [
                VectorFragment(1, 20, [.required, .truncatable], cuts: [5]),
                VectorFragment(2, 20, [.required, .truncatable], cuts: [5], priority: 1),
            ]), []),
        ])
    }

    static var renderOrder: VectorGroup {
        group("render-order", "The order in the window is another.", flags: [.order], [
            ("sections by render order", VectorContext(limit: 99, [
                VectorFragment(1, 1), VectorFragment(2, 1, section: 2), VectorFragment(3, 1, section: 3),
            ]) {
                $0.sections = [
                    VectorSection(1, renderOrder: .max), VectorSection(2, renderOrder: 0),
                    VectorSection(3, renderOrder: 1),
                ]
            }, [.boundary]),
            ("equal render orders: by section", VectorContext(limit: 99, [
                VectorFragment(1, 1, section: 9), VectorFragment(2, 1, section: 4),
            ]) { $0.sections = [VectorSection(4, renderOrder: 5), VectorSection(9, renderOrder: 5)] }, [.tie]),
            ("the order within a section, priorities aside", VectorContext(limit: 99, [
                VectorFragment(1, 1, priority: 9, order: 2), VectorFragment(2, 1, order: 1), VectorFragment(3, 1, order: 1),
            ]), []),
            ("what is left out stands in its place", VectorContext(limit: 5, [
                VectorFragment(1, 9, order: 1), VectorFragment(2, 5), VectorFragment(3, 1, order: 2),
            ]) { $0.mode = .greedy }, []),
        ])
    }

    static var groupUnits: VectorGroup {
        let pair = [VectorFragment(1, 10, group: 7), VectorFragment(2, 10, section: 2, order: 9, group: 7)]
        let sections = [VectorSection(1), VectorSection(2)]
        return group("groups", "Groups are in the window as a whole or not at all.", [
            ("both", VectorContext(limit: 20, pair) { $0.sections = sections }, [.boundary]),
            ("neither", VectorContext(limit: 19, pair) { $0.sections = sections }, [.boundary]),
            ("the cap of the second's section", VectorContext(limit: 99, pair) {
                $0.sections = [VectorSection(1), VectorSection(2, cap: 9)]
            }, []),
            ("required if one of them is", VectorContext(limit: 19, [
                VectorFragment(1, 10, group: 7), VectorFragment(2, 10, .required, section: 2, group: 7),
            ]) { $0.sections = sections }, []),
            ("ranked as the best of them", VectorContext(limit: 20, [
                VectorFragment(1, 10, priority: 1), VectorFragment(2, 5, group: 3),
                VectorFragment(3, 15, section: 2, priority: 2, group: 3),
            ]) { $0.sections = sections }, [.order]),
            ("one separator between two", VectorContext(limit: 23, pair) {
                $0.sections = sections
                $0.separator = 3
            }, [.boundary]),
            ("two groups, the highest number", VectorContext(limit: 30, [
                VectorFragment(1, 10, group: .max), VectorFragment(2, 10, group: 1), VectorFragment(3, 10, group: .max),
            ]), []),
            ("two of one section under its cap only one by one", VectorContext(limit: 99, [
                VectorFragment(1, 6, group: 1), VectorFragment(2, 6, group: 1), VectorFragment(3, 5),
            ]) { $0.sections = [VectorSection(1, cap: 11)] }, [.boundary]),
            ("a group of fragments without tokens", VectorContext(limit: 0, [
                VectorFragment(1, 0, group: 1), VectorFragment(2, 0, group: 1),
            ]), [.boundary]),
        ])
    }

    static var separators: VectorGroup {
        group("separators", "Between fragments, not around them.", [
            ("one fragment has none", VectorContext(limit: 10, [VectorFragment(1, 10)]) { $0.separator = 5 }, [.boundary]),
            ("two have one", VectorContext(limit: 25, [VectorFragment(1, 10), VectorFragment(2, 10)]) {
                $0.separator = 5
            }, [.boundary]),
            ("one too few", VectorContext(limit: 24, [VectorFragment(1, 10), VectorFragment(2, 10)]) {
                $0.separator = 5
            }, [.boundary]),
            ("fragments of no tokens are separated too", VectorContext(limit: 5, [
                VectorFragment(1, 0), VectorFragment(2, 0), VectorFragment(3, 0),
            ]) { $0.separator = 3 }, []),
            ("the largest separator", VectorContext(limit: .max >> 17, [VectorFragment(1, 1), VectorFragment(2, 1)]) {
                $0.separator = .max
            }, [.overflow]),
        ])
    }

    static var prefix: VectorGroup {
        group("stable-prefix", "The leading run of stable, whole fragments.", [
            ("all of it", VectorContext(limit: 99, [VectorFragment(1, 10, .stable), VectorFragment(2, 5, .stable)]) {
                $0.separator = 2
            }, [.boundary]),
            ("until the first that changes", VectorContext(limit: 99, [
                VectorFragment(1, 10, .stable), VectorFragment(2, 5), VectorFragment(3, 5, .stable),
            ]) { $0.separator = 2 }, []),
            ("none", VectorContext(limit: 99, [VectorFragment(1, 10), VectorFragment(2, 5, .stable)]), [.boundary]),
            ("what is cut ends it", VectorContext(limit: 15, [
                VectorFragment(1, 10, .stable), VectorFragment(2, 10, [.stable, .truncatable], cuts: [5], order: 1),
            ]), [.boundary]),
            ("what is left out does not", VectorContext(limit: 15, [
                VectorFragment(1, 5, .stable), VectorFragment(2, 99), VectorFragment(3, 5, .stable),
            ]) { $0.mode = .greedy }, []),
            ("a stable fragment of no tokens", VectorContext(limit: 9, [VectorFragment(1, 0, .stable)]), [.boundary]),
        ])
    }

    static var sizes: VectorGroup {
        StepGroup.make("sizes", "How many fragments a kernel takes.", limits: .vectors(fragments: 3)) { group in
            let three = (1...3 as ClosedRange<UInt64>).map { VectorFragment($0, 1) }
            group.add("an unknown tenant before anything else", .assemble(VectorContext(limit: 9, three)), .order)
            group.add("the tenant", .openTenant())
            group.add("as many as it takes", .assemble(VectorContext(limit: 9, three)), .boundary)
            group.add("one more", .assemble(VectorContext(limit: 9, three + [VectorFragment(4, 1)])), .boundary, .capacity)
            group.add("too large before what does not fit", .assemble(
                VectorContext(limit: 0, three + [VectorFragment(4, 1, .required)])), .order)
            group.add("a time jump before too large", .assemble(
                VectorContext(limit: 0, three + [VectorFragment(4, 1)])), at: 5_000, .order)
        }
    }

    static var many: VectorGroup {
        group("many", "Everything at once.", [
            ("sixteen fragments in four sections", VectorContext(limit: 200, (1...16 as ClosedRange<UInt64>).map { id in
                VectorFragment(
                    id, UInt32(id * 3), id % 3 == 0 ? [.truncatable, .stable] : id % 5 == 0 ? .required : .stable,
                    cuts: id % 3 == 0 ? [1, UInt32(id)] : [], section: UInt32(id % 4 + 1), priority: UInt32(id % 2),
                    order: 100 - id, group: id > 13 ? 5 : 0)
            }) {
                $0.output = 20
                $0.separator = 1
                $0.sections = [
                    VectorSection(1, priority: 2, renderOrder: 4, cap: 60), VectorSection(2, renderOrder: 3),
                    VectorSection(3, priority: 1, renderOrder: 2, cap: 70), VectorSection(4, renderOrder: 1, cap: 20),
                ]
            }, []),
            ("the same greedily", VectorContext(limit: 120, (1...16 as ClosedRange<UInt64>).map { id in
                VectorFragment(
                    id, UInt32(id * 3), id % 3 == 0 ? [.truncatable, .stable] : .stable,
                    cuts: id % 3 == 0 ? [1, UInt32(id)] : [], section: UInt32(id % 4 + 1), priority: UInt32(id % 2),
                    order: 100 - id, group: id > 13 ? 5 : 0)
            }) {
                $0.mode = .greedy
                $0.separator = 1
                $0.sections = (1...4 as ClosedRange<UInt32>).map { VectorSection($0, renderOrder: 9) }
            }, []),
            ("two hundred and fifty-six sections", VectorContext(limit: 9, [VectorFragment(1, 9, section: 255)]) {
                $0.sections = (0...255 as ClosedRange<UInt32>).map { VectorSection($0) }
            }, [.boundary]),
        ])
    }
}
