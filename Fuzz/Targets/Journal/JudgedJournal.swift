import RecountJournal
import RecountKernel
import RecountReplay

/// Hands the files of a journal to everything that reads journals, and demands of each answer what it may be.
struct JudgedJournal {
    /// What was done to the files.
    enum Origin {
        /// Nothing.
        case sound
        /// Bytes were changed, and no checksum after them.
        case damaged
        /// Anything was written behind sound checksums.
        case forged
    }

    /// Every head that the journal had when it was written.
    let heads: [JournalHead]
    let origin: Origin

    func judge(
        _ files: [ForgedJournal.File], explaining sequences: [UInt64]
    ) throws(PropertyViolation) -> FuzzTarget.Verdict {
        let directory = try ScratchDirectory()
        for file in files { try directory.write(file.bytes, to: Self.name(of: file.number)) }
        let report = try? Verification.run(at: directory.path)
        try requireFitting(report)
        for sequence in sequences {
            let explanation = try? Explanation(ofRecord: sequence, inJournalAt: directory.path)
            try require(
                explanation != nil || report?.isValid != true || sequence == 0 || sequence > report?.recordCount ?? 0,
                "record \(sequence) of a valid journal is not explained")
        }
        let isWritable = try goOn(in: directory, after: report)
        return report?.isValid == true || isWritable ? .accepted : .refused
    }

    private static func name(of number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 20 - digits.count) + digits + ".journal"
    }

    private func requireFitting(_ report: VerificationReport?) throws(PropertyViolation) {
        switch origin {
        case .forged: return
        case .sound:
            try require(
                report?.isValid == true && report?.tail == .clean && report?.recordCount == heads.last?.sequence
                    && report?.head.sequence == heads.last?.sequence && report.map { heads.contains($0.head) } == true,
                "a sound journal of \(heads.summary) is reported as \(report.summary)")
        case .damaged:
            try require(
                report.map { heads.contains($0.head) } ?? true,
                "a damaged journal of \(heads.summary) is reported as \(report.summary)")
        }
    }

    /// Opens the journal for writing, and goes on if that is possible: what the writer goes on with must be valid
    /// to its end.
    private func goOn(
        in directory: ScratchDirectory, after report: VerificationReport?
    ) throws(PropertyViolation) -> Bool {
        guard let journal = try? Journal.open(at: directory.path, sync: .never) else {
            try require(
                report?.isValid != true || origin == .forged, "a valid journal is not opened: \(report.summary)")
            return false
        }
        if origin != .forged {
            try require(
                heads.contains(journal.head), "a damaged journal of \(heads.summary) goes on at \(journal.head)")
        }
        let tick = Command(header: CommandHeader(tenant: .none, time: journal.kernel.time), body: .tick)
        do throws(JournalError) {
            _ = try journal.submit(tick)
            try journal.close()
        } catch {
            throw PropertyViolation("an open journal takes no tick: \(error)")
        }
        let later = try? Verification.run(at: directory.path)
        try require(
            later?.isValid == true && later?.tail == .clean && later?.head == journal.head,
            "a journal that was open ends at \(journal.head) and is reported as \(later.summary)")
        return true
    }
}

extension [JournalHead] {
    /// The sequences.
    fileprivate var summary: String { "heads at \(map(\.sequence))" }
}

extension VerificationReport? {
    /// What matters of it in a message.
    fileprivate var summary: String {
        guard let report = self else { return "nothing that can be read" }
        return
            "\(report.recordCount) records up to \(report.head.sequence), \(report.tail as Any), \(report.finding as Any)"
    }
}
