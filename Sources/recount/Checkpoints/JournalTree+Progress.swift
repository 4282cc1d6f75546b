import RecountDigest
import RecountJournal
import RecountReplay
import SystemPackage

extension JournalTree {
    /// Reads a journal up to a record, or to its end, with a progress bar.
    static func read(
        _ path: FilePath, _ access: JournalAccess, from start: JournalStart = .genesis, upTo last: UInt64 = .max,
        comparingWith earlier: TreeHead? = nil, label: String,
        _ body: (JournalRecord, TreeHash) -> Void
    ) throws(Failure) -> JournalTree {
        var progress = ProgressBar(label)
        defer { progress.finish() }
        do throws(JournalError) {
            return try JournalTree(
                ofJournalAt: path, access: access, from: start, upTo: last, comparingWith: earlier,
                progress: { progress.update($0.readByteCount, of: $0.byteCount) },
                forEach: body)
        } catch {
            throw Failure(error)
        }
    }
}
