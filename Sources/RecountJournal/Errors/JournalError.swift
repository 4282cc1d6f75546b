import RecountKernel
import SystemPackage

/// A place in a journal.
public struct JournalLocation: Equatable, Sendable, CustomStringConvertible {
    /// File name of the segment.
    public let segment: String
    /// Offset in the file, in bytes.
    public let offset: UInt64

    /// Makes a location.
    public init(segment: String, offset: UInt64) {
        self.segment = segment
        self.offset = offset
    }

    /// The location as messages give it.
    public var description: String { "\(segment), byte \(offset)" }
}

/// Why a journal cannot be made, opened, read or appended to. Each description is one line that says
/// what, where and what to do.
public enum JournalError: Error, Equatable, Sendable {
    /// There is no such directory.
    case missingDirectory(path: String)
    /// The path leads to something else than a directory.
    case notADirectory(path: String)
    /// The directory has no segment: it is no journal yet.
    case emptyDirectory(path: String)
    /// A journal is to be made where something is already.
    case directoryNotEmpty(path: String, found: String)
    /// The directory holds something that is no part of a journal.
    case unexpectedFile(path: String, name: String)
    /// Another writer has the journal open.
    case locked(path: String)
    /// A segment is elsewhere: the record of the archive says where it went.
    case archived(path: String, sequence: UInt64, destination: String)
    /// Something is chained with a key, and none was given.
    case keyNeeded(JournalLocation)
    /// Something is chained with another key than those that were given.
    case wrongKey(JournalLocation)
    /// A key was given, and something is not chained with any: anyone could have written it.
    case notKeyed(JournalLocation)
    /// A directory cannot be the archive of a journal.
    case unusableArchive(path: String, reason: String)
    /// There is no good snapshot of a sequence or later.
    case missingSnapshot(path: String, sequence: UInt64)
    /// The journal ends before the place of a snapshot, or the segment after it is missing: something that was
    /// durable is gone.
    case shortened(snapshot: String, found: JournalHead)
    /// A file has a segment's name but does not begin like one.
    case notAJournal(JournalLocation)
    /// The journal was written by a newer version.
    case newerFormat(JournalLocation, JournalVersion, found: UInt16, supported: UInt16)
    /// The only segment ends within its header: the journal was never finished, so it holds nothing.
    case unfinishedCreation(JournalLocation, byteCount: UInt64)
    /// The bytes are not what was written.
    case corrupt(JournalCorruption)
    /// The records are sound, but replaying them gives something else.
    case divergence(JournalDivergence)
    /// The kernel cannot be made.
    case kernelUnavailable(KernelFailure)
    /// A system call failed.
    case system(SystemFailure)
    /// The command is none that decoding would accept. Nothing has changed; the journal stays usable.
    case malformedCommand(DecodingErrorCode)
    /// The command does not fit in a record. Nothing has changed; the journal stays usable.
    case commandTooLarge(byteCount: Int, maximumByteCount: Int)
    /// An earlier failure left the kernel ahead of the journal: reopen it.
    case poisoned
    /// The journal was closed.
    case closed
}

/// What has a version.
public enum JournalVersion: UInt8, Equatable, Sendable {
    /// The layouts of segments, batches and records.
    case format = 1
    /// The rules of decision.
    case semantics = 2
}

/// What was expected and what was found at a place of a damaged journal.
public struct JournalCorruption: Equatable, Sendable {
    /// What is damaged.
    public enum Part: UInt8, Equatable, Sendable {
        /// A segment's header.
        case header = 1
        /// A batch's frame header: magic, checksum, counts, length.
        case frame = 2
        /// A record's length.
        case recordLength = 3
        /// A record's stamp.
        case stamp = 4
        /// A chain value.
        case chain = 5
        /// A sequence: of a segment, batch or record.
        case sequence = 6
        /// The number of all-zero sectors.
        case zeroSectors = 7
        /// A record's body, although its stamp is right.
        case body = 8
        /// A batch or header is cut off where it may not be.
        case length = 9
        /// A snapshot, or what it says of the journal.
        case snapshot = 10
        /// The record of archived segments.
        case archive = 11
    }

    /// What is damaged.
    public let part: Part
    /// Where it begins.
    public let location: JournalLocation
    /// What must be there, for people.
    public let expected: String
    /// What is there, for people.
    public let found: String

    /// Makes a finding.
    public init(_ part: Part, at location: JournalLocation, expected: String, found: String) {
        self.part = part
        self.location = location
        self.expected = expected
        self.found = found
    }
}

/// Where a replay leaves what is recorded.
public struct JournalDivergence: Equatable, Sendable {
    /// How they differ.
    public enum Kind: Equatable, Sendable {
        /// The decision is another.
        case decision(expected: OwnedDecision, found: OwnedDecision)
        /// The effective time is another.
        case time(expected: Milliseconds, found: Milliseconds)
        /// The recorded command is no command.
        case undecodableCommand(DecodingError)
        /// The recorded decision is no decision; the replay gives this one.
        case undecodableDecision(DecodingError, expected: OwnedDecision)
        /// A consequence was due before the recorded command.
        case missingConsequence(due: Milliseconds)
        /// Nothing was due when the consequence was recorded.
        case unexpectedConsequence(time: Milliseconds)
    }

    /// The record's sequence.
    public let sequence: UInt64
    /// Where the record begins.
    public let location: JournalLocation
    /// How they differ: *expected* is what the replay gives, *found* what is recorded.
    public let kind: Kind

    /// Makes a finding.
    public init(sequence: UInt64, location: JournalLocation, kind: Kind) {
        self.sequence = sequence
        self.location = location
        self.kind = kind
    }
}

/// Why a kernel cannot be made.
public enum KernelFailure: Equatable, Sendable {
    /// The system has no such amount of memory.
    case memory(neededByteCount: UInt64)
    /// The kernel refused what it was given.
    case refused(KernelError)
}

/// A system call that failed.
public struct SystemFailure: Equatable, Sendable {
    /// What was to be done: "write", "sync", …
    public let operation: String
    /// To what.
    public let path: String
    /// The system's reason.
    public let errno: Errno

    /// Makes a failure.
    public init(operation: String, path: String, errno: Errno) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }
}
