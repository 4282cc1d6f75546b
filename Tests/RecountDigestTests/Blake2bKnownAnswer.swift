import Foundation

/// One line of the official known answers; the file's header has the rule for input and key.
struct Blake2bKnownAnswer {
    let key: [UInt8]
    let input: [UInt8]
    let digest: String

    /// All of them, in the file's order.
    static func all() throws -> [Blake2bKnownAnswer] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Resources/blake2b_known_answers.txt")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        return try lines.filter { !$0.hasPrefix("#") }.map(Blake2bKnownAnswer.init)
    }

    private init(line: Substring) throws {
        let fields = line.split(separator: " ")
        guard fields.count == 3, let byteCount = Int(fields[1]), (0...255).contains(byteCount) else {
            throw UnreadableLine(text: String(line))
        }
        switch fields[0] {
        case "keyed": key = (0..<64).map { UInt8($0) }
        case "unkeyed": key = []
        default: throw UnreadableLine(text: String(line))
        }
        input = (0..<byteCount).map { UInt8($0) }
        digest = String(fields[2])
    }

    /// A line that is not "keyed|unkeyed length digest".
    struct UnreadableLine: Error {
        let text: String
    }
}
