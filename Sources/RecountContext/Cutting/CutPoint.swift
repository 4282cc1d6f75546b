/// A place where a text may end early: the bytes before it, and the tokens that they are counted as.
public struct CutPoint: Equatable, Sendable {
    /// Tokens of the text up to here.
    public var tokens: UInt32
    /// Bytes of the text's UTF-8 up to here; never inside a Unicode scalar.
    public var byteOffset: Int

    /// Makes a cut point.
    public init(tokens: UInt32, byteOffset: Int) {
        self.tokens = tokens
        self.byteOffset = byteOffset
    }
}
