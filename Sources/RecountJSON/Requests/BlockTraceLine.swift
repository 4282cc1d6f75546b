import RecountKernel

/// A request of a trace of context blocks, as Mooncake publishes them (FAST '25 traces): when it came,
/// how many tokens went in and out, and an id for each block of its input. Equal ids are equal content.
public struct BlockTraceLine: Equatable, Sendable {
    /// Tokens of every block but a request's last, which has the rest.
    public static let blockTokens: UInt64 = 512
    /// The keys of a line, all needed.
    public static let keys = ["timestamp", "input_length", "output_length", "hash_ids"]

    /// The most tokens of an input: a window has at most `Fragment.maximumCount` fragments.
    static let maximumInputTokens = UInt64(Fragment.maximumCount) * blockTokens

    /// When the request came in, in milliseconds.
    public var time: Milliseconds
    /// Its input, at least 1.
    public var inputTokens: UInt64
    /// What was really generated.
    public var outputTokens: UInt64
    /// The id of each block: ⌈input / 512⌉ of them.
    public var blocks: [UInt64]

    /// Reads one JSON object and nothing else. O(bytes).
    ///
    /// - Parameter bytes: the line; borrowed for the call.
    public init(parsing bytes: UnsafeRawBufferPointer) throws(RequestError) {
        var reader = JSONReader(bytes, maximumDepth: 2)
        var fields = Fields()
        do throws(JSONError) { try reader.beginObject() } catch { throw RequestError(error) }
        while let key = try reader.readKey() { try fields.read(key, from: &reader) }
        do throws(JSONError) { try reader.finish() } catch { throw RequestError(error) }
        let end = reader.offset
        time = Milliseconds(try Self.required(fields.time, "timestamp", at: end))
        inputTokens = try Self.required(fields.inputTokens, "input_length", at: end)
        outputTokens = try Self.required(fields.outputTokens, "output_length", at: end)
        let found = try Self.required(fields.blocks, "hash_ids", at: end)
        // Rounded up. Bound: the input has at most 2^24 tokens.
        let expected = (inputTokens + Self.blockTokens - 1) / Self.blockTokens
        guard UInt64(found.ids.count) == expected else {
            let problem = RequestError.Problem.wrongBlockCount(
                found.ids.count, inputTokens: inputTokens, expected: expected)
            throw RequestError(problem, at: found.offset)
        }
        blocks = found.ids
    }

    /// How many tokens the block at an index has. O(1).
    public func tokens(ofBlock index: Int) -> UInt64 {
        index < blocks.count - 1 ? Self.blockTokens : inputTokens - Self.blockTokens * UInt64(blocks.count - 1)
    }

    private static func required<Value>(_ value: Value?, _ key: String, at offset: Int) throws(RequestError) -> Value {
        guard let value else { throw RequestError(.missing(key), at: offset) }
        return value
    }

    /// What was read so far.
    private struct Fields {
        var time: UInt64?
        var inputTokens: UInt64?
        var outputTokens: UInt64?
        var blocks: (ids: [UInt64], offset: Int)?

        mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(RequestError) {
            switch key {
            case "timestamp" where time == nil: time = try reader.readCount(upTo: Milliseconds.maximum.rawValue)
            case "input_length" where inputTokens == nil: inputTokens = try input(from: &reader)
            case "output_length" where outputTokens == nil:
                outputTokens = try reader.readCount(upTo: Tokens.maximum.rawValue)
            case "hash_ids" where blocks == nil: blocks = try list(from: &reader)
            case "timestamp", "input_length", "output_length", "hash_ids":
                throw RequestError(.duplicateKey(key.string), at: key.offset)
            default: throw RequestError(.unknownKey(key.string), at: key.offset)
            }
        }

        private func input(from reader: inout JSONReader) throws(RequestError) -> UInt64 {
            let tokens: UInt64
            do throws(JSONError) {
                tokens = try reader.readCount(maximum: BlockTraceLine.maximumInputTokens)
            } catch {
                guard case .notAnInteger(let problem, _, let maximum) = error.reason else { throw RequestError(error) }
                let reason = JSONError.Reason.notAnInteger(problem, minimum: 1, maximum: maximum)
                throw RequestError(JSONError(reason: reason, offset: error.offset))
            }
            guard tokens > 0 else { throw RequestError(.emptyInput, at: reader.offset - 1) }
            return tokens
        }

        private func list(from reader: inout JSONReader) throws(RequestError) -> (ids: [UInt64], offset: Int) {
            do throws(JSONError) { try reader.beginArray() } catch { throw RequestError(error) }
            let offset = reader.offset - 1
            var ids: [UInt64] = []
            while try reader.hasElement() { ids.append(try reader.readCount(upTo: .max)) }
            return (ids, offset)
        }
    }
}
