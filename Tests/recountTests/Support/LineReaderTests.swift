import Testing

@testable import recount

/// Lines of files, against a reader that splits the whole text.
@Suite struct LineReaderTests {
    @Test(arguments: [
        "", "\n", "\n\n", "\r\n", "\r", "a", "a\n", "a\r\n", "a\rb\n", "\na\n\nb", "a\nb\nc\n", "a\r\r\n",
        "ä\u{0}\nb\n",
        String(repeating: "0123456789\n", count: 200_000),
    ])
    func linesAreThoseOfTheWholeText(text: String) throws {
        let scratch = try ScratchDirectory()
        var reader = try LineReader(path: try scratch.write(text, to: "text"))
        var expected: [(number: Int, line: [UInt8])] = []
        for (index, line) in Array(text.utf8).split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let content = line.last == 0x0D ? line.dropLast() : line
            if !content.isEmpty { expected.append((index + 1, Array(content))) }
        }
        for (number, line) in expected {
            let found = try reader.next { Array($0) }
            guard found == line, reader.lineNumber == number else {
                Issue.record("line \(number): \(String(describing: found))")
                return
            }
        }
        #expect(try reader.next { Array($0) } == nil)
        let consumedByteCount = reader.consumedByteCount
        #expect(consumedByteCount == UInt64(text.utf8.count))
        let hasLineAtHand = reader.hasLineAtHand
        #expect(hasLineAtHand, "the end needs no waiting")
    }

    @Test(arguments: [1 << 20, (1 << 20) + 1, (1 << 20) + 2, 3 << 20], ["", "\n"])
    func longestLineIsAMebibyte(byteCount: Int, ending: String) throws {
        let scratch = try ScratchDirectory()
        let text = "first\n" + String(repeating: "x", count: byteCount) + ending
        var reader = try LineReader(path: try scratch.write(text, to: "text"))
        #expect(try reader.next { $0.count } == 5)
        guard byteCount > LineReader.maximumLineByteCount else {
            #expect(try reader.next { $0.count } == byteCount)
            return
        }
        do {
            _ = try reader.next { $0.count }
            Issue.record("a line of \(byteCount) bytes was read")
        } catch {
            #expect(error.status == .wrongInput)
            #expect(error.description.hasSuffix("text: line 2: longer than 1048576 bytes"))
        }
    }

    @Test func fileThatCannotBeOpenedIsNamed() throws {
        do {
            _ = try LineReader(path: "/nowhere/trace").lineNumber
            Issue.record("it was opened")
        } catch {
            #expect(error.status == .inputOutput)
            #expect(error.description.hasPrefix("/nowhere/trace: cannot open: "))
        }
    }
}
