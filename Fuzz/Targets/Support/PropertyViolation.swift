/// A property that does not hold of an input. libFuzzer reports it as a crash, a test as a failure.
public struct PropertyViolation: Error, CustomStringConvertible {
    /// What does not hold, with the values that show it.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Demands that a property holds.
func require(_ holds: Bool, _ otherwise: @autoclosure () -> String) throws(PropertyViolation) {
    if !holds { throw PropertyViolation(otherwise()) }
}
