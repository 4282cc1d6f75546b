import RecountKernel

/// A piece of context with its text, as a host has it.
public struct FragmentDocument: Equatable, Sendable {
    /// How the text's tokens are known.
    public enum Count: Equatable, Sendable {
        /// By the document's estimate; where the text may end early is found in it.
        case estimated
        /// By the host, such as from the model's tokenizer: those of the whole text, and of each place
        /// where it may end early, in ascending order, at most `Fragment.maximumCutCount` of them.
        case counted(tokens: UInt32, cutPoints: [CutPoint])
    }

    /// Unique within the document.
    public var id: FragmentID
    /// The section that it belongs to.
    public var section: SectionID
    /// Its text.
    public var text: String
    /// How its tokens are known.
    public var count: Count
    /// Fragments of the section with a higher one are taken first.
    public var priority: UInt32
    /// Where it stands in its section: ascending.
    public var order: UInt64
    /// Whether it must be there.
    public var necessity: Fragment.Necessity
    /// Whether it may end early. In a group it never does.
    public var divisibility: Fragment.Divisibility
    /// Whether it stays the same from request to request.
    public var stability: Fragment.Stability
    /// The fragments that it is taken together with, or `GroupID.none`.
    public var group: GroupID

    /// Makes a fragment; without more than a text, one that is optional, whole or not there, and estimated.
    public init(
        id: FragmentID, section: SectionID, text: String, count: Count = .estimated, priority: UInt32 = 0,
        order: UInt64 = 0, necessity: Fragment.Necessity = .optional, divisibility: Fragment.Divisibility = .whole,
        stability: Fragment.Stability = .changing, group: GroupID = .none
    ) {
        self.id = id
        self.section = section
        self.text = text
        self.count = count
        self.priority = priority
        self.order = order
        self.necessity = necessity
        self.divisibility = divisibility
        self.stability = stability
        self.group = group
    }

    /// Whether the fragment may end early.
    var mayEndEarly: Bool { divisibility == .truncatable && group == .none }

    /// Whether both have the same bytes and say the same of them. Strings compare by canonical
    /// equivalence, which is less than a window's text needs.
    public static func == (left: Self, right: Self) -> Bool {
        left.id == right.id && left.section == right.section && left.text.utf8.elementsEqual(right.text.utf8)
            && left.count == right.count && left.priority == right.priority && left.order == right.order
            && left.necessity == right.necessity && left.divisibility == right.divisibility
            && left.stability == right.stability && left.group == right.group
    }
}
