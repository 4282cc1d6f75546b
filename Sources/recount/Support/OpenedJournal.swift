import RecountJournal
import SystemPackage

/// A journal that a command has opened for writing.
struct OpenedJournal {
    let journal: Journal

    /// Opens it; what opening took away or passed over is told on standard error.
    init(_ path: String, _ access: JournalAccess, rotation: RotationPolicy) throws(Failure) {
        do throws(JournalError) {
            journal = try Journal.open(at: FilePath(path), sync: .records(1_000), rotation: rotation, access: access)
        } catch {
            throw Failure(error)
        }
        var notes = journal.refusedSnapshots.map { "passed over: \($0.error)" }
        if let recovery = journal.recovery { notes.append(recovery.note) }
        for note in notes { try Output.writeError(Array("recount: \(path): \(note)\n".utf8)) }
    }

    /// Does the last thing with it, and closes it.
    func finish(_ body: (Journal) throws(JournalError) -> Void = { _ in }) throws(Failure) {
        try journal.report { () throws(JournalError) in
            try body(journal)
            try journal.close()
        }
    }
}

extension JournalRecovery {
    /// What opening took away.
    fileprivate var note: String {
        switch action {
        case .cutTail: "cut \(byteCount) bytes of a batch that was never whole, from \(location) on"
        case .removedSegment: "removed \(location.segment), which had no whole header"
        }
    }
}
