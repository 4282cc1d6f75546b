import Foundation
import Testing

/// What every refusal has in common.
enum RefusalCheck {
    /// Runs the tool on input that it must refuse: with this status, one line on standard error that
    /// says this, nothing on standard output, and nothing in the directory touched.
    static func expect(
        _ arguments: [String], input: String = "", status: Int32, says parts: String..., in scratch: ScratchDirectory,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try scratch.content()
        let outcome = try CommandLineTool.run(arguments, input: input)
        #expect(outcome.status == status, "\(outcome.error)", sourceLocation: sourceLocation)
        expectOneLine(outcome.error, sourceLocation: sourceLocation)
        for part in parts {
            #expect(outcome.error.contains(part), "\(outcome.error)", sourceLocation: sourceLocation)
        }
        #expect(outcome.output.isEmpty, "\(outcome.text)", sourceLocation: sourceLocation)
        #expect(try scratch.content() == before, "something was written", sourceLocation: sourceLocation)
    }

    /// One line that begins with the program's name, and nothing that a terminal would obey.
    static func expectOneLine(_ error: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(error.hasPrefix("recount: "), "\(error)", sourceLocation: sourceLocation)
        #expect(error.hasSuffix("\n"), "\(error)", sourceLocation: sourceLocation)
        let isPlain = error.dropLast().unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        #expect(isPlain, "\(error.debugDescription)", sourceLocation: sourceLocation)
    }
}
