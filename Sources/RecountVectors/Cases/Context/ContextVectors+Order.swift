extension ContextVectors {
    static var modes: VectorGroup {
        let fragments = [
            VectorFragment(1, 10), VectorFragment(2, 50, order: 1), VectorFragment(3, 10, order: 2),
            VectorFragment(4, 50, order: 3), VectorFragment(5, 10, order: 4),
        ]
        return group(
            "modes", "What follows a step that does not fit.",
            [
                ("cutoff stops there", VectorContext(limit: 40, fragments), []),
                ("greedy goes on", VectorContext(limit: 40, fragments) { $0.mode = .greedy }, []),
                ("a larger limit keeps all that a smaller one kept", VectorContext(limit: 70, fragments), []),
                (
                    "greedily the larger limit may lose a fragment",
                    VectorContext(limit: 60, fragments) {
                        $0.mode = .greedy
                    }, []
                ),
                (
                    "after the cutoff, caps are no longer tested",
                    VectorContext(
                        limit: 15,
                        [
                            VectorFragment(1, 20), VectorFragment(2, 10, section: 2),
                        ]
                    ) { $0.sections = [VectorSection(1), VectorSection(2, cap: 5)] }, [.order]
                ),
            ])
    }

    static var selection: VectorGroup {
        group(
            "selection", "Who is looked at first.", flags: [.order],
            [
                (
                    "the section's priority",
                    VectorContext(
                        limit: 10,
                        [
                            VectorFragment(1, 10, priority: 9), VectorFragment(2, 10, section: 2),
                        ]
                    ) { $0.sections = [VectorSection(1), VectorSection(2, priority: 1)] }, []
                ),
                (
                    "the fragment's priority",
                    VectorContext(
                        limit: 10,
                        [
                            VectorFragment(1, 10), VectorFragment(2, 10, priority: 1, order: 5),
                        ]), []
                ),
                ("the order", VectorContext(limit: 10, [VectorFragment(1, 10, order: 1), VectorFragment(2, 10)]), []),
                ("the id", VectorContext(limit: 10, [VectorFragment(1, 10), VectorFragment(2, 10)]), [.tie]),
                (
                    "all bits of priorities and order",
                    VectorContext(
                        limit: 10,
                        [
                            VectorFragment(1, 10, section: 2, priority: .max, order: .max),
                            VectorFragment(2, 10, section: 2, priority: .max, order: .max - 1),
                            VectorFragment(.max, 10, section: 1, priority: .max),
                        ]
                    ) { $0.sections = [VectorSection(1, priority: .max - 1), VectorSection(2, priority: .max)] },
                    [.boundary]
                ),
                (
                    "required ones in the same order",
                    VectorContext(
                        limit: 25,
                        [
                            VectorFragment(1, 20, [.required, .truncatable], cuts: [5]),
                            VectorFragment(2, 20, [.required, .truncatable], cuts: [5], priority: 1),
                        ]), []
                ),
            ])
    }

    static var renderOrder: VectorGroup {
        group(
            "render-order", "The order in the window is another.", flags: [.order],
            [
                (
                    "sections by render order",
                    VectorContext(
                        limit: 99,
                        [
                            VectorFragment(1, 1), VectorFragment(2, 1, section: 2), VectorFragment(3, 1, section: 3),
                        ]
                    ) {
                        $0.sections = [
                            VectorSection(1, renderOrder: .max), VectorSection(2, renderOrder: 0),
                            VectorSection(3, renderOrder: 1),
                        ]
                    }, [.boundary]
                ),
                (
                    "equal render orders: by section",
                    VectorContext(
                        limit: 99,
                        [
                            VectorFragment(1, 1, section: 9), VectorFragment(2, 1, section: 4),
                        ]
                    ) { $0.sections = [VectorSection(4, renderOrder: 5), VectorSection(9, renderOrder: 5)] }, [.tie]
                ),
                (
                    "the order within a section, priorities aside",
                    VectorContext(
                        limit: 99,
                        [
                            VectorFragment(1, 1, priority: 9, order: 2), VectorFragment(2, 1, order: 1),
                            VectorFragment(3, 1, order: 1),
                        ]), []
                ),
                (
                    "what is left out stands in its place",
                    VectorContext(
                        limit: 5,
                        [
                            VectorFragment(1, 9, order: 1), VectorFragment(2, 5), VectorFragment(3, 1, order: 2),
                        ]
                    ) { $0.mode = .greedy }, []
                ),
            ])
    }

    static var groupUnits: VectorGroup {
        let pair = [VectorFragment(1, 10, group: 7), VectorFragment(2, 10, section: 2, order: 9, group: 7)]
        let sections = [VectorSection(1), VectorSection(2)]
        return group(
            "groups", "Groups are in the window as a whole or not at all.",
            [
                ("both", VectorContext(limit: 20, pair) { $0.sections = sections }, [.boundary]),
                ("neither", VectorContext(limit: 19, pair) { $0.sections = sections }, [.boundary]),
                (
                    "the cap of the second's section",
                    VectorContext(limit: 99, pair) {
                        $0.sections = [VectorSection(1), VectorSection(2, cap: 9)]
                    }, []
                ),
                (
                    "required if one of them is",
                    VectorContext(
                        limit: 19,
                        [
                            VectorFragment(1, 10, group: 7), VectorFragment(2, 10, .required, section: 2, group: 7),
                        ]
                    ) { $0.sections = sections }, []
                ),
                (
                    "ranked as the best of them",
                    VectorContext(
                        limit: 20,
                        [
                            VectorFragment(1, 10, priority: 1), VectorFragment(2, 5, group: 3),
                            VectorFragment(3, 15, section: 2, priority: 2, group: 3),
                        ]
                    ) { $0.sections = sections }, [.order]
                ),
                (
                    "one separator between two",
                    VectorContext(limit: 23, pair) {
                        $0.sections = sections
                        $0.separator = 3
                    }, [.boundary]
                ),
                (
                    "two groups, the highest number",
                    VectorContext(
                        limit: 30,
                        [
                            VectorFragment(1, 10, group: .max), VectorFragment(2, 10, group: 1),
                            VectorFragment(3, 10, group: .max),
                        ]), []
                ),
                (
                    "two of one section under its cap only one by one",
                    VectorContext(
                        limit: 99,
                        [
                            VectorFragment(1, 6, group: 1), VectorFragment(2, 6, group: 1), VectorFragment(3, 5),
                        ]
                    ) { $0.sections = [VectorSection(1, cap: 11)] }, [.boundary]
                ),
                (
                    "a group of fragments without tokens",
                    VectorContext(
                        limit: 0,
                        [
                            VectorFragment(1, 0, group: 1), VectorFragment(2, 0, group: 1),
                        ]), [.boundary]
                ),
            ])
    }
}
