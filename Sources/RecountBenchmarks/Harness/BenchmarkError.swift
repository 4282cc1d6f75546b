import RecountJournal

/// Why a benchmark has no figure.
public enum BenchmarkError: Error, Equatable, Sendable {
    /// No benchmark has a name that is or begins with this.
    case unknownName(String)
    /// The results are not those that the work has.
    case wrongResults(name: String, expected: String, found: String)
    /// An operation of a repetition had another outcome than it should have.
    case wrongOutcome(name: String, doneCount: Int, operationCount: Int)
    /// A journal could not be made or read.
    case journal(JournalError)
    /// A directory could not be made.
    case directory(path: String, reason: String)
    /// Something that the work is built of was refused.
    case preparation(String)
}

extension BenchmarkError: CustomStringConvertible {
    /// One line: what, where, what to do.
    public var description: String {
        switch self {
        case .unknownName(let name): "no benchmark is named \(name) or \(name).…; see recount bench --list"
        case .wrongResults(let name, let expected, let found):
            "\(name): its results have the digest \(found), not \(expected): this build decides otherwise, or does "
                + "other work; compare it with recount vectors check"
        case .wrongOutcome(let name, let doneCount, let operationCount):
            "\(name): \(doneCount) of \(operationCount) operations had the outcome that they should have"
        case .journal(let error): error.description
        case .directory(let path, let reason): "\(path): cannot make a directory: \(reason); choose another --directory"
        case .preparation(let what): "cannot prepare a benchmark: \(what)"
        }
    }
}

/// Does something with journals.
func journaling<Result>(_ body: () throws(JournalError) -> Result) throws(BenchmarkError) -> Result {
    do throws(JournalError) {
        return try body()
    } catch {
        throw .journal(error)
    }
}
