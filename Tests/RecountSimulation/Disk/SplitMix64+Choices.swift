import RecountTestSupport

extension SplitMix64 {
    /// Whether one of `hits` in `draws` equal chances came up.
    package mutating func chance(_ hits: UInt64, in draws: UInt64) -> Bool { uniform(1...draws) <= hits }

    /// A whole number of a range.
    package mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(uniform(0...UInt64(range.upperBound - range.lowerBound)))
    }

    /// One of some things, each as likely as the others.
    ///
    /// - Precondition: there is one.
    package mutating func choice<Element>(of elements: [Element]) -> Element {
        elements[number(0...elements.count - 1)]
    }
}
