/// Reads a document whose every key is known, and keeps the path for error messages.
struct DocumentReader {
    /// Whether an object's member was one that the document has.
    enum Member {
        case known
        case unknown
    }

    private enum Step {
        case key(String)
        case index(Int)
    }

    private var json: JSONReader
    private var steps: [Step] = []

    /// Reads one whole document.
    static func read<Result>(
        _ bytes: [UInt8],
        _ body: (inout DocumentReader) throws(DocumentError) -> Result
    ) throws(DocumentError) -> Result {
        try bytes.withUnsafeBufferPointer { buffer throws(DocumentError) in
            var reader = DocumentReader(json: JSONReader(UnsafeRawBufferPointer(buffer)))
            let result = try body(&reader)
            try reader.read { json throws(JSONError) in try json.finish() }
            return result
        }
    }

    private init(json: JSONReader) { self.json = json }

    // MARK: Containers

    /// Reads an object; `body` reads the value of each key it knows.
    mutating func object(
        _ body: (inout DocumentReader, String) throws(DocumentError) -> Member
    ) throws(DocumentError) {
        var keys: Set<String> = []
        try read { json throws(JSONError) in try json.beginObject() }
        while let text = try read({ json throws(JSONError) in try json.nextKey() }) {
            let key = text.string
            steps.append(.key(key))
            guard keys.insert(key).inserted else {
                throw error(.json(.duplicateKey(key)), at: text.offset)
            }
            guard try body(&self, key) == .known else { throw error(.unknownKey, at: text.offset) }
            steps.removeLast()
        }
    }

    /// Reads an array; `body` reads each element.
    ///
    /// - Parameter limit: with more elements the array is refused before they are read.
    mutating func array<Element>(
        limit: Int = .max, _ body: (inout DocumentReader) throws(DocumentError) -> Element
    ) throws(DocumentError) -> [Element] {
        var elements: [Element] = []
        try read { json throws(JSONError) in try json.beginArray() }
        while try read({ json throws(JSONError) in try json.nextElement() }) {
            steps.append(.index(elements.count))
            guard elements.count < limit else { throw error(.tooMany(limit: limit), at: valueOffset) }
            elements.append(try body(&self))
            steps.removeLast()
        }
        return elements
    }

    // MARK: Values

    /// Reads a number; where it may have 64 bits, also a string of decimal digits, which is how numbers above 2^53
    /// are written.
    mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>(
        upTo maximum: Integer = .max
    ) throws(DocumentError) -> Integer {
        let value = try read { json throws(JSONError) in
            guard Integer.bitWidth == UInt64.bitWidth else { return try json.readUInt64(maximum: UInt64(maximum)) }
            return try json.readCount(maximum: UInt64(maximum))
        }
        return Integer(truncatingIfNeeded: value)
    }

    /// The kind of the next value, which is not read.
    mutating func peekKind() throws(DocumentError) -> JSONKind {
        try read { json throws(JSONError) in try json.peekKind() }
    }

    mutating func boolean() throws(DocumentError) -> Bool {
        try read { json throws(JSONError) in try json.readBoolean() }
    }

    mutating func string() throws(DocumentError) -> String {
        try read { json throws(JSONError) in try json.readString() }
    }

    /// Reads a name of a model, a provider or a region.
    mutating func name() throws(DocumentError) -> String {
        let start = valueOffset
        let name = try string()
        try demandName(name, at: start)
        return name
    }

    /// Demands that a text, a value or a key, can be a name.
    func demandName(_ name: String, at start: Int) throws(DocumentError) {
        guard !name.isEmpty else { throw error(.emptyName, at: start) }
        guard name.utf8.count <= PolicyDocument.maximumNameBytes else {
            throw error(.nameTooLong(maximumBytes: PolicyDocument.maximumNameBytes), at: start)
        }
    }

    /// Reads an array of names of regions, each once.
    mutating func regionNames() throws(DocumentError) -> [String] {
        var names = UniqueNames(what: "the region")
        return try array { reader throws(DocumentError) in
            let start = reader.valueOffset
            let name = try reader.name()
            try names.insert("\"\(name)\"", reader, at: start)
            return name
        }
    }

    /// Reads an object of any members.
    mutating func freeObject() throws(DocumentError) -> [JSONMember] {
        try read { json throws(JSONError) in
            try json.expect(.object)
            guard case .object(let members) = try JSONValue(from: &json) else { return [] }
            return members
        }
    }

    /// Reads `format` or `version` and demands that it is this document's.
    mutating func demandFormat(_ expected: String) throws(DocumentError) {
        let start = valueOffset
        guard try string() == expected else {
            throw error(.notThisDocument(expected: "\"\(expected)\""), at: start)
        }
    }

    /// Reads `version` and demands that it is the one this program knows.
    mutating func demandVersion(_ expected: UInt64) throws(DocumentError) {
        let start = valueOffset
        let found: UInt64 = try integer()
        guard found == expected else { throw error(.notThisDocument(expected: "\(expected)"), at: start) }
    }

    // MARK: Errors

    /// Offset of the next value, for an error found after it has been read.
    var valueOffset: Int {
        mutating get {
            json.skipWhiteSpace()
            return json.offset
        }
    }

    /// The value of a key that has to be there.
    ///
    /// - Parameters:
    ///   - value: what was read, nil if the key never came.
    ///   - key: the key.
    ///   - start: where its object starts.
    func require<Value>(_ value: Value?, _ key: String, from start: Int) throws(DocumentError) -> Value {
        guard let value else { throw error(.missing(key: key), at: start) }
        return value
    }

    /// An error at the path that is being read.
    func error(_ problem: DocumentError.Problem, at offset: Int) -> DocumentError {
        DocumentError(problem: problem, path: path, position: TextPosition(of: offset, in: json.bytes))
    }

    private var path: String {
        var result = ""
        for step in steps {
            switch step {
            case .key(let key): result += result.isEmpty ? key : "." + key
            case .index(let index): result += "[\(index)]"
            }
        }
        return result
    }

    private mutating func read<Result>(
        _ body: (inout JSONReader) throws(JSONError) -> Result
    ) throws(DocumentError) -> Result {
        do {
            return try body(&json)
        } catch {
            throw self.error(.json(error.reason), at: error.offset)
        }
    }
}
