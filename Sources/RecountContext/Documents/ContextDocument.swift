import RecountKernel

/// All that a window may be made of, with its texts: what a host holds in its hands before it asks the
/// kernel what fits. `PreparedContext` makes the request of it.
public struct ContextDocument: Equatable, Sendable {
    /// What stands between two fragments of a window.
    public struct Separator: Equatable, Sendable {
        /// Its text.
        public var text: String
        /// Its tokens if the host has counted them; nil to estimate them.
        public var countedTokens: UInt32?

        /// Makes a separator.
        public init(text: String, countedTokens: UInt32? = nil) {
            self.text = text
            self.countedTokens = countedTokens
        }

        /// An empty line.
        public static var emptyLine: Separator { Separator(text: "\n\n") }
    }

    /// The most tokens of the window and the output together, at most `Tokens.maximum`.
    public var tokenLimit: Tokens
    /// Tokens kept for the output, at most `Tokens.maximum`.
    public var outputTokens: Tokens
    /// What the kernel does at a step that the window cannot hold.
    public var mode: AssemblyMode
    /// How many tokens a text has that the host has not counted.
    public var estimate: TokenEstimate
    /// What stands between two fragments.
    public var separator: Separator
    /// In any order, at most `ContextSection.maximumCount`.
    public var sections: [SectionDocument]
    /// In any order, at most `Fragment.maximumCount`.
    public var fragments: [FragmentDocument]

    /// Makes a document.
    public init(
        tokenLimit: Tokens, outputTokens: Tokens = .zero, mode: AssemblyMode = .cutoff,
        estimate: TokenEstimate = TokenProfile.english.estimate, separator: Separator = .emptyLine,
        sections: [SectionDocument], fragments: [FragmentDocument]
    ) {
        self.tokenLimit = tokenLimit
        self.outputTokens = outputTokens
        self.mode = mode
        self.estimate = estimate
        self.separator = separator
        self.sections = sections
        self.fragments = fragments
    }
}
