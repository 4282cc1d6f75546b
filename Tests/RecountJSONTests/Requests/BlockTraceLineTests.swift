import RecountJSON
import RecountKernel
import Testing

@Suite("Lines of traces of context blocks")
struct BlockTraceLineTests {
    @Test("members stand in any order, numbers may be strings")
    func members() throws {
        let line = try Self.line(
            #"{"hash_ids": [18446744073709551615, "7", 0], "output_length": 3, "input_length": "1025","timestamp": 9}"#
        )
        #expect(line.time == Milliseconds(9))
        #expect(line.inputTokens == 1_025 && line.outputTokens == 3)
        #expect(line.blocks == [.max, 7, 0])
        #expect((0..<3).map(line.tokens(ofBlock:)) == [512, 512, 1])
    }

    @Test("the last block has the rest", arguments: [(1, 1), (511, 511), (512, 512)] as [(UInt64, UInt64)])
    func lastBlock(input: UInt64, last: UInt64) throws {
        let text = #"{"timestamp": 0, "input_length": \#(input), "output_length": 0, "hash_ids": [5]}"#
        #expect(try Self.line(text).tokens(ofBlock: 0) == last)
    }

    @Test("ids must be as many as the blocks of the input", arguments: [(0, 1), (2, 1), (1, 513), (3, 1_024)])
    func wrongCount(found: Int, input: UInt64) throws {
        let ids = (0..<found).map(String.init).joined(separator: ",")
        let text = #"{"timestamp": 0, "input_length": \#(input), "output_length": 0, "hash_ids": [\#(ids)]}"#
        let expected = (input + 511) / 512
        let offset = try #require(text.utf8.firstIndex(of: UInt8(ascii: "["))).utf16Offset(in: text)
        let problem = RequestError.Problem.wrongBlockCount(found, inputTokens: input, expected: expected)
        #expect(throws: RequestError(problem, at: offset)) { try Self.line(text) }
    }

    @Test("a request has an input, and no more than a window has fragments")
    func inputRange() throws {
        let text = #"{"timestamp": 0, "input_length": 0, "output_length": 0, "hash_ids": []}"#
        #expect(throws: RequestError(.emptyInput, at: 33)) { try Self.line(text) }
        let large = #"{"timestamp": 0, "input_length": 16777217, "output_length": 0, "hash_ids": []}"#
        #expect(throws: RequestError.self) { try Self.line(large) }
    }

    private static func line(_ text: String) throws -> BlockTraceLine {
        try Array(text.utf8).withUnsafeBytes { try BlockTraceLine(parsing: $0) }
    }
}
