/// What an import did not take over as it stands, nothing left out.
public struct ImportReport: Equatable, Sendable {
    /// An entry that was not imported.
    public struct SkippedEntry: Equatable, Sendable {
        /// The entry's name.
        public var entry: String
        /// The key that is the reason, if one is.
        public var key: String?
        /// Why.
        public var reason: SkipReason
    }

    /// A price of an imported entry that was not imported.
    public struct IgnoredPrice: Equatable, Sendable {
        /// The entry's name.
        public var entry: String
        /// The price's key.
        public var key: String
        /// Why.
        public var reason: IgnoredPriceReason
    }

    /// An assumption about an imported entry.
    public struct Assumption: Equatable, Sendable {
        /// The entry's name.
        public var entry: String
        /// What was assumed.
        public var assumption: ImportAssumption
    }

    /// How much of a report is shown.
    public enum Detail: Sendable {
        /// How often each reason came.
        case counts
        /// Every entry and key as well.
        case everything
    }

    /// How many entries were selected.
    public internal(set) var selectedCount = 0
    /// How many became models.
    public internal(set) var importedCount = 0
    /// The entries that did not, in the order of their names.
    public internal(set) var skippedEntries: [SkippedEntry] = []
    /// The prices that were left out, in the order of entries and of their keys in the file.
    public internal(set) var ignoredPrices: [IgnoredPrice] = []
    /// What was assumed, in the order of entries.
    public internal(set) var assumptions: [Assumption] = []

    /// A report of nothing.
    public init() {}

    /// Moves an entry that was read from the imported to the skipped ones.
    mutating func drop(_ entry: String, _ reason: SkipReason) {
        ignoredPrices.removeAll { $0.entry == entry }
        assumptions.removeAll { $0.entry == entry }
        skippedEntries.append(SkippedEntry(entry: entry, key: nil, reason: reason))
    }

    /// How many entries were skipped for a reason. O(entries).
    public func count(of reason: SkipReason) -> Int {
        skippedEntries.count { $0.reason == reason }
    }

    /// How many prices were ignored for a reason. O(prices).
    public func count(of reason: IgnoredPriceReason) -> Int {
        ignoredPrices.count { $0.reason == reason }
    }

    /// How many entries an assumption was made about. O(assumptions).
    public func count(of assumption: ImportAssumption) -> Int {
        assumptions.count { $0.assumption == assumption }
    }
}
