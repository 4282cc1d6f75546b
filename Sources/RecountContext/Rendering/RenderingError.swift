import RecountKernel

/// Why a window is not the answer to a document's request. Nothing of it is rendered then: the text would
/// not be the one that was decided on.
public enum RenderingError: Error, Equatable, Sendable {
    /// The window has another number of entries than the document has fragments.
    case entryCount(found: UInt32, expected: Int)
    /// The document has no such fragment.
    case unknownFragment(FragmentID)
    /// The window has a fragment where another one of the document stands in render order: its entries are in
    /// another order, or one is there twice.
    case fragmentOutOfOrder(FragmentID, expected: FragmentID)
    /// No form of the fragment has so many tokens: its text or its counts have changed since.
    case unknownForm(FragmentID, keptTokens: UInt32)
    /// The digest over the texts and kept tokens is another: a text, one of its cut points or the separator has
    /// changed since.
    case digest
    /// The kept tokens and the separators between them are not what the window says it uses.
    case usedTokens(found: Tokens, expected: Tokens)
    /// The window says that another number of fragments is in it than its entries do.
    case includedCount(found: UInt32, expected: UInt32)
    /// The stable beginning that the window names is not that of its entries.
    case stablePrefix
}

extension RenderingError: CustomStringConvertible {
    /// One line: what is wrong and what to do.
    public var description: String {
        switch self {
        case .entryCount(let found, let expected):
            "the window has \(found) entries, the document \(expected) fragments; "
                + "render it with the document that it was assembled of"
        case .unknownFragment(let id):
            "the window has a fragment \(id.rawValue) that the document has not; "
                + "render it with the document that it was assembled of"
        case .fragmentOutOfOrder(let id, let expected):
            "the window has fragment \(id.rawValue) where the document has \(expected.rawValue); "
                + "render it with the document that it was assembled of"
        case .unknownForm(let id, let keptTokens):
            "fragment \(id.rawValue) cannot be kept with \(keptTokens) tokens; "
                + "render the window with the text and the estimate that it was assembled of"
        case .digest:
            "the window's digest is not that of the document's texts, cut points and separator; "
                + "render it with those that it was assembled of"
        case .usedTokens(let found, let expected):
            "the window says that it uses \(found.rawValue) tokens, and its entries are \(expected.rawValue); "
                + "it is no answer of a kernel"
        case .includedCount(let found, let expected):
            "the window says that \(found) fragments are in it, and its entries \(expected); "
                + "it is no answer of a kernel"
        case .stablePrefix:
            "the stable beginning that the window names is not that of its entries; it is no answer of a kernel"
        }
    }
}
