import RecountJSON
import RecountKernel

/// How often each of several things happened, in the order of their names.
struct OutcomeCounts {
    private var counts: [String: Int] = [:]

    /// Counts one.
    mutating func add(_ name: String) { counts[name, default: 0] += 1 }

    /// The sum of all counts.
    var total: Int { counts.values.reduce(0, +) }

    /// All names with their counts, the largest first, then by name.
    var sorted: [(name: String, count: Int)] {
        counts.map { (name: $0.key, count: $0.value) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.name < $1.name }
    }
}

extension Refusal {
    /// The reason, with the dimension if it has one.
    var outcomeName: String {
        guard case .budget(_, let dimension, _, _) = detail else { return reason.name.description }
        return "\(reason.name) (\(dimension.name))"
    }
}
