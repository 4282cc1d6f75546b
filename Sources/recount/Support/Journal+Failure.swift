import RecountJournal

extension Journal {
    /// Does something with the journal and turns its errors into failures.
    func report<Result>(_ body: () throws(JournalError) -> Result) throws(Failure) -> Result {
        do throws(JournalError) {
            return try body()
        } catch {
            throw Failure(error)
        }
    }
}

extension Failure {
    /// A failure of a journal: damage fails an audit, everything else is about reading and writing.
    init(_ error: JournalError) {
        switch error {
        case .corrupt, .divergence: self.init(.auditFailed, error.description)
        default: self.init(.inputOutput, error.description)
        }
    }
}
