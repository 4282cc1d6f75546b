extension JSONReader {
    /// Enters the next value, an object; `nextKey` then gives its members.
    ///
    /// - Throws: `wrongType`, `tooDeep`, `unexpectedByte`, `unexpectedEnd`.
    public mutating func beginObject() throws(JSONError) {
        try open(.object)
        arrayBits &= ~topBit
    }

    /// Enters the next value, an array; `nextElement` then tells whether an element follows.
    ///
    /// - Throws: `wrongType`, `tooDeep`, `unexpectedByte`, `unexpectedEnd`.
    public mutating func beginArray() throws(JSONError) {
        try open(.array)
        arrayBits |= topBit
    }

    /// Reads the next key of the object that was entered last, up to and with its colon; nil, and the
    /// object is left, if it has no more.
    ///
    /// - Throws: `unexpectedByte`, `unexpectedEnd`, and the errors of strings.
    public mutating func nextKey() throws(JSONError) -> JSONText? {
        precondition(depth > 0 && !isInArray, "in an object")
        if try endsOrSeparates(closing: UInt8(ascii: "}"), expected: "',' or '}'") { return nil }
        let byte = try nextByte()
        guard byte == UInt8(ascii: "\"") else {
            throw error(.unexpectedByte(byte, expected: "a key in double quotes"))
        }
        let key = try scanText()
        let separator = try nextByte()
        guard separator == UInt8(ascii: ":") else { throw error(.unexpectedByte(separator, expected: "':'")) }
        offset += 1
        return key
    }

    /// Whether the array that was entered last has a further element, to be read next; if not, the
    /// array is left.
    ///
    /// - Throws: `unexpectedByte`, `unexpectedEnd`.
    public mutating func nextElement() throws(JSONError) -> Bool {
        precondition(depth > 0 && isInArray, "in an array")
        return try !endsOrSeparates(closing: UInt8(ascii: "]"), expected: "',' or ']'")
    }

    /// Whether the container that was entered last is an array.
    var isInArray: Bool { arrayBits & topBit != 0 }

    private var topBit: UInt64 { 1 &<< UInt64(truncatingIfNeeded: depth &- 1) }

    private mutating func open(_ kind: JSONKind) throws(JSONError) {
        try expect(kind)
        guard depth < maximumDepth else { throw error(.tooDeep(limit: maximumDepth)) }
        offset += 1
        depth += 1
        startedBits &= ~topBit
    }

    /// Passes over the comma before a member, or the end of the container; true if it was the end.
    private mutating func endsOrSeparates(closing: UInt8, expected: StaticText) throws(JSONError) -> Bool {
        let byte = try nextByte()
        if byte == closing {
            offset += 1
            depth -= 1
            return true
        }
        if startedBits & topBit == 0 {
            startedBits |= topBit
            return false
        }
        guard byte == UInt8(ascii: ",") else { throw error(.unexpectedByte(byte, expected: expected)) }
        offset += 1
        return false
    }
}
