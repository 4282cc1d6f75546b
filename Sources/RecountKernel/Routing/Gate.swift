/// A condition that a model must meet, in the order in which they are tested: the first that
/// fails counts in the histogram.
public enum Gate: UInt8, Sendable {
    /// Disabled by the policy or excluded by the request.
    case disabled = 0
    /// Quality below the request's minimum.
    case quality = 1
    /// Latency above the request's limit.
    case latency = 2
    /// A required capability is missing.
    case capability = 3
    /// The provider is not allowed.
    case provider = 4
    /// None of the required regions.
    case region = 5
    /// The request's risk is above the model's ceiling.
    case riskCeiling = 6
    /// Too many tokens for the context window, or too much output.
    case contextWindow = 7
    /// Cost above the request's limit.
    case cost = 8
    /// Utility of 0 or less.
    case utility = 9

    /// The number of gates.
    public static let count = 10

    /// The gate with the largest count; on equal counts the first in the order below.
    ///
    /// - Parameter count: how many models failed at a gate.
    @inline(__always)
    static func dominant(_ count: (Gate) -> UInt32) -> Gate {
        var best = (gate: Gate.disabled, count: count(.disabled))
        prefer(.utility, to: &best, count)
        prefer(.cost, to: &best, count)
        prefer(.contextWindow, to: &best, count)
        prefer(.latency, to: &best, count)
        prefer(.riskCeiling, to: &best, count)
        prefer(.quality, to: &best, count)
        prefer(.provider, to: &best, count)
        prefer(.region, to: &best, count)
        prefer(.capability, to: &best, count)
        return best.gate
    }

    @inline(__always)
    private static func prefer(_ gate: Gate, to best: inout (gate: Gate, count: UInt32), _ count: (Gate) -> UInt32) {
        let gateCount = count(gate)
        if gateCount > best.count { best = (gate, gateCount) }
    }
}

/// How many models failed at each gate.
public struct GateHistogram: Equatable, Sendable {
    private var counts: InlineArray<10, UInt32>

    /// No model failed.
    public init() {
        counts = InlineArray(repeating: 0)
    }

    /// The count of one gate.
    public subscript(gate: Gate) -> UInt32 {
        get { counts[UInt32(truncatingIfNeeded: gate.rawValue).offset] }
        set { counts[UInt32(truncatingIfNeeded: gate.rawValue).offset] = newValue }
    }

    /// The count of the gate with a number below `Gate.count`.
    subscript(at index: Int) -> UInt32 {
        get { counts[index] }
        set { counts[index] = newValue }
    }

    /// Whether all counts are equal.
    public static func == (left: Self, right: Self) -> Bool {
        for index in 0..<Gate.count where left.counts[index] != right.counts[index] { return false }
        return true
    }
}
