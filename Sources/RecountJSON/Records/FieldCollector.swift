import RecountKernel

/// A field by its path, such as `winner.cost_microcents`, with its value as text.
public struct NamedField: Equatable, Sendable {
    /// Names from the outermost group on, with dots between them; elements of lists by position.
    public let path: String
    /// The value as it would stand in JSON.
    public let value: String

    /// Makes a field.
    public init(path: String, value: String) {
        self.path = path
        self.value = value
    }
}

/// Collects fields in order, to compare two decisions field by field.
public struct FieldCollector: FieldVisitor {
    /// The fields so far.
    public private(set) var fields: [NamedField] = []

    private var prefixes: [String] = []
    private var elementCounts: [Int] = []
    private let longestList: Int
    /// How many elements around the present field stand beyond the longest list.
    private var omittedDepth = 0

    /// Makes a collector without fields.
    ///
    /// - Parameter longestList: of longer lists the first elements are collected, then, as `more`, how
    ///   many follow.
    public init(longestList: Int = .max) {
        self.longestList = longestList
    }

    /// All fields of a decision. O(fields).
    public static func fields(of decision: Decision) -> [NamedField] {
        var collector = FieldCollector()
        decision.visit(&collector)
        return collector.fields
    }

    /// Appends a field.
    public mutating func unsigned(_ name: StaticString, _ value: UInt64) { append(name, String(value)) }

    /// Appends a field.
    public mutating func signed(_ name: StaticString, _ value: Int64) { append(name, String(value)) }

    /// Appends a field.
    public mutating func flag(_ name: StaticString, _ value: Bool) { append(name, value ? "true" : "false") }

    /// Appends a field.
    public mutating func label(_ name: StaticString, _ value: StaticString) { append(name, value.description) }

    /// Appends a field.
    public mutating func text(_ name: StaticString, _ value: String) { append(name, value) }

    /// Appends a field.
    public mutating func identifier(_ name: StaticString, _ value: Identifier128) { append(name, value.hexadecimal) }

    /// Appends a field.
    public mutating func digest(_ name: StaticString, _ value: Digest) { append(name, value.hexadecimal) }

    /// Appends a field.
    public mutating func absent(_ name: StaticString) { append(name, "none") }

    /// Starts a group.
    public mutating func beginGroup(_ name: StaticString) { prefixes.append(name.description) }

    /// Ends a group.
    public mutating func endGroup() { prefixes.removeLast() }

    /// Starts a list.
    public mutating func beginList(_ name: StaticString) {
        prefixes.append(name.description)
        elementCounts.append(0)
    }

    /// Starts an element.
    public mutating func beginElement() {
        let position = elementCounts.removeLast()
        if position >= longestList { omittedDepth += 1 }
        prefixes.append(String(position))
    }

    /// Ends an element.
    public mutating func endElement() {
        let count = (Int(prefixes.removeLast()) ?? 0) + 1
        if count > longestList { omittedDepth -= 1 }
        elementCounts.append(count)
    }

    /// Ends a list.
    public mutating func endList() {
        let omittedCount = elementCounts.removeLast() - longestList
        if omittedCount > 0 { append("more", String(omittedCount)) }
        prefixes.removeLast()
    }

    /// Appends the field in microcents; dollars say the same again.
    public mutating func cost(_ name: CostField, _ value: Microcents) { unsigned(name.microcents, value.rawValue) }

    private mutating func append(_ name: StaticString, _ value: String) {
        guard omittedDepth == 0 else { return }
        let path = (prefixes + [name.description]).joined(separator: ".")
        fields.append(NamedField(path: path, value: value))
    }
}
