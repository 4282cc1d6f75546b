/// Elements with the memory to sort them.
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
        elements.sort(count: count, spare: spare, by: precedes)
    }
}

extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
    /// Sorts so many elements by merging runs from the bottom up: O(n log n) at worst, without recursion, and two
    /// comparisons for each element where all are in order already.
    ///
    /// - Parameters:
    ///   - spare: room for as many elements, with any content.
    ///   - precedes: a strict total order.
    func sort(count: UInt32, spare: Self, by precedes: (Pointee, Pointee) -> Bool) {
        let count = count.offset
        // Shorter runs are sorted faster by insertion than by merging.
        var width = 8
        var start = 0
        // Bound: counts are at most 2^28, so no sum below reaches 2^30.
        while start < count {
            (self + start).sortByInsertion(end: self + min(start &+ width, count), precedes)
            start &+= width
        }
        while width < count {
            start = 0
            while start &+ width < count {
                let middle = self + (start &+ width)
                if precedes(middle.pointee, (middle - 1).pointee) {
                    let end = self + min(start &+ width &+ width, count)
                    (self + start).merge(middle: middle, end: end, spare, precedes)
                }
                start &+= width &+ width
            }
            width &+= width
        }
    }

    private func sortByInsertion(end: Self, _ precedes: (Pointee, Pointee) -> Bool) {
        var next = self + 1
        while next < end {
            let element = next.pointee
            var hole = next
            while hole > self, precedes(element, (hole - 1).pointee) {
                hole.pointee = (hole - 1).pointee
                hole -= 1
            }
            hole.pointee = element
            next += 1
        }
    }

    /// Merges the sorted runs from here and from `middle`.
    private func merge(middle: Self, end: Self, _ spare: Self, _ precedes: (Pointee, Pointee) -> Bool) {
        let leftCount = middle - self
        spare.update(from: self, count: leftCount)
        let leftEnd = spare + leftCount
        var (left, right, target) = (spare, middle, self)
        // What remains on the right stands where it belongs.
        while left < leftEnd {
            if right < end, precedes(right.pointee, left.pointee) {
                target.pointee = right.pointee
                right += 1
            } else {
                target.pointee = left.pointee
                left += 1
            }
            target += 1
        }
    }
}
