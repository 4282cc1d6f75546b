/// What elements are ordered by, with the number of the element.
struct SortKey: Comparable, BitwiseCopyable {
    var major: UInt64
    var minor: UInt64
    var index: UInt32

    static var unused: SortKey { SortKey(major: 0, minor: 0, index: 0) }

    /// By both keys, then by the elements' numbers: a total order.
    static func < (left: Self, right: Self) -> Bool {
        if left.major != right.major { return left.major < right.major }
        return left.minor != right.minor ? left.minor < right.minor : left.index < right.index
    }
}
