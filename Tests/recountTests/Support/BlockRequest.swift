import Foundation

/// A line of a trace of context blocks, read by Foundation, with what earlier lines tell of it, worked
/// out apart from the tool.
struct BlockRequest {
    let time: Int128
    let blocks: [UInt64]
    let input: Int128
    let output: Int128
    /// How many leading blocks some earlier line has.
    let seenCount: Int
    /// The number of the first line with the same second block: all lines of these traces share the
    /// first block and no other.
    let conversation: Int

    static func all(_ path: String) throws -> [BlockRequest] {
        var seen: Set<UInt64> = []
        var firstLines: [UInt64: Int] = [:]
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        return try zip(1..., lines).map { number, line in
            let object = try JSONObject(parsing: Array(line.utf8))
            let blocks = (object.members["hash_ids"] as? [NSNumber] ?? []).map(\.uint64Value)
            let seenCount = blocks.prefix { seen.contains($0) }.count
            seen.formUnion(blocks)
            let conversation = firstLines[blocks[1], default: number]
            firstLines[blocks[1]] = conversation
            return BlockRequest(
                time: object.integer("timestamp"), blocks: blocks, input: object.integer("input_length"),
                output: object.integer("output_length"), seenCount: seenCount, conversation: conversation)
        }
    }

    func tokens(at index: Int) -> Int128 {
        index < blocks.count - 1 ? 512 : input - 512 * Int128(blocks.count - 1)
    }
}
