import RecountKernel
import SystemPackage

extension JournalError: CustomStringConvertible {
    /// One line: what, where, what to do.
    public var description: String {
        switch self {
        case .missingDirectory(let path): "\(path): no such directory; give a journal's directory or create one"
        case .notADirectory(let path): "\(path): not a directory; a journal is a directory of segments"
        case .emptyDirectory(let path): "\(path): empty; create a journal in it first"
        case .directoryNotEmpty(let path, let found):
            "\(path): not empty, it holds \(found); open the journal in it or create one elsewhere"
        case .unexpectedFile(let path, let name): "\(path): \(name) is no part of a journal; move it elsewhere"
        case .locked(let path): "\(path): another writer has it open; close that one, or read without writing"
        case .archived(let path, let sequence, let destination):
            "\(path): the segment of record \(sequence) was archived to \(destination); give that as the archive, or begin "
                + "with a snapshot"
        case .keyNeeded(let location): "\(location.segment): chained with a key; give the journal's key"
        case .wrongKey(let location): "\(location.segment): chained with another key; give the key it was written with"
        case .notKeyed(let location):
            "\(location.segment): chained without a key, so anyone could have written it; leave the key out only if this "
                + "journal never had one"
        case .unusableArchive(let path, let reason): "\(path): \(reason); name another directory for the archive"
        case .missingSnapshot(let path, let sequence):
            "\(path): no good snapshot of record \(sequence) or later; write one with recount snapshot"
        case .shortened(let snapshot, let found):
            "\(snapshot): the journal ends with record \(found.sequence), but had gone further when this was written; "
                + "restore it from a copy"
        case .notAJournal(let location): "\(location): not a journal; a segment begins with recountJ"
        case .newerFormat(let location, let version, let found, let supported):
            "\(location): \(version) version \(found) is newer than \(supported); use a newer recount"
        case .unfinishedCreation(let location, let byteCount):
            "\(location.segment): \(byteCount) bytes without a header; if it was just being created, create another journal, "
                + "else restore it from a copy"
        case .corrupt(let corruption): corruption.description
        case .divergence(let divergence): divergence.description
        case .kernelUnavailable(let failure): failure.description
        case .system(let failure): failure.description
        case .malformedCommand(let code): "malformed command (\(code)); correct it, nothing was recorded"
        case .commandTooLarge(let byteCount, let maximum):
            "a command of \(byteCount) bytes exceeds the limit of \(maximum); split the policy, nothing was recorded"
        case .poisoned: "an earlier write or sync failed; reopen the journal to go on from what is durable"
        case .closed: "the journal is closed; open it again"
        }
    }
}

extension JournalCorruption: CustomStringConvertible {
    /// One line: what, where, expected and found.
    public var description: String {
        "\(location): damaged \(part.name), expected \(expected), found \(found); restore the journal from a copy"
    }
}

extension JournalCorruption.Part {
    /// The part's name for people.
    var name: String {
        switch self {
        case .header: "segment header"
        case .frame: "frame header"
        case .recordLength: "record length"
        case .stamp: "stamp"
        case .chain: "chain value"
        case .sequence: "sequence"
        case .zeroSectors: "count of zero sectors"
        case .body: "record body"
        case .length: "file length"
        case .snapshot: "snapshot"
        case .archive: "archive record"
        }
    }
}

extension JournalDivergence: CustomStringConvertible {
    /// One line: which record, where, expected and found.
    public var description: String {
        "\(location): record \(sequence) does not follow from the journal: \(kind); decided by other rules or altered"
    }
}

extension JournalDivergence.Kind: CustomStringConvertible {
    /// What was expected and what was found.
    public var description: String {
        switch self {
        case .decision: "another decision than the replay's"
        case .time(let expected, let found): "expected time \(expected.rawValue), found \(found.rawValue)"
        case .undecodableCommand(let error): "expected a command, found \(error.code) at its byte \(error.offset)"
        case .undecodableDecision(let error, _): "expected a decision, found \(error.code) at its byte \(error.offset)"
        case .missingConsequence(let due): "expected the consequence due at \(due.rawValue), found a command"
        case .unexpectedConsequence(let time): "expected a command, nothing is due at \(time.rawValue)"
        }
    }
}

extension KernelFailure: CustomStringConvertible {
    /// What was missing.
    public var description: String {
        switch self {
        case .memory(let byteCount): "the kernel needs \(byteCount) bytes of memory; lower the limits or add memory"
        case .refused(let error): "the kernel cannot be made (\(error)); correct the journal's settings"
        }
    }
}

extension SystemFailure: CustomStringConvertible {
    /// Operation, path and the system's text.
    public var description: String { "\(path): cannot \(operation): \(errno)" }
}

/// A 64-bit value as 16 hexadecimal digits.
func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

/// A digest as 64 hexadecimal digits in the order of its bytes.
func hexadecimal(_ digest: Digest) -> String {
    (0..<4).map { hexadecimal(digest.words[$0].byteSwapped) }.joined()
}
