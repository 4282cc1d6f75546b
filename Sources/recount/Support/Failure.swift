import RecountJSON

#if canImport(Glibc)
    import Glibc
#endif

/// Why a command cannot go on: one line for people and the exit status for programs.
struct Failure: Error, CustomStringConvertible {
    /// The exit statuses of every command.
    enum Status: Int32 {
        /// The audit found something.
        case auditFailed = 1
        /// Wrong usage, or input that says nothing valid.
        case wrongInput = 2
        /// Something cannot be read or written.
        case inputOutput = 3
        /// What must stand in a context window does not fit in it.
        case doesNotFit = 4
    }

    let status: Status
    /// What, where, and what to do, without a line break.
    let description: String

    init(_ status: Status, _ description: String) {
        self.status = status
        self.description = Self.shortened(description.printable)
    }

    /// Quoted input may be as long as a line; nobody reads more of it than this.
    private static func shortened(_ text: String) -> String {
        let limit = 1_000
        return text.count <= limit ? text : text.prefix(limit) + "…"
    }

    /// Input that says nothing valid, with the file it stands in.
    static func wrongInput(_ path: String, _ what: some CustomStringConvertible) -> Failure {
        Failure(.wrongInput, "\(path): \(what)")
    }
}
