/// Elements with the memory to sort them by merging from the bottom up: O(n log n) at worst, without
/// recursion.
struct SortBuffer<Element: BitwiseCopyable>: ~Copyable {
    private let elements: UnsafeMutablePointer<Element>
    private let spare: UnsafeMutablePointer<Element>

    /// Takes room for so many elements from the region.
    ///
    /// - Returns: nil while measuring.
    init?(capacity: UInt32, of unused: Element, region: inout Region) {
        let elements = region.take(capacity.widened, of: unused)
        let spare = region.take(capacity.widened, of: unused)
        guard let elements, let spare else { return nil }
        self.elements = elements
        self.spare = spare
    }

    /// The element at a position below the capacity.
    subscript(position: UInt32) -> Element {
        get { elements[position.offset] }
        nonmutating set { elements[position.offset] = newValue }
    }

    /// Sorts the first `count` elements. O(count · log count).
    ///
    /// - Parameter precedes: a strict total order.
    func sort(count: UInt32, by precedes: (Element, Element) -> Bool) {
        var source = elements
        var target = spare
        var width: UInt32 = 1
        // Bound: counts are at most 2^28, so no sum below reaches 2^30.
        while width < count {
            var start: UInt32 = 0
            while start < count {
                let middle = min(start &+ width, count)
                let end = min(middle &+ width, count)
                Self.merge(source, into: target, start, middle, end, precedes)
                start = end
            }
            (source, target) = (target, source)
            width &*= 2
        }
        if source != elements { elements.update(from: source, count: count.offset) }
    }

    /// Merges the sorted runs from `start` and from `middle`.
    private static func merge(
        _ source: UnsafeMutablePointer<Element>, into target: UnsafeMutablePointer<Element>, _ start: UInt32,
        _ middle: UInt32, _ end: UInt32, _ precedes: (Element, Element) -> Bool
    ) {
        var left = start
        var right = middle
        for position in start..<end {
            // Bound: both stay at or below `end`.
            if left < middle, right == end || !precedes(source[right.offset], source[left.offset]) {
                target[position.offset] = source[left.offset]
                left &+= 1
            } else {
                target[position.offset] = source[right.offset]
                right &+= 1
            }
        }
    }
}
