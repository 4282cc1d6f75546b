/// How large the tables are and how long the work is.
public enum Scale: String, Sendable {
    /// As docs/performance.md states it.
    case full
    /// Small enough for a test of a debug build.
    case quick
}

/// A number of things at either scale.
struct ScaledCount: Sendable {
    let full: Int
    let quick: Int

    /// Makes a number.
    init(_ full: Int, quick: Int) {
        self.full = full
        self.quick = quick
    }

    subscript(scale: Scale) -> Int {
        switch scale {
        case .full: full
        case .quick: quick
        }
    }
}
