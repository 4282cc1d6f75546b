extension Benchmark {
    /// All benchmarks, in the order in which they run.
    public static let all: [Benchmark] = [
        routing, routingVariants, stampedRouting, budgets, stampedBudgets, conservation, locks, contexts, digests,
        journals, statements, curves, worstCases,
    ].flatMap(\.self)

    /// The benchmarks of names, or of the groups that names stand for: `route.mixed` is every `route.mixed.…`.
    ///
    /// - Returns: all of them for no name, each once, in the order in which they run.
    /// - Throws: `unknownName`.
    public static func named(_ names: [String]) throws(BenchmarkError) -> [Benchmark] {
        for name in names where !all.contains(where: { $0.isNamed(name) }) { throw .unknownName(name) }
        return names.isEmpty ? all : all.filter { benchmark in names.contains { benchmark.isNamed($0) } }
    }

    private func isNamed(_ name: String) -> Bool { self.name == name || self.name.hasPrefix(name + ".") }
}
