import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// Hands the files of a journal to everything that reads journals, and demands of each answer what it may be.
struct JudgedJournal {
    /// What was done to the files.
    enum Origin {
        /// Nothing.
        case sound
        /// Bytes were changed, and no checksum after them; or all were, but without the journal's key.
        case damaged
        /// Anything was written behind sound checksums.
        case forged
    }

    private static let path = FilePath("journal")

    private let image: JournalImage
    private let origin: Origin
    private let access: JournalAccess

    /// - Parameter key: that of the journal, empty if it has none.
    init(_ image: JournalImage, origin: Origin, key: [UInt8] = []) {
        self.image = image
        self.origin = origin
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for (index, byte) in key.enumerated() { bytes[index] = byte }
        access = JournalAccess(
            keys: key.isEmpty ? [] : [JournalKey(bytes: bytes)],
            fileSystem: MemoryFileSystem(image.filesByName, at: Self.path))
    }

    func judge(explaining sequences: [UInt64]) throws(PropertyViolation) -> FuzzTarget.Verdict {
        let report = verify(from: .genesis)
        try requireFitting(report)
        try requireFitting(verify(from: .newestSnapshot))
        try requireTree()
        for sequence in sequences {
            let explanation = try? Explanation(ofRecord: sequence, inJournalAt: Self.path, access: access)
            try require(
                explanation != nil || report?.isValid != true || sequence == 0 || sequence > report?.recordCount ?? 0,
                "record \(sequence) of a valid journal is not explained")
        }
        let isWritable = try goOn(after: report)
        try archive()
        return report?.isValid == true || isWritable ? .accepted : .refused
    }

    private func verify(from start: JournalStart, archive: FilePath? = nil) -> VerificationReport? {
        var access = access
        access.archive = archive
        return try? Verification.run(at: Self.path, access: access, from: start)
    }

    private func requireFitting(_ report: VerificationReport?) throws(PropertyViolation) {
        switch origin {
        case .forged: return
        case .sound:
            try require(
                report?.isValid == true && report?.tail == .clean && report?.head == image.heads.last,
                "a sound journal of \(image.summary) is reported as \(report.summary)")
        case .damaged:
            try require(
                report.map { isKnown($0.head) } ?? true,
                "a damaged journal of \(image.summary) is reported as \(report.summary)")
        }
    }

    /// Whether a journal had this head. Before its first record anybody can make a header.
    private func isKnown(_ head: JournalHead) -> Bool { head.sequence == 0 || image.heads.contains(head) }

    /// Demands that the tree over the stamps is that of all records, wherever reading begins.
    private func requireTree() throws(PropertyViolation) {
        for start in [JournalStart.genesis, .newestSnapshot] {
            let tree = try? JournalTree(ofJournalAt: Self.path, access: access, from: start)
            try require(
                origin != .sound || tree?.frontier == image.frontier,
                "the tree of a sound journal of \(image.summary) is \(tree?.head as Any)")
        }
    }

    /// Opens the journal for writing, and goes on if that is possible: what the writer goes on with must be valid
    /// to its end, from where it began.
    private func goOn(after report: VerificationReport?) throws(PropertyViolation) -> Bool {
        guard let journal = try? Journal.open(at: Self.path, sync: .never, access: access) else {
            try require(report?.isValid != true, "a valid journal is not opened: \(report.summary)")
            return false
        }
        try require(
            origin == .forged || isKnown(journal.head),
            "a damaged journal of \(image.summary) goes on at \(journal.head.sequence)")
        let tick = Command(header: CommandHeader(tenant: .none, time: journal.kernel.time), body: .tick)
        do throws(JournalError) {
            _ = try journal.submit(tick)
            try journal.close()
        } catch {
            throw PropertyViolation("an open journal takes no tick: \(error)")
        }
        let later = verify(from: .newestSnapshot)
        // One that nobody can open is passed over by the writer, and reported where its state should have been.
        if origin == .forged, case .snapshot? = later?.finding { return true }
        try require(
            later?.tail == .clean && later?.head == journal.head && (later?.isValid == true || origin != .sound),
            "a journal that was open ends at \(journal.head.sequence) and is reported as \(later.summary)")
        return true
    }

    /// Moves the beginning of the journal elsewhere: with it, a sound journal is as valid as before.
    private func archive() throws(PropertyViolation) {
        let destination = FilePath("archive")
        let moved = try? JournalArchive.move(from: Self.path, access: access, to: destination)
        guard moved != nil, origin == .sound else { return }
        for report in [verify(from: .genesis, archive: destination), verify(from: .newestSnapshot)] {
            try require(
                report?.isValid == true && report?.tail == .clean,
                "an archived journal of \(image.summary) is reported as \(report.summary)")
        }
    }
}

extension JournalImage {
    fileprivate var summary: String { "\(files.map(\.name)) with heads at \(heads.map(\.sequence))" }
}

extension VerificationReport? {
    /// What matters of it in a message.
    fileprivate var summary: String {
        guard let report = self else { return "nothing that can be read" }
        let place = "\(report.recordCount) records up to \(report.head.sequence)"
        return "\(place), \(report.tail as Any), \(report.finding as Any)"
    }
}
