import ArgumentParser
import RecountJournal
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// `recount archive`: the beginning of a journal moves elsewhere.
struct ArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Move the segments before a journal's oldest good snapshot to another directory.",
        discussion: """
            Each segment is copied, the copy read back and made durable, and where it went recorded, before it is \
            removed: cut off at any moment, the command can be given again. It may run while the journal is written. \
            To replay from the first record afterwards, give the directory as --archive.

            Example: recount archive audited --to audited-archive --key-file chain.key
            """
    )

    @Argument(help: "The journal's directory.")
    var journal: String

    @Option(help: "The directory that gets the segments; made if it is not there.")
    var to: String

    @Option(
        name: .customLong("from"), parsing: .unconditional,
        help: "Only a snapshot of this record or a later one counts, so that more may be moved.")
    var sequence: UInt64 = 1

    @OptionGroup
    var keys: KeyOptions

    func validate() throws {
        guard !to.isEmpty else { throw ValidationError("--to must name a directory") }
    }

    func run() throws {
        let report: ArchiveReport
        let access = try keys.access
        let destination = try Self.absolute(to)
        do throws(JournalError) {
            report = try JournalArchive.move(
                from: FilePath(journal), access: access, to: destination, from: sequence)
        } catch {
            throw Failure(error)
        }
        let what =
            report.segments.isEmpty
            ? "nothing to move: no segment stands before"
            : "\(report.segments.count) segments of \(report.byteCount.grouped) bytes moved to \(to); it begins with"
        try Output.write("\(journal): \(what) the snapshot after record \(report.snapshot.head.sequence.grouped)\n")
    }

    /// What the journal records must not depend on where the command was given.
    private static func absolute(_ path: String) throws(Failure) -> FilePath {
        let given = FilePath(path)
        if given.isAbsolute { return given }
        guard let current = getcwd(nil, 0) else {
            throw Failure(.inputOutput, "\(path): the working directory has no path; give --to from the root on")
        }
        defer { free(current) }
        return FilePath(platformString: current).appending(given.components)
    }
}
