import RecountJSON

extension JSONValue {
    /// The value at a path of keys; null if there is none.
    public func value(at path: [String]) -> JSONValue {
        path.reduce(self) { $0[$1] ?? .null }
    }

    /// The same with the members of the object at a path edited.
    public func editingMembers(
        at path: [String], _ edit: (inout [JSONMember]) -> Void
    ) -> JSONValue {
        guard case .object(var members) = self else { preconditionFailure("no object at \(path)") }
        if let key = path.first {
            guard let index = members.firstIndex(where: { $0.key == key }) else { preconditionFailure("no \(key)") }
            members[index].value = members[index].value.editingMembers(at: Array(path.dropFirst()), edit)
        } else {
            edit(&members)
        }
        return .object(members)
    }

    /// The same with another value at a path.
    public func replacing(_ path: [String], with value: JSONValue) -> JSONValue {
        editingMembers(at: Array(path.dropLast())) { members in
            for index in members.indices where members[index].key == path.last { members[index].value = value }
        }
    }

    /// Another value of the same type: the integer beside, a text with another last character, the other flag.
    public var changed: JSONValue {
        switch self {
        case .number(let number):
            if let integer = Int64(number.text) { return .number(JSONNumber(integer == 0 ? 1 : integer - 1)) }
            guard let integer = UInt64(number.text) else { preconditionFailure("\(number) is no integer") }
            return .number(JSONNumber(integer - 1))
        case .string(let text): return .string(text.dropLast() + (text.hasSuffix("0") ? "1" : "0"))
        case .boolean(let flag): return .boolean(!flag)
        case .null: return .string("changed")
        case .array, .object: preconditionFailure("only single values change")
        }
    }

    /// Compact JSON.
    public var compactBytes: [UInt8] {
        var writer = JSONWriter(.compact)
        writer.value(self)
        return writer.bytes
    }
}
