import RecountKernel

/// Writes fields as members of the JSON object that is open in a writer.
///
/// Integers up to 2^53 are numbers; larger ones, which readers that use floating point would
/// change, are strings of decimal digits. Ids of 128 bits and digests are hexadecimal.
public struct JSONFieldWriter: FieldVisitor {
    /// Where the fields go.
    public var writer: JSONWriter

    private static let largestExactInteger: UInt64 = 1 << 53

    /// Makes a visitor that writes to `writer`.
    public init(_ writer: JSONWriter) {
        self.writer = writer
    }

    /// Writes a member with an integer.
    public mutating func unsigned(_ name: StaticString, _ value: UInt64) {
        writer.key(name)
        if value <= Self.largestExactInteger { writer.value(value) } else { writer.decimalString(value) }
    }

    /// Writes a member with an integer.
    public mutating func signed(_ name: StaticString, _ value: Int64) {
        writer.key(name)
        if value.magnitude <= Self.largestExactInteger { writer.value(value) } else { writer.decimalString(value) }
    }

    /// Writes a member with true or false.
    public mutating func flag(_ name: StaticString, _ value: Bool) {
        writer.key(name)
        writer.value(value)
    }

    /// Writes a member with a string.
    public mutating func label(_ name: StaticString, _ value: StaticString) {
        writer.key(name)
        writer.value(static: value)
    }

    /// Writes a member with a string.
    public mutating func text(_ name: StaticString, _ value: String) {
        writer.key(name)
        writer.value(value)
    }

    /// Writes a member with 32 hexadecimal digits.
    public mutating func identifier(_ name: StaticString, _ value: Identifier128) {
        writer.key(name)
        withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) { writer.hexadecimalString($0) }
    }

    /// Writes a member with 64 hexadecimal digits.
    public mutating func digest(_ name: StaticString, _ value: Digest) {
        writer.key(name)
        var words = value.words
        for index in 0..<4 { words[index] = words[index].littleEndian }
        withUnsafeBytes(of: words) { writer.hexadecimalString($0) }
    }

    /// Writes a member with null.
    public mutating func absent(_ name: StaticString) {
        writer.key(name)
        writer.null()
    }

    /// Starts a member with an object.
    public mutating func beginGroup(_ name: StaticString) {
        writer.key(name)
        writer.beginObject()
    }

    /// Ends the object.
    public mutating func endGroup() { writer.endObject() }

    /// Starts a member with an array.
    public mutating func beginList(_ name: StaticString) {
        writer.key(name)
        writer.beginArray()
    }

    /// Starts an object in the array.
    public mutating func beginElement() { writer.beginObject() }

    /// Ends the object.
    public mutating func endElement() { writer.endObject() }

    /// Ends the array.
    public mutating func endList() { writer.endArray() }

    /// Writes two members, in microcents and in US dollars.
    public mutating func cost(_ name: CostField, _ value: Microcents) {
        unsigned(name.microcents, value.rawValue)
        writer.key(name.dollars)
        writer.dollarString(microcents: value.rawValue)
    }
}
