import RecountJSON

/// What an audit of a journal of calybris found.
struct CalybrisVerification {
    /// A place in the chain: its last entry.
    struct Head: Equatable {
        let sequence: UInt64
        let hash: String

        init(sequence: UInt64, hash: String) {
            self.sequence = sequence
            self.hash = hash
        }

        /// Reads `sequence:hash`, as the audit prints it.
        init?(text: String) {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].first != "+", let sequence = UInt64(parts[0]) else { return nil }
            let isHash = parts[1].utf8.count == 64 && parts[1].utf8.allSatisfy(Self.isDigit)
            guard isHash else { return nil }
            self.init(sequence: sequence, hash: parts[1].lowercased())
        }

        /// `sequence:hash`.
        var text: String { "\(sequence):\(hash)" }

        private static func isDigit(_ byte: UInt8) -> Bool {
            Character(UnicodeScalar(byte)).isHexDigit
        }
    }

    /// How often something was compared, and how often it was not as it should be.
    struct Tally: Equatable {
        var checkedCount: UInt64 = 0
        var differingCount: UInt64 = 0
    }

    /// How many lines there are.
    private(set) var recordCount: UInt64 = 0
    /// How many of the decisions have each action.
    private(set) var executedCount: UInt64 = 0
    private(set) var substitutedCount: UInt64 = 0
    private(set) var rejectedCount: UInt64 = 0
    /// How many differences there are.
    private(set) var differenceCount: UInt64 = 0
    /// The first of them.
    private(set) var differences: [CalybrisDifference] = []
    /// The last entry that could be read.
    var head: Head?
    /// What explains the differences, if one thing explains many.
    var note: String?

    private let keptCount: Int
    private var tallies = [Tally](repeating: Tally(), count: CalybrisCheck.allCases.count)

    /// Starts an audit that keeps so many differences.
    init(keepingDifferences keptCount: Int) { self.keptCount = keptCount }

    /// Whether nothing is wrong.
    var isValid: Bool { differenceCount == 0 }

    /// How a check went so far.
    subscript(check: CalybrisCheck) -> Tally { tallies[check.rawValue] }

    /// Counts a line.
    mutating func countRecord() { recordCount += 1 }

    /// Counts what a decision says is done.
    mutating func count(_ action: CalybrisDecision.Action) {
        switch action {
        case .executeRequested: executedCount += 1
        case .substitute: substitutedCount += 1
        case .reject: rejectedCount += 1
        }
    }

    /// Counts a check of one record with what it found.
    mutating func record(_ check: CalybrisCheck, _ found: [CalybrisDifference]) {
        tallies[check.rawValue].checkedCount += 1
        if !found.isEmpty { tallies[check.rawValue].differingCount += 1 }
        append(found)
    }

    /// Takes differences that belong to no check of a record.
    mutating func append(_ found: [CalybrisDifference]) {
        differenceCount += UInt64(found.count)
        differences += found.prefix(keptCount - differences.count)
    }
}
