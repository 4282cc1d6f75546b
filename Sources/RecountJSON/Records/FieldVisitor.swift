import RecountKernel

/// Receives the named fields of a command, a decision or a record one after another. The names are
/// those of JSON: one list of them serves the JSON lines, the divergences and the explanations.
public protocol FieldVisitor {
    /// A count, an id or an amount.
    mutating func unsigned(_ name: StaticString, _ value: UInt64)
    /// A number that may be negative.
    mutating func signed(_ name: StaticString, _ value: Int64)
    /// Whether something is so.
    mutating func flag(_ name: StaticString, _ value: Bool)
    /// A value of an enumeration.
    mutating func label(_ name: StaticString, _ value: StaticString)
    /// A text for people.
    mutating func text(_ name: StaticString, _ value: String)
    /// A 128-bit id.
    mutating func identifier(_ name: StaticString, _ value: Identifier128)
    /// A digest.
    mutating func digest(_ name: StaticString, _ value: Digest)
    /// Something that is not there.
    mutating func absent(_ name: StaticString)
    /// Starts a group of fields.
    mutating func beginGroup(_ name: StaticString)
    /// Ends the group that was started last.
    mutating func endGroup()
    /// Starts a list of groups.
    mutating func beginList(_ name: StaticString)
    /// Starts an element of the list that was started last.
    mutating func beginElement()
    /// Ends the element that was started last.
    mutating func endElement()
    /// Ends the list that was started last.
    mutating func endList()
    /// An amount of money, in microcents; renderings for people add US dollars.
    mutating func cost(_ name: CostField, _ value: Microcents)
}

/// The fields that are money, with the name of their rendering in US dollars beside them.
public struct CostField: Sendable {
    /// Name of the field in microcents.
    public let microcents: StaticString
    /// Name of the same amount in US dollars.
    public let dollars: StaticString

    /// The cost of something.
    public static let cost = CostField(microcents: "cost_microcents", dollars: "cost_usd")
    /// The most that something may cost.
    public static let costLimit = CostField(microcents: "cost_limit_microcents", dollars: "cost_limit_usd")
}

extension FieldVisitor {
    /// The three dimensions of an amount as a group.
    public mutating func amounts(_ name: StaticString, _ value: Amounts) {
        beginGroup(name)
        unsigned("calls", value[.calls])
        unsigned("tokens", value[.tokens])
        cost(.cost, Microcents(value[.cost]))
        endGroup()
    }

    /// A number or nothing.
    mutating func optional(_ name: StaticString, _ value: UInt64?) {
        if let value { unsigned(name, value) } else { absent(name) }
    }
}
