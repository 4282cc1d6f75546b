/// Reads objects whose fields must all be there, each once, in one order, and keeps the path for errors.
struct CalybrisObjectReader {
    /// The fields of the object that is being read.
    struct Fields {
        let names: [StaticString]
        var position = 0
    }

    private var json: JSONReader
    private var path: [StaticString]
    /// Where the bytes stand in what errors count from.
    private let baseOffset: Int

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - bytes: the text; borrowed.
    ///   - path: where the text stands in the line.
    ///   - baseOffset: and at which byte of it.
    init(_ bytes: UnsafeRawBufferPointer, path: [StaticString] = [], baseOffset: Int = 0) {
        json = JSONReader(bytes)
        self.path = path
        self.baseOffset = baseOffset
    }

    /// Where the next value starts.
    var valueOffset: Int {
        mutating get {
            json.skipWhiteSpace()
            return json.offset
        }
    }

    /// The bytes from `start` to what has been read.
    func bytes(from start: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: json.bytes[start..<json.offset])
    }

    // MARK: Objects

    /// Reads an object; `body` reads its fields in their order.
    mutating func object(
        _ names: [StaticString],
        _ body: (inout CalybrisObjectReader, inout Fields) throws(CalybrisRecordError) -> Void
    ) throws(CalybrisRecordError) {
        var fields = Fields(names: names)
        try read { json throws(JSONError) in try json.beginObject() }
        try body(&self, &fields)
        if let text = try read({ json throws(JSONError) in try json.nextKey() }) {
            throw misplaced(text, among: fields)
        }
    }

    /// Whether the next value is an object whose first field has this name. Reads nothing.
    func startsObject(with name: StaticString) -> Bool {
        var copy = json
        do {
            try copy.beginObject()
            return try copy.nextKey()?.matches(name) ?? false
        } catch {
            return false
        }
    }

    /// Reads the next field of an object.
    mutating func field<Value>(
        of fields: inout Fields,
        _ body: (inout CalybrisObjectReader) throws(CalybrisRecordError) -> Value
    ) throws(CalybrisRecordError) -> Value {
        let name = fields.names[fields.position]
        guard let text = try read({ json throws(JSONError) in try json.nextKey() }) else {
            throw error(.missingField(found: nil), in: name.description, at: json.offset)
        }
        guard text.matches(name) else { throw misplaced(text, among: fields) }
        fields.position += 1
        path.append(name)
        let value = try body(&self)
        path.removeLast()
        return value
    }

    /// Reads an object of fields alone.
    mutating func readFields<Object: CalybrisObject>(of object: inout Object) throws(CalybrisRecordError) {
        var filled = object
        try self.object(Object.fieldNames) { reader, fields throws(CalybrisRecordError) in
            var visitor = CalybrisFieldReader(reader: reader, fields: fields)
            try filled.visitFields(&visitor)
            reader = visitor.reader
            fields = visitor.fields
        }
        object = filled
    }

    /// Demands that nothing is left.
    mutating func finish() throws(CalybrisRecordError) {
        try read { json throws(JSONError) in try json.finish() }
    }

    /// Why a key cannot come next: the object does not have it, or has had it, or has another before it.
    private func misplaced(_ text: JSONText, among fields: Fields) -> CalybrisRecordError {
        let found = text.string
        let position = fields.names.firstIndex { $0.description == found }
        guard let position else { return error(.unknownField, in: found, at: text.offset) }
        guard position >= fields.position else { return error(.duplicateField, in: found, at: text.offset) }
        let expected = fields.names[fields.position].description
        return error(.missingField(found: found), in: expected, at: text.offset)
    }

    // MARK: Values

    mutating func integer<Integer: FixedWidthInteger>() throws(CalybrisRecordError) -> Integer {
        try read { json throws(JSONError) in try json.readInteger() }
    }

    mutating func boolean() throws(CalybrisRecordError) -> Bool {
        try read { json throws(JSONError) in try json.readBoolean() }
    }

    mutating func string() throws(CalybrisRecordError) -> String {
        try read { json throws(JSONError) in try json.readString() }
    }

    mutating func variant<Variant: CalybrisVariant>() throws(CalybrisRecordError) -> Variant {
        let text = try read { json throws(JSONError) in try json.readText() }
        guard let variant = Variant.allCases.first(where: { text.matches($0.name) }) else {
            throw CalybrisRecordError(
                .unknownVariant(text.string), path: joined(path), at: baseOffset + text.offset)
        }
        return variant
    }

    /// Passes over any value.
    mutating func anything() throws(CalybrisRecordError) {
        try read { json throws(JSONError) in try json.skipValue() }
    }

    // MARK: Errors

    private func error(
        _ problem: CalybrisRecordError.Problem, in name: String, at offset: Int
    ) -> CalybrisRecordError {
        let parent = joined(path)
        return CalybrisRecordError(
            problem, path: parent.isEmpty ? name : parent + "." + name, at: baseOffset + offset)
    }

    private func joined(_ path: [StaticString]) -> String { path.map(\.description).joined(separator: ".") }

    private mutating func read<Result>(
        _ body: (inout JSONReader) throws(JSONError) -> Result
    ) throws(CalybrisRecordError) -> Result {
        do {
            return try body(&json)
        } catch {
            throw CalybrisRecordError(.json(error.reason), path: joined(path), at: baseOffset + error.offset)
        }
    }
}

/// Fills the fields of an object in their order.
private struct CalybrisFieldReader: CalybrisFieldVisitor {
    typealias Failure = CalybrisRecordError

    var reader: CalybrisObjectReader
    var fields: CalybrisObjectReader.Fields

    mutating func integer<Integer: FixedWidthInteger>(
        _ name: StaticString, _ value: inout Integer
    ) throws(CalybrisRecordError) {
        value = try reader.field(of: &fields) { reader throws(CalybrisRecordError) in try reader.integer() }
    }

    mutating func variant<Variant: CalybrisVariant>(
        _ name: StaticString, _ value: inout Variant
    ) throws(CalybrisRecordError) {
        value = try reader.field(of: &fields) { reader throws(CalybrisRecordError) in try reader.variant() }
    }
}
