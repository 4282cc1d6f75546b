import RecountKernel

/// The text of a window.
public struct RenderedWindow: Sendable {
    /// Where a fragment stands in the text.
    public struct Part: Equatable, Sendable {
        /// The fragment.
        public let fragment: FragmentID
        /// Its bytes in the window's UTF-8, at both ends between two scalars.
        public let byteRange: Range<Int>
    }

    /// The window's UTF-8: what is kept of each fragment in render order, with the separator between two.
    public let bytes: [UInt8]
    /// What is in the window, in render order; fragments that were left out have no part.
    public let parts: [Part]
    /// What the decision charged: all tokens, separators included.
    public let usedTokens: Tokens
    /// The estimate of what was rendered: of all bytes that the host has not counted together, and its
    /// own counts. Never more than `usedTokens`.
    public let estimatedTokens: Tokens

    /// The window's text. O(bytes).
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of one part, for hosts that send fragments as messages of their own. O(bytes of the part).
    public func text(of part: Part) -> String { String(decoding: bytes[part.byteRange], as: UTF8.self) }
}
