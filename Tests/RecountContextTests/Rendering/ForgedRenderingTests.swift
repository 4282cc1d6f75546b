import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountContext

/// Windows that no kernel gave of this document, or that one gave of another.
@Suite struct ForgedRenderingTests {
    private let kernel = AssemblingKernel()

    /// Two documents with equal ids, tokens and digests of whole texts: one kept "do not delete the file", the
    /// other "do not delete".
    @Test func windowOfOtherCutsOrSeparatorIsNotRendered() throws {
        let first = try Self.instruction(cutAt: 22, separator: "-")
        try kernel.withDecision(first) { decision in
            guard case .assembled(let window) = decision else { throw Unexpected() }
            #expect(try first.render(window).text == "do not delete the file-ok")
            for (offset, separator) in [(13, "-"), (22, "/"), (13, "/")] {
                let other = try Self.instruction(cutAt: offset, separator: separator)
                #expect(throws: RenderingError.digest, "\(offset), \(separator)") { try other.render(window) }
            }
        }
    }

    private static func instruction(cutAt offset: Int, separator: String) throws -> PreparedContext {
        var document = ContextDocument.of(["do not delete the file unless asked", "ok"], limit: 8)
        document.separator = ContextDocument.Separator(text: separator, countedTokens: 1)
        document.fragments[0].divisibility = .truncatable
        document.fragments[0].priority = 1
        document.fragments[0].count = .counted(
            tokens: 10, cutPoints: [CutPoint(tokens: 5, byteOffset: offset)])
        document.fragments[1].count = .counted(tokens: 2, cutPoints: [])
        document.fragments[1].necessity = .required
        return try PreparedContext(document)
    }

    /// What a forger changes of a window of "a", "b" and "c", all stable, and what then is wrong with it.
    struct Forgery: Sendable, CustomTestStringConvertible {
        let error: RenderingError
        /// Bytes of the decision, its kind included: docs/format.md, "Window".
        let bytes: [Int: UInt8]

        var testDescription: String { "\(error)" }
    }

    private static let first = 93
    private static let entryByteCount = 14

    static let forgeries = [
        Forgery(error: .usedTokens(found: Tokens(6), expected: Tokens(5)), bytes: [1: 6]),
        Forgery(error: .includedCount(found: 2, expected: 3), bytes: [9: 2]),
        Forgery(error: .stablePrefix, bytes: [13: 2]),
        Forgery(error: .stablePrefix, bytes: [17: 4]),
        Forgery(
            error: .fragmentOutOfOrder(FragmentID(2), expected: FragmentID(1)),
            bytes: [first: 2, first + entryByteCount: 1]),
        Forgery(error: .unknownFragment(FragmentID(9)), bytes: [first + entryByteCount: 9]),
        Forgery(
            error: .includedCount(found: 3, expected: 2),
            bytes: [first + entryByteCount + 8: 3, first + entryByteCount + 10: 0]),
    ]

    @Test(arguments: forgeries) func forgedWindowIsNotRendered(forgery: Forgery) throws {
        let context = try Self.letters(["a", "b", "c"])
        try forge(context, forgery.bytes) { window in
            #expect(throws: forgery.error) { try context.render(window) }
        }
    }

    /// A window that has the second fragment twice, with the digests, tokens and counts that this gives.
    @Test func fragmentTwiceIsNotRendered() throws {
        let context = try Self.letters(["a", "b", "c"])
        let repeated = try Self.letters(["a", "b", "b"])
        let place = Self.first + 2 * Self.entryByteCount
        try forge(repeated, [:]) { window in
            let text = try repeated.render(window).text
            #expect(text == "a+b+b")
        }
        try forge(repeated, [place: 2]) { window in
            #expect(throws: RenderingError.fragmentOutOfOrder(FragmentID(2), expected: FragmentID(3))) {
                try context.render(window)
            }
        }
    }

    private static func letters(_ texts: [String]) throws -> PreparedContext {
        var document = ContextDocument.of(texts, separator: "+")
        for index in document.fragments.indices { document.fragments[index].stability = .stable }
        return try PreparedContext(document)
    }

    /// Calls `body` with the kernel's window after some of the decision's bytes were changed.
    private func forge(
        _ context: PreparedContext, _ changes: [Int: UInt8], _ body: (Window) throws -> Void
    ) throws {
        try kernel.withDecision(context) { decision in
            var bytes = [UInt8](repeating: 0, count: decision.encodedByteCount)
            let count = try bytes.withUnsafeMutableBytes { try decision.encode(into: $0) }
            try #require(count == bytes.count)
            for (offset, byte) in changes { bytes[offset] = byte }
            try bytes.withUnsafeBytes { bytes in
                guard case .assembled(let window) = try Decision(decoding: bytes) else { throw Unexpected() }
                try body(window)
            }
        }
    }

    private struct Unexpected: Error {}
}
