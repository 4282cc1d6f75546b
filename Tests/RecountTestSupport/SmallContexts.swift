import RecountKernel

/// All assemblies of a small alphabet: fragments of up to three tokens in two sections.
package enum SmallContexts {
    /// What differs besides the fragments.
    package struct Frame: Sendable {
        /// The cap of the first section, which is chosen from and rendered after the second.
        package let cap: UInt64?
        /// Tokens between two fragments.
        package let separator: UInt32

        /// Every frame.
        package static let all: [Frame] = [nil, 0, 2, 3].flatMap { cap in
            [0, 1].map { Frame(cap: cap, separator: $0) }
        }
    }

    /// One place of a sequence of fragments.
    package struct Letter: Sendable {
        let section: UInt32
        let tokens: UInt32
        var priority: UInt32 = 0
        var necessity: Fragment.Necessity = .optional
        var divisibility: Fragment.Divisibility = .whole
        var cuts: [UInt32] = []
        var stability: Fragment.Stability = .changing
        var group: UInt32 = 0

        func fragment(_ id: UInt64) -> Fragment {
            // Later fragments stand earlier, so that selection, rendering and ids disagree.
            .of(
                id, section: section, tokens: tokens, priority: priority, order: 9 - id, necessity, divisibility,
                cuts: cuts, stability, group: group)
        }
    }

    /// What fragments are made of.
    package static let alphabet: [Letter] = [
        Letter(section: 1, tokens: 2, divisibility: .truncatable, cuts: [1], stability: .stable),
        Letter(section: 1, tokens: 2, stability: .stable, group: 1),
        Letter(section: 2, tokens: 1, necessity: .required, stability: .stable),
        Letter(section: 1, tokens: 1, priority: 1),
        Letter(section: 1, tokens: 3, necessity: .required, divisibility: .truncatable, cuts: [1, 2]),
        Letter(section: 2, tokens: 1, divisibility: .truncatable, group: 1),
        Letter(section: 2, tokens: 3, divisibility: .truncatable, cuts: [1], stability: .stable),
        Letter(section: 1, tokens: 0, stability: .stable),
        Letter(section: 1, tokens: 1, necessity: .required, group: 2),
        Letter(section: 2, tokens: 2, cuts: [1], group: 2),
    ]

    /// All sequences of exactly `length` of the first `letterCount` letters, as numbers.
    package static func sequenceCount(length: Int, letterCount: Int) -> Int {
        (0..<length).reduce(1) { count, _ in count * letterCount }
    }

    /// The sequence of a number below `sequenceCount`.
    package static func context(_ number: Int, length: Int, letterCount: Int, _ frame: Frame) -> ContextCase {
        var rest = number
        var fragments: [Fragment] = []
        for id in 0..<length {
            fragments.append(alphabet[rest % letterCount].fragment(UInt64(id)))
            rest /= letterCount
        }
        let sections = [
            ContextSection.of(1, priority: 1, renderOrder: 2, cap: frame.cap), .of(2, priority: 2, renderOrder: 1),
        ]
        return ContextCase(limit: 0, separator: frame.separator, sections: sections, fragments)
    }
}
