import RecountKernel

/// A part of a window, such as instructions, history, documents, with the name that people know it by.
public struct SectionDocument: Equatable, Sendable {
    /// Unique within the document.
    public var id: SectionID
    /// For people; unique within the document unless it is empty. The kernel never sees it.
    public var name: String
    /// Fragments of sections with a higher one are taken first.
    public var priority: UInt32
    /// Where the section stands in the window: ascending.
    public var renderOrder: UInt32
    /// The most tokens of its fragments, separators not counted; nil for no limit.
    public var cap: Tokens?

    /// Makes a section.
    public init(
        id: SectionID, name: String = "", priority: UInt32 = 0, renderOrder: UInt32 = 0, cap: Tokens? = nil
    ) {
        self.id = id
        self.name = name
        self.priority = priority
        self.renderOrder = renderOrder
        self.cap = cap
    }

    /// What the kernel sees of it.
    var section: ContextSection {
        ContextSection(id: id, priority: priority, renderOrder: renderOrder, cap: cap)
    }
}
