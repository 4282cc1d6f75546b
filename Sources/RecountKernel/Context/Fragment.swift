/// A piece of context: what the kernel sees of a text are its tokens and its digest.
public struct Fragment: Equatable, Sendable, BitwiseCopyable {
    /// The most fragments of a request that any kernel takes: with tokens and separators below 2^32
    /// each, every sum stays below 2^48.
    public static let maximumCount: UInt32 = 0x8000
    /// The most cut points of a fragment.
    public static let maximumCutCount: UInt32 = 8

    /// Whether a window without it is refused.
    public enum Necessity: UInt8, Sendable, BitwiseCopyable {
        /// It may be left out.
        case optional = 0
        /// It must be there, at least in its smallest form.
        case required = 1
    }

    /// Whether its cut points may be used.
    public enum Divisibility: UInt8, Sendable, BitwiseCopyable {
        /// All of it or nothing.
        case whole = 0
        /// It may end at any of its cut points. In a group it is never cut.
        case truncatable = 1
    }

    /// Whether it stays the same from request to request, so that a prompt cache can serve it.
    public enum Stability: UInt8, Sendable, BitwiseCopyable {
        /// It may be another next time.
        case changing = 0
        /// It stays as it is.
        case stable = 1
    }

    /// Numbers of tokens, strictly ascending, at which a fragment may end.
    public typealias CutPoints = BoundedList<8, UInt32>

    /// Unique within the request.
    public var id: FragmentID
    /// The section that it belongs to.
    public var section: SectionID
    /// Fragments of the section with a higher one are taken first.
    public var priority: UInt32
    /// Where it stands in its section: ascending.
    public var order: UInt64
    /// How many tokens it has.
    public var tokens: UInt32
    /// Whether it must be there.
    public var necessity: Necessity
    /// Whether it may be cut.
    public var divisibility: Divisibility
    /// Whether it stays the same.
    public var stability: Stability
    /// The fragments that it is taken together with, or `GroupID.none`.
    public var group: GroupID
    /// Where it may end, each above 0 and below `tokens`.
    public var cutPoints: CutPoints
    /// Digest of its content; the kernel never sees the content.
    public var contentDigest: Digest

    /// Makes a fragment that stands alone, is optional and whole, and may change.
    public init(id: FragmentID, section: SectionID, tokens: UInt32, contentDigest: Digest) {
        self.id = id
        self.section = section
        priority = 0
        order = 0
        self.tokens = tokens
        necessity = .optional
        divisibility = .whole
        stability = .changing
        group = .none
        cutPoints = BoundedList(filler: 0)
        self.contentDigest = contentDigest
    }
}
