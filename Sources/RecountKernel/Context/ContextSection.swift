/// A part of a window: instructions, history, documents.
public struct ContextSection: Equatable, Sendable, BitwiseCopyable {
    /// The most sections of a request.
    public static let maximumCount: UInt32 = 256

    /// Unique within the request.
    public var id: SectionID
    /// Fragments of sections with a higher one are taken first.
    public var priority: UInt32
    /// Where the section stands in the window: ascending.
    public var renderOrder: UInt32
    /// The most tokens of its fragments, separators not counted; nil for no limit.
    public var cap: Tokens?

    /// Makes a section.
    public init(id: SectionID, priority: UInt32, renderOrder: UInt32, cap: Tokens? = nil) {
        self.id = id
        self.priority = priority
        self.renderOrder = renderOrder
        self.cap = cap
    }
}
