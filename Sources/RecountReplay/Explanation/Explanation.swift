import RecountJournal
import RecountKernel
import SystemPackage

/// Why a record says what it says, in sentences.
public struct Explanation: Equatable, Sendable {
    /// The record's sequence.
    public let sequence: UInt64
    /// What happened, in one sentence.
    public let summary: String
    /// Gate by gate or limit by limit, a sentence each.
    public let details: [String]
}

/// Why a record cannot be explained.
public enum ExplanationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The journal cannot be read or is damaged before the record.
    case journal(JournalError)
    /// The journal has no such record.
    case noSuchRecord(sequence: UInt64, last: UInt64)

    /// One line: what, and what to do.
    public var description: String {
        switch self {
        case .journal(let error): error.description
        case .noSuchRecord(let sequence, let last):
            last == 0
                ? "there is no record \(sequence): the journal has none yet"
                : "there is no record \(sequence): the journal has records 1 to \(last)"
        }
    }
}

extension Explanation {
    /// Replays a journal up to a record and explains it. O(records before it).
    ///
    /// - Parameter access: the journal's keys, and its archive if the beginning was moved there.
    /// - Throws: `ExplanationError` if the journal cannot be read that far.
    public init(
        ofRecord sequence: UInt64, inJournalAt path: FilePath, access: JournalAccess = JournalAccess()
    ) throws(ExplanationError) {
        let explained: Explanation?
        let last: UInt64
        do throws(JournalError) {
            let explainer = try Explainer(path, access)
            explained = try explainer.explain(sequence)
            last = explainer.lastSequence
        } catch {
            throw .journal(error)
        }
        guard let explained else { throw .noSuchRecord(sequence: sequence, last: last) }
        self = explained
    }
}
