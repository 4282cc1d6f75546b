/// One part of Recount that is fed bytes which nobody encoded: libFuzzer runs it with what it mutates, the
/// tests run it over the checked-in corpus.
///
/// A new target is a file with an extension that makes it, and its name in `all`.
public struct FuzzTarget: Sendable {
    /// What an input is, and so how it is mutated.
    public enum Form: Sendable {
        /// A text or an encoding: any bytes.
        case bytes
        /// A `Script` whose steps have so many kinds.
        case script(kindCount: Int)
    }

    /// What became of an input of which every property holds.
    public enum Verdict: Sendable {
        /// Something in it was taken.
        case accepted
        /// Nothing was: all of it is refused, as it should be.
        case refused
    }

    typealias Body = @Sendable (UnsafeRawBufferPointer) throws(PropertyViolation) -> Verdict

    /// Its name on the command line, of its dictionary and of its directory in the corpus.
    public let name: String
    /// What its inputs are.
    public let form: Form
    private let body: Body

    init(_ name: String, _ form: Form = .bytes, _ body: @escaping Body) {
        self.name = name
        self.form = form
        self.body = body
    }

    /// Runs one input. It takes and leaves nothing behind: an input has the same outcome every time.
    ///
    /// - Throws: the first property that does not hold.
    public func run(_ input: UnsafeRawBufferPointer) throws(PropertyViolation) -> Verdict {
        try body(input)
    }
}

extension FuzzTarget {
    /// All targets, by name.
    public static let all: [FuzzTarget] = [
        calybris, catalog, command, context, decision, note, policy, proof, segment, snapshot, state, statement, trace,
    ]
}
