/// The usual estimates by name. Each is a rule of thumb about today's tokenizers, which merge frequent
/// sequences of bytes into one token; only `bytes` is a bound.
public enum TokenProfile: String, CaseIterable, Sendable {
    /// One token for four bytes: English prose. Half of all English texts have more.
    case english
    /// One token for three bytes: source code, JSON, logs, whose names and punctuation are merged less.
    case code
    /// One token for two bytes: other languages and mixed text. Letters beyond ASCII have two bytes,
    /// Chinese, Japanese and Korean characters three, and take about one to one and a half tokens.
    case multilingual
    /// One token for each byte: no tokenizer that works on bytes, or falls back to them, gives more. What
    /// a provider adds around a text, such as the marks of a message, is not in it.
    case bytes

    /// The profile's estimate.
    public var estimate: TokenEstimate {
        switch self {
        case .english: TokenEstimate(1, per: 4)
        case .code: TokenEstimate(1, per: 3)
        case .multilingual: TokenEstimate(1, per: 2)
        case .bytes: TokenEstimate(1, per: 1)
        }
    }
}
