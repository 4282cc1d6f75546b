import Foundation

/// The lines of `recount inspect`, read by Foundation, with numbers that are sums of nobody else.
struct RecordLine {
    private let members: [String: Any]

    init(_ line: Substring) throws {
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        guard let members = value as? [String: Any] else { throw CocoaError(.coderReadCorrupt) }
        self.members = members
    }

    /// All lines of an output.
    static func all(_ output: String) throws -> [RecordLine] {
        try output.split(separator: "\n").map(RecordLine.init)
    }

    var command: JSONObject? { (members["command"] as? [String: Any]).map(JSONObject.init) }
    var decision: JSONObject { JSONObject(members["decision"] as? [String: Any] ?? [:]) }
    var sequence: Int? { members["sequence"] as? Int }
    /// The kernel's time after the step.
    var time: Int128 { JSONObject(members).integer("effective_time_ms") }
}

/// A JSON object of numbers, strings and objects.
struct JSONObject {
    let members: [String: Any]

    init(_ members: [String: Any]) { self.members = members }

    init(parsing bytes: [UInt8]) throws {
        guard let members = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else {
            throw CocoaError(.coderReadCorrupt)
        }
        self.members = members
    }

    subscript(key: String) -> String? { members[key] as? String }
    func object(_ key: String) -> JSONObject { JSONObject(members[key] as? [String: Any] ?? [:]) }
    func objects(_ key: String) -> [JSONObject] { (members[key] as? [[String: Any]] ?? []).map(JSONObject.init) }

    /// An integer, written as a number or, beyond 2^53, as a string; -1 if it is neither.
    func integer(_ key: String) -> Int128 {
        if let text = members[key] as? String { return Int128(text) ?? -1 }
        return (members[key] as? Int).map { Int128($0) } ?? -1
    }

    func boolean(_ key: String) -> Bool? { members[key] as? Bool }
}
