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
        // Shorter runs are sorted faster by insertion than by merging.
        var width: UInt32 = 8
        var start: UInt32 = 0
        // Bound: counts are at most 2^28, so no sum below reaches 2^30.
        while start < count {
            let end = min(start &+ width, count)
            sortByInsertion(start, end, precedes)
            start = end
        }
        while width < count {
            start = 0
            while start &+ width < count {
                let middle = start &+ width
                let end = min(middle &+ width, count)
                if precedes(self[middle.offset], self[middle.offset &- 1]) {
                    merge(start, middle, end, spare, precedes)
                }
                start = end
            }
            width &*= 2
        }
    }

    private func sortByInsertion(_ start: UInt32, _ end: UInt32, _ precedes: (Pointee, Pointee) -> Bool) {
        // Bound: start is below end.
        for position in (start &+ 1)..<end {
            let element = self[position.offset]
            var hole = position
            while hole > start, precedes(element, self[hole.offset &- 1]) {
                self[hole.offset] = self[hole.offset &- 1]
                hole &-= 1
            }
            self[hole.offset] = element
        }
    }

    /// Merges the sorted runs from `start` and from `middle`.
    private func merge(
        _ start: UInt32, _ middle: UInt32, _ end: UInt32, _ spare: Self, _ precedes: (Pointee, Pointee) -> Bool
    ) {
        // Bound: start is below middle, and all positions stay at or below `end`.
        let leftCount = middle &- start
        spare.update(from: self + start.offset, count: leftCount.offset)
        var left: UInt32 = 0
        var right = middle
        var position = start
        while left < leftCount {
            if right < end, precedes(self[right.offset], spare[left.offset]) {
                self[position.offset] = self[right.offset]
                right &+= 1
            } else {
                self[position.offset] = spare[left.offset]
                left &+= 1
            }
            position &+= 1
        }
    }
}
