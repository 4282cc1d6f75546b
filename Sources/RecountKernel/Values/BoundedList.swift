/// A list of at most `capacity` elements, kept in place.
public struct BoundedList<let capacity: Int, Element> {
    private var elements: InlineArray<capacity, Element>

    /// How many elements the list has, 0…capacity.
    public private(set) var count: Int

    /// Makes an empty list; `filler` stands in the unused places.
    public init(filler: Element) {
        elements = InlineArray(repeating: filler)
        count = 0
    }

    /// Whether nothing more can be appended.
    public var isFull: Bool { count == capacity }

    /// The element at a position below `count`.
    public subscript(position: Int) -> Element {
        get {
            precondition(position < count)
            return elements[position]
        }
        set {
            precondition(position < count)
            elements[position] = newValue
        }
    }

    /// Appends an element. O(1).
    ///
    /// - Returns: false, and the list is unchanged, if it is full.
    @discardableResult
    public mutating func append(_ element: Element) -> Bool {
        guard !isFull else { return false }
        elements[count] = element
        // Bound: count < capacity.
        count &+= 1
        return true
    }
}

extension BoundedList: Equatable where Element: Equatable {
    /// Whether both have equal elements in equal order.
    public static func == (left: Self, right: Self) -> Bool {
        guard left.count == right.count else { return false }
        for position in 0..<left.count where left[position] != right[position] { return false }
        return true
    }
}

extension BoundedList: Sendable where Element: Sendable {}

extension BoundedList: BitwiseCopyable where Element: BitwiseCopyable {}
