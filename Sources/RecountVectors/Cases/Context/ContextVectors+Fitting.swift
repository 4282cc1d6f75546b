extension ContextVectors {
    static var total: VectorGroup {
        let three = [VectorFragment(1, 10), VectorFragment(2, 20), VectorFragment(3, 30)]
        return group(
            "total", "What fits into the limit.",
            [
                ("no fragments, no sections", VectorContext(limit: 0) { $0.sections = [] }, [.boundary]),
                ("no fragments", VectorContext(limit: 10), []),
                ("everything fits exactly", VectorContext(limit: 60, three), [.boundary]),
                (
                    "one token too few: nothing after the first that does not fit", VectorContext(limit: 59, three),
                    [.boundary]
                ),
                ("the second does not fit", VectorContext(limit: 29, three), [.boundary]),
                ("nothing fits", VectorContext(limit: 9, three), [.boundary]),
                ("a limit of 0", VectorContext(limit: 0, three), [.boundary]),
                ("tokens kept for the output", VectorContext(limit: 100, three) { $0.output = 40 }, [.boundary]),
                (
                    "more kept for the output than there is: nothing is available",
                    VectorContext(limit: 10, three) {
                        $0.output = 11
                    }, [.boundary, .saturation]
                ),
                ("the largest limit", VectorContext(limit: VectorAmounts.maximum, three), [.boundary]),
                (
                    "the largest limit, all kept for the output",
                    VectorContext(limit: VectorAmounts.maximum, three) {
                        $0.output = VectorAmounts.maximum
                    }, [.boundary]
                ),
                (
                    "a fragment of no tokens fits into nothing", VectorContext(limit: 0, [VectorFragment(1, 0)]),
                    [.boundary]
                ),
            ])
    }

    static var cuts: VectorGroup {
        let cut = VectorFragment(1, 100, .truncatable, cuts: [10, 20, 99])
        return group(
            "cuts", "Fragments that may be cut.",
            [
                ("whole", VectorContext(limit: 100, [cut]), [.boundary]),
                ("the last cut", VectorContext(limit: 99, [cut]), [.boundary]),
                ("the second cut", VectorContext(limit: 98, [cut]), [.boundary]),
                ("the first cut", VectorContext(limit: 19, [cut]), [.boundary]),
                ("not even the first cut", VectorContext(limit: 9, [cut]), [.boundary]),
                (
                    "without the flag, cuts mean nothing",
                    VectorContext(limit: 99, [VectorFragment(1, 100, cuts: [10])]), []
                ),
                ("the flag without cuts", VectorContext(limit: 99, [VectorFragment(1, 100, .truncatable)]), []),
                (
                    "eight cuts",
                    VectorContext(
                        limit: 8,
                        [
                            VectorFragment(1, 10, .truncatable, cuts: Array(1...8))
                        ]), [.boundary]
                ),
                (
                    "in a group, cuts mean nothing",
                    VectorContext(
                        limit: 99,
                        [
                            VectorFragment(1, 100, .truncatable, cuts: [10], group: 1)
                        ]), []
                ),
                (
                    "a cut, and what follows is after the cutoff",
                    VectorContext(
                        limit: 50,
                        [
                            cut, VectorFragment(2, 5, order: 1),
                        ]), []
                ),
                (
                    "a cut, and greedily what follows",
                    VectorContext(limit: 50, [cut, VectorFragment(2, 5, order: 1)]) {
                        $0.mode = .greedy
                    }, []
                ),
            ])
    }

    static var required: VectorGroup {
        let cut = VectorFragment(2, 50, [.required, .truncatable], cuts: [5, 30])
        return group(
            "required", "Required fragments come first, at their smallest form.",
            [
                ("fits", VectorContext(limit: 60, [VectorFragment(1, 10, .required), cut]), [.boundary]),
                (
                    "the smallest forms fit exactly",
                    VectorContext(limit: 15, [VectorFragment(1, 10, .required), cut]), [.boundary]
                ),
                (
                    "the smallest forms do not fit", VectorContext(limit: 14, [VectorFragment(1, 10, .required), cut]),
                    [.boundary]
                ),
                (
                    "available is what is not kept for output",
                    VectorContext(limit: 20, [VectorFragment(1, 10, .required)]) {
                        $0.output = 11
                    }, [.boundary]
                ),
                (
                    "nothing is available",
                    VectorContext(limit: 5, [VectorFragment(1, 1, .required)]) { $0.output = 9 }, [.saturation]
                ),
                (
                    "separators count",
                    VectorContext(limit: 21, [VectorFragment(1, 10, .required), VectorFragment(2, 10, .required)]) {
                        $0.separator = 2
                    }, [.boundary]
                ),
                (
                    "raised before any optional one, though of lower priority",
                    VectorContext(
                        limit: 35,
                        [
                            VectorFragment(1, 10, priority: 9), cut,
                        ]), [.order]
                ),
                (
                    "a required fragment of no tokens", VectorContext(limit: 0, [VectorFragment(1, 0, .required)]),
                    [.boundary]
                ),
                (
                    "a section's cap is looked at before the window",
                    VectorContext(limit: 5, [VectorFragment(1, 10, .required)]) {
                        $0.sections = [VectorSection(1, cap: 9)]
                    }, [.order]
                ),
                (
                    "the lower section is named",
                    VectorContext(
                        limit: 5,
                        [
                            VectorFragment(1, 10, .required, section: 7), VectorFragment(2, 10, .required, section: 3),
                        ]
                    ) { $0.sections = [VectorSection(3, cap: 9), VectorSection(7, cap: 9)] }, [.order]
                ),
                (
                    "a cap that holds exactly",
                    VectorContext(limit: 10, [VectorFragment(1, 10, .required)]) {
                        $0.sections = [VectorSection(1, cap: 10)]
                    }, [.boundary]
                ),
                (
                    "the sum of the largest fragments",
                    VectorContext(
                        limit: VectorAmounts.maximum,
                        [
                            VectorFragment(1, .max, .required), VectorFragment(2, .max, .required),
                        ]
                    ) { $0.separator = .max }, [.overflow]
                ),
                (
                    "too much of them",
                    VectorContext(
                        limit: 1 << 33,
                        [
                            VectorFragment(1, .max, .required), VectorFragment(2, .max, .required),
                        ]
                    ) { $0.separator = .max }, [.overflow]
                ),
            ])
    }

    static var caps: VectorGroup {
        let two = [VectorFragment(1, 10), VectorFragment(2, 10), VectorFragment(3, 10, section: 2)]
        return group(
            "caps", "Sections with caps.",
            [
                (
                    "a cap below both",
                    VectorContext(limit: 100, two) {
                        $0.sections = [VectorSection(1, cap: 19), VectorSection(2)]
                    }, [.boundary]
                ),
                (
                    "a cap for both",
                    VectorContext(limit: 100, two) {
                        $0.sections = [VectorSection(1, cap: 20), VectorSection(2)]
                    }, [.boundary]
                ),
                (
                    "a cap of nothing",
                    VectorContext(limit: 100, two) {
                        $0.sections = [VectorSection(1, cap: 0), VectorSection(2)]
                    }, [.boundary]
                ),
                (
                    "the largest cap",
                    VectorContext(limit: 100, two) {
                        $0.sections = [VectorSection(1, cap: .max), VectorSection(2)]
                    }, [.boundary]
                ),
                (
                    "separators are not in caps",
                    VectorContext(limit: 100, two) {
                        $0.sections = [VectorSection(1, cap: 20), VectorSection(2)]
                        $0.separator = 5
                    }, []
                ),
                (
                    "the cap is tested before the total, and the walk goes on",
                    VectorContext(
                        limit: 15,
                        [
                            VectorFragment(1, 20), VectorFragment(2, 10, section: 2),
                        ]
                    ) { $0.sections = [VectorSection(1, cap: 19), VectorSection(2)] }, [.order]
                ),
                (
                    "a cut below the cap",
                    VectorContext(
                        limit: 100,
                        [
                            VectorFragment(1, 20, .truncatable, cuts: [5, 15]), VectorFragment(2, 3),
                        ]
                    ) { $0.sections = [VectorSection(1, cap: 18)] }, []
                ),
                (
                    "a fragment of no tokens in a section without room",
                    VectorContext(
                        limit: 9,
                        [
                            VectorFragment(1, 0), VectorFragment(2, 1),
                        ]
                    ) { $0.sections = [VectorSection(1, cap: 0)] }, [.boundary]
                ),
            ])
    }
}
