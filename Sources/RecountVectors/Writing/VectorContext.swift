/// A section of an assembly in the making; its render order is its id unless stated.
struct VectorSection {
    var id: UInt32
    var priority: UInt32
    var renderOrder: UInt32
    var cap: UInt64?

    init(_ id: UInt32, priority: UInt32 = 0, renderOrder: UInt32? = nil, cap: UInt64? = nil) {
        self.id = id
        self.priority = priority
        self.renderOrder = renderOrder ?? id
        self.cap = cap
    }
}

/// A fragment of an assembly in the making: optional, whole and changing unless stated. Its content digest is
/// its id and zeros.
struct VectorFragment {
    /// What a fragment's flags say.
    struct Flags: OptionSet {
        let rawValue: UInt8
        static let required = Flags(rawValue: 1)
        static let truncatable = Flags(rawValue: 2)
        static let stable = Flags(rawValue: 4)
    }

    var id: UInt64
    var section: UInt32 = 1
    var priority: UInt32 = 0
    var order: UInt64 = 0
    var tokens: UInt32
    var flags: Flags = []
    var group: UInt32 = 0
    var cuts: [UInt32] = []

    init(
        _ id: UInt64, _ tokens: UInt32, _ flags: Flags = [], cuts: [UInt32] = [], section: UInt32 = 1,
        priority: UInt32 = 0, order: UInt64 = 0, group: UInt32 = 0
    ) {
        self.id = id
        self.tokens = tokens
        self.flags = flags
        self.cuts = cuts
        self.section = section
        self.priority = priority
        self.order = order
        self.group = group
    }
}

/// An assembly in the making.
struct VectorContext {
    /// Which steps follow one that does not fit.
    enum Mode: UInt8 {
        case cutoff = 1
        case greedy = 2
    }

    var limit: UInt64
    var output: UInt64 = 0
    var separator: UInt32 = 0
    var mode: Mode = .cutoff
    var sections: [VectorSection] = [VectorSection(1)]
    var fragments: [VectorFragment]

    init(limit: UInt64, _ fragments: [VectorFragment] = [], _ change: (inout VectorContext) -> Void = { _ in }) {
        self.limit = limit
        self.fragments = fragments
        change(&self)
    }
}

extension LayoutWriter {
    /// Appends an assembly.
    mutating func context(_ context: VectorContext) {
        integer(context.limit)
        integer(context.output)
        integer(context.separator)
        integer(context.mode.rawValue)
        count(context.sections.count)
        for section in context.sections { self.section(section) }
        count(context.fragments.count)
        for fragment in context.fragments { self.fragment(fragment) }
    }

    private mutating func section(_ section: VectorSection) {
        integer(section.id)
        integer(section.priority)
        integer(section.renderOrder)
        integer(section.cap == nil ? 0 : 1 as UInt8)
        integer(section.cap ?? 0)
    }

    private mutating func fragment(_ fragment: VectorFragment) {
        integer(fragment.id)
        integer(fragment.section)
        integer(fragment.priority)
        integer(fragment.order)
        integer(fragment.tokens)
        integer(fragment.flags.rawValue)
        integer(fragment.group)
        integer(fragment.id)
        for _ in 0..<3 { integer(0 as UInt64) }
        count(fragment.cuts.count)
        for cut in fragment.cuts { integer(cut) }
    }
}

extension VectorCommand {
    /// Assembles a window.
    static func assemble(_ context: VectorContext) -> VectorCommand { VectorCommand(64) { $0.context(context) } }
}
