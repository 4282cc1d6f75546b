/// An entry of a list that names each model at most once.
public protocol ListedByModel {
    /// The model that the entry is about.
    var model: ModelID { get }
}

extension ModelID: ListedByModel {
    /// The model itself.
    public var model: ModelID { self }
}

/// At most `capacity` entries in strictly ascending order of their models.
public struct AscendingModelList<let capacity: Int, Entry: ListedByModel> {
    private var entries: BoundedList<capacity, Entry>

    /// Makes an empty list; `filler` stands in the unused places.
    public init(filler: Entry) {
        entries = BoundedList(filler: filler)
    }

    /// How many entries the list has.
    public var count: Int { entries.count }

    /// The entry at a position below `count`.
    public subscript(position: Int) -> Entry { entries[position] }

    /// Appends an entry. O(1).
    ///
    /// - Returns: false, and the list is unchanged, if it is full or the entry's model does not
    ///   come after the last one's.
    @discardableResult
    public mutating func append(_ entry: Entry) -> Bool {
        if count > 0, entry.model <= entries[count &- 1].model { return false }
        return entries.append(entry)
    }

    /// The entry of a model, or nil. O(capacity).
    public func entry(for model: ModelID) -> Entry? {
        for position in 0..<count where entries[position].model == model { return entries[position] }
        return nil
    }
}

extension AscendingModelList: Equatable where Entry: Equatable {
    /// Whether both have equal entries.
    public static func == (left: Self, right: Self) -> Bool { left.entries == right.entries }
}

extension AscendingModelList: Sendable where Entry: Sendable {}
