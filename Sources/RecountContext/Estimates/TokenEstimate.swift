/// How many tokens a text is taken to have: so many for each byte of its UTF-8, rounded up.
///
/// It is an estimate, not a tokenizer. What it gives is a pure function of the number of bytes, and it
/// never makes a text of parts larger than the sum of its parts, so that a window that was filled by
/// estimates stays within them.
public struct TokenEstimate: Equatable, Sendable {
    /// Tokens of `denominator` bytes, at least 1.
    public let numerator: UInt32
    /// Bytes that have `numerator` tokens, at least 1.
    public let denominator: UInt32

    /// Makes an estimate of `numerator` tokens for each `denominator` bytes.
    ///
    /// - Returns: nil if one of them is 0.
    public init?(numerator: UInt32, denominator: UInt32) {
        guard numerator > 0, denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// An estimate of the constants of a profile.
    init(_ numerator: UInt32, per denominator: UInt32) {
        precondition(numerator > 0 && denominator > 0)
        self.numerator = numerator
        self.denominator = denominator
    }

    /// ⌈bytes · numerator / denominator⌉, exactly, for texts of a fragment. O(1).
    ///
    /// - Returns: nil above 2^32 − 1, the most tokens that a fragment may have.
    /// - Precondition: `byteCount` is not below 0.
    public func tokens(ofByteCount byteCount: Int) -> UInt32? {
        wideTokens(ofByteCount: byteCount).flatMap { UInt32(exactly: $0) }
    }

    /// ⌈bytes · numerator / denominator⌉, exactly; nil above 2^64 − 1. O(1).
    func wideTokens(ofByteCount byteCount: Int) -> UInt64? {
        precondition(byteCount >= 0)
        let product = UInt64(byteCount).multipliedFullWidth(by: UInt64(numerator))
        // A quotient of 64 bits: the division is defined exactly then.
        guard product.high < UInt64(denominator) else { return nil }
        let (quotient, remainder) = UInt64(denominator).dividingFullWidth(product)
        guard remainder > 0 else { return quotient }
        let (rounded, overflow) = quotient.addingReportingOverflow(1)
        return overflow ? nil : rounded
    }
}
