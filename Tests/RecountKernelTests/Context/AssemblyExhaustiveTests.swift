import RecountKernel
import RecountTestSupport
import Testing

/// Every assembly of a small alphabet at every limit in both modes.
@Suite("Context against the reference, exhaustively")
struct AssemblyExhaustiveTests {
    /// So many fragments of so many letters of the alphabet.
    struct Scope: Sendable, CustomTestStringConvertible {
        let length: Int
        let letterCount: Int

        var testDescription: String { "\(length) of \(letterCount) letters" }
    }

    private static let scopes = [
        Scope(length: 0, letterCount: 1), Scope(length: 1, letterCount: 10), Scope(length: 2, letterCount: 10),
        Scope(length: 3, letterCount: 5), Scope(length: 4, letterCount: 3), Scope(length: 5, letterCount: 2),
    ]

    @Test("The answer is the reference's at every limit, and larger limits lose nothing", arguments: scopes)
    func everyLimit(scope: Scope) throws {
        let kernel = AssemblingKernel(fragments: 5)
        for frame in SmallContexts.Frame.all {
            let count = SmallContexts.sequenceCount(length: scope.length, letterCount: scope.letterCount)
            for number in 0..<count {
                let context = SmallContexts.context(
                    number, length: scope.length, letterCount: scope.letterCount, frame)
                for mode in [AssemblyMode.cutoff, .greedy] {
                    try Self.check(context.with(mode: mode), kernel)
                }
            }
        }
    }

    private static func check(_ context: ContextCase, _ kernel: AssemblingKernel) throws {
        let auditor = AssemblyAuditor(context)
        var before: AssemblyAnswer?
        for limit in 0...context.wholeTokens + 1 {
            let limited = context.with(limit: limit)
            let answer = kernel.answer(limited)
            let expected = ReferenceAssembly(limited).answer()
            var violations = answer == expected ? [] : ["\(expected) was expected"]
            if let window = answer.window { violations += auditor.violations(of: window, limit: limit) }
            if let before, context.header.mode == .cutoff {
                violations += AssemblyAuditor.losses(from: before, to: answer)
            }
            guard violations.isEmpty else {
                Issue.record("\(limited): \(answer): \(violations)")
                throw Disagreement()
            }
            before = answer
        }
    }

    /// One message is enough.
    private struct Disagreement: Error {}
}
