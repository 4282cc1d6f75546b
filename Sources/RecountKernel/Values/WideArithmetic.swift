/// Products and quotients that need more than 64 bits on the way. The 128-bit types of the standard
/// library are not available on every freestanding target.
enum WideArithmetic {
    /// ⌈factor · other / divisor⌉, at most 2^64 − 1.
    ///
    /// - Precondition: `divisor` > 0.
    static func ceilingOfProduct(_ factor: UInt64, _ other: UInt64, dividedBy divisor: UInt64) -> UInt64 {
        let product = factor.multipliedFullWidth(by: other)
        guard product.high < divisor else { return .max }
        let quotient: UInt64
        let remainder: UInt64
        if product.high == 0 {
            (quotient, remainder) = product.low.quotientAndRemainder(dividingBy: divisor)
        } else {
            (quotient, remainder) = divisor.dividingFullWidth(product)
        }
        guard remainder > 0 else { return quotient }
        return quotient == .max ? .max : quotient + 1
    }

    /// ⌊factor · other / divisor⌋ as 128 bits.
    ///
    /// - Precondition: `divisor` > 0.
    static func floorOfProduct(_ factor: UInt64, _ other: UInt64, dividedBy divisor: UInt64) -> Wide {
        let product = factor.multipliedFullWidth(by: other)
        if product.high == 0 { return Wide(high: 0, low: product.low / divisor) }
        let (high, rest) = product.high.quotientAndRemainder(dividingBy: divisor)
        // rest < divisor, so the quotient fits in 64 bits.
        let low = divisor.dividingFullWidth((rest, product.low)).quotient
        return Wide(high: Int64(bitPattern: high), low: low)
    }
}

extension UInt64 {
    /// The lower word of a product, and whether there is more to it. The standard operation that reports an overflow needs
    /// a function of the compiler's runtime library on wasm32.
    func multipliedWithinWord(by other: UInt64) -> (partialValue: UInt64, overflow: Bool) {
        let product = multipliedFullWidth(by: other)
        return (product.low, product.high != 0)
    }
}

/// A signed 128-bit number in two's complement, for sums of a few terms below 2^126 each.
struct Wide: Equatable {
    private(set) var high: Int64
    private(set) var low: UInt64

    init(high: Int64, low: UInt64) {
        self.high = high
        self.low = low
    }

    init(_ value: UInt64) {
        self.init(high: 0, low: value)
    }

    /// `self − other`; the terms' bound keeps it in range.
    func subtracting(_ other: Wide) -> Wide {
        let (low, borrowed) = low.subtractingReportingOverflow(other.low)
        // Bound: see the type.
        return Wide(high: high &- other.high &- (borrowed ? 1 : 0), low: low)
    }

    /// The nearest Int64.
    var clamped: Int64 {
        if high == 0, low <= 0x7fff_ffff_ffff_ffff { return Int64(bitPattern: low) }
        if high == -1, low >= 0x8000_0000_0000_0000 { return Int64(bitPattern: low) }
        return high < 0 ? .min : .max
    }
}
