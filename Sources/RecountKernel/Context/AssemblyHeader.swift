/// What a walk through the fragments does at a step that the window cannot hold.
public enum AssemblyMode: UInt8, Sendable, BitwiseCopyable {
    /// Stop: a larger limit keeps all that a smaller one kept.
    case cutoff = 1
    /// Skip the step and the rest of its fragment, and go on.
    case greedy = 2
}

/// What an assembly states besides its sections and fragments.
public struct AssemblyHeader: Equatable, Sendable, BitwiseCopyable {
    /// The most tokens of the window and the output together.
    public var tokenLimit: Tokens
    /// Tokens kept for the output.
    public var outputTokens: Tokens
    /// Tokens between two fragments of the window.
    public var separatorTokens: UInt32
    /// How the walk ends.
    public var mode: AssemblyMode

    /// Makes a header.
    public init(tokenLimit: Tokens, outputTokens: Tokens, separatorTokens: UInt32, mode: AssemblyMode) {
        self.tokenLimit = tokenLimit
        self.outputTokens = outputTokens
        self.separatorTokens = separatorTokens
        self.mode = mode
    }

    /// The tokens that the window may have: the limit without the output's, at least 0.
    public var availableTokens: Tokens {
        tokenLimit > outputTokens ? Tokens(tokenLimit.rawValue - outputTokens.rawValue) : .zero
    }
}
