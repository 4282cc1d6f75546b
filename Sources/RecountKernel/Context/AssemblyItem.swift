/// A fragment on its way into a window: what choosing needs of it. All else stays in the request.
struct AssemblyItem: BitwiseCopyable {
    /// What a fragment is within its unit: all that is taken together.
    enum Role: UInt8, BitwiseCopyable {
        /// The best of its group, or alone.
        case leader
        /// Another member of a group.
        case follower
    }

    /// Where the fragment stands in the request.
    let offset: UInt32
    let tokens: UInt32
    let priority: UInt32
    let group: GroupID
    /// How many of its tokens are in the window.
    private(set) var keptTokens: UInt32 = 0
    /// The next member of its unit.
    var next = Slot.none
    /// The position of its section in the request.
    let section: UInt8
    /// How many cut points it has that may be used: none in a group.
    let cutCount: UInt8
    /// How many of them were reached.
    private(set) var reachedCutCount: UInt8 = 0
    /// For a leader: whether any member of its unit is required.
    var necessity: Fragment.Necessity
    let stability: Fragment.Stability
    var role = Role.leader
    /// What is in the window of it.
    private(set) var outcome = WindowEntry.Outcome.excluded
    /// Why it is not whole.
    private(set) var reason = WindowEntry.Reason.afterCutoff

    /// - Parameters:
    ///   - offset: where the fragment stands in the request.
    ///   - section: the position of its section.
    @inline(__always)
    init(_ fragment: FragmentBytes, offset: UInt32, section: UInt32) {
        self.offset = offset
        tokens = fragment.tokens
        priority = fragment.priority
        group = fragment.group
        self.section = UInt8(truncatingIfNeeded: section)
        // Loaded always, so that no processor has to guess. Bound: at most 8 cut points.
        let cutCount = UInt8(truncatingIfNeeded: fragment.cutCount)
        self.cutCount = fragment.divisibility == .truncatable && fragment.group == .none ? cutCount : 0
        necessity = fragment.necessity
        stability = fragment.stability
    }

    private init() {
        offset = 0
        tokens = 0
        priority = 0
        group = .none
        section = 0
        cutCount = 0
        necessity = .optional
        stability = .changing
    }

    static var unused: AssemblyItem { AssemblyItem() }

    /// The position of its section as an offset.
    var sectionOffset: Int { Int(truncatingIfNeeded: section) }

    var isWhole: Bool { outcome == .included }

    /// Whether it can grow to another cut point.
    var hasCutAhead: Bool { reachedCutCount < cutCount }

    /// The next cut point of a fragment that has one ahead.
    func nextCut(in request: AssemblyRequest) -> UInt32 {
        request.fragment(at: offset).cutPoint(Int(truncatingIfNeeded: reachedCutCount))
    }

    /// Takes it up to its next cut point.
    mutating func take(upTo cut: UInt32) {
        keptTokens = cut
        // Bound: at most 8 cut points.
        reachedCutCount &+= 1
        outcome = .truncated
    }

    /// Takes all of it.
    @inline(__always)
    mutating func takeWhole() {
        keptTokens = tokens
        outcome = .included
        reason = .none
    }

    /// Ends it where it is.
    mutating func stop(because obstacle: WindowEntry.Reason) {
        reason = obstacle
    }

    /// Leaves it out.
    mutating func leave(because obstacle: WindowEntry.Reason) {
        keptTokens = 0
        outcome = .excluded
        reason = obstacle
    }
}
