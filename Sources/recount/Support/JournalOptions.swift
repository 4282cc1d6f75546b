import ArgumentParser
import RecountJournal
import SystemPackage

/// The keys of a journal, as every command that reads or writes one takes them.
struct KeyOptions: ParsableArguments {
    /// More than any key file has.
    private static let maximumByteCount = 1_024

    @Option(
        name: .customLong("key-file"),
        help: ArgumentHelp(
            "A file with a key of the journal, 64 hexadecimal digits; again for each key, oldest first.",
            valueName: "file"))
    var files: [String] = []

    @Option(
        name: .customLong("key-fd"),
        help: ArgumentHelp(
            "An open file descriptor to read a key from; such keys are newer than those of files.", valueName: "number")
    )
    var descriptors: [Int32] = []

    /// The keys, oldest first.
    var keys: [JournalKey] {
        get throws(Failure) {
            var keys: [JournalKey] = []
            for path in files {
                keys.append(try key(InputFile.bytes(ofNamed: path, limit: Self.maximumByteCount), path))
            }
            for number in descriptors {
                let label = "file descriptor \(number)"
                let bytes = try InputFile.bytes(
                    of: FileDescriptor(rawValue: number), label, Self.maximumByteCount)
                keys.append(try key(bytes, label))
            }
            return keys
        }
    }

    /// The access of a command that writes.
    var access: JournalAccess {
        get throws(Failure) { JournalAccess(keys: try keys) }
    }

    private func key(_ text: [UInt8], _ label: String) throws(Failure) -> JournalKey {
        guard let key = JournalKey(text: text) else {
            throw .wrongInput(
                label, "no key: 64 lower-case hexadecimal digits, as recount keygen --journal writes them")
        }
        return key
    }
}

/// What every command takes that reads a journal.
struct ReadingOptions: ParsableArguments {
    @OptionGroup
    var keys: KeyOptions

    @Option(
        help: ArgumentHelp("A directory with archived segments that are to be read as well.", valueName: "directory"))
    var archive: String?

    /// The access.
    var access: JournalAccess {
        get throws(Failure) { JournalAccess(keys: try keys.keys, archive: archive.map { FilePath($0) }) }
    }
}

/// How a command that writes a journal lets its segments end.
struct RotationOptions: ParsableArguments {
    @Option(
        name: .customLong("segment-bytes"), parsing: .unconditional,
        help: "A segment ends with the batch that makes it so long, 4096 at least.")
    var segmentByteCount = RotationPolicy.defaultSegmentByteCount

    @Flag(help: "Keep a snapshot of the state whenever a segment begins: the last two.")
    var snapshots = false

    func validate() throws {
        guard segmentByteCount >= 4_096 else { throw ValidationError("--segment-bytes must be at least 4096") }
    }

    var policy: RotationPolicy {
        RotationPolicy(segmentByteCount: segmentByteCount, snapshots: snapshots ? .everySegment : .never)
    }
}
