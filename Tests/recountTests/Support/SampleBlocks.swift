import RecountJSON

/// Lines of traces of context blocks.
enum SampleBlocks {
    /// The text of a line.
    static func text(
        _ blocks: [UInt64], at time: UInt64 = 0, lastTokens: UInt64 = 512, output: UInt64 = 10
    ) -> String {
        let input = UInt64(blocks.count - 1) * 512 + lastTokens
        let ids = blocks.map(String.init).joined(separator: ", ")
        return
            #"{"timestamp": \#(time), "input_length": \#(input), "output_length": \#(output), "hash_ids": [\#(ids)]}"#
    }

    /// A line as it is read.
    static func line(_ blocks: [UInt64], lastTokens: UInt64 = 512) throws -> BlockTraceLine {
        try Array(text(blocks, lastTokens: lastTokens).utf8).withUnsafeBytes { try BlockTraceLine(parsing: $0) }
    }
}
