import RecountJSON
import RecountKernel

/// Which of the two seals of a statement.
public enum StatementSide: String, Sendable {
    /// The first, whose figures a statement begins with.
    case opening
    /// The second.
    case closing
}

/// A figure of an account in a dimension.
public enum BalanceFigure: String, CaseIterable, Sendable {
    case funded
    case withdrawn
    case spent
    case available
    case reserved
    case debt
}

extension Balance {
    /// Makes a balance of its figures.
    init<Failure: Error>(_ figure: (BalanceFigure) throws(Failure) -> UInt64) throws(Failure) {
        self.init(
            funded: try figure(.funded), withdrawn: try figure(.withdrawn), spent: try figure(.spent),
            available: try figure(.available), reserved: try figure(.reserved), debt: try figure(.debt))
    }

    subscript(figure: BalanceFigure) -> UInt64 {
        switch figure {
        case .funded: funded
        case .withdrawn: withdrawn
        case .spent: spent
        case .available: available
        case .reserved: reserved
        case .debt: debt
        }
    }
}

extension Dimension {
    /// All dimensions.
    static let inOrder: [Dimension] = [.calls, .tokens, .cost]

    /// The key of its figures in a statement, with their unit where the name does not say it.
    var key: StaticString {
        switch self {
        case .calls, .tokens: name
        case .cost: "cost_microcents"
        }
    }
}

extension PerDimension {
    /// Makes a value for each dimension.
    init<Failure: Error>(_ value: (Dimension) throws(Failure) -> Value) throws(Failure) {
        self.init(calls: try value(.calls), tokens: try value(.tokens), cost: try value(.cost))
    }
}
