import RecountKernel

/// What stands before a segment.
enum SegmentPredecessor {
    /// Nothing: it is the first.
    case nothing
    /// A snapshot.
    case snapshot(SnapshotHeader)
    /// The segment that it follows, and where that ended.
    case segment(JournalHeader, JournalHead)

    /// The last record before the segment; nil for the first.
    var head: JournalHead? {
        switch self {
        case .nothing: nil
        case .snapshot(let header): header.head
        case .segment(_, let head): head
        }
    }
}

/// Whether a segment continues what is before it.
struct SegmentContinuity {
    let header: JournalHeader
    let name: SequenceName

    func check(after previous: SegmentPredecessor) throws(JournalError) {
        try expect(name.sequence, .sequence, JournalHeader.Offset.firstSequence, header.firstSequence)
        let expectedSequence = (previous.head?.sequence ?? 0) + 1
        try expect(expectedSequence, .sequence, JournalHeader.Offset.firstSequence, header.firstSequence)
        let expectedChain = previous.head?.chain ?? .zero
        guard header.previousChain == expectedChain else {
            throw corruption(
                .chain, JournalHeader.Offset.previousChain, expected: hexadecimal(expectedChain),
                found: hexadecimal(header.previousChain))
        }
        switch previous {
        case .nothing: return
        case .snapshot(let snapshot): try checkIdentity(header.identity.journalID == snapshot.journalID, "snapshot")
        case .segment(let before, _): try check(after: before)
        }
    }

    private func check(after before: JournalHeader) throws(JournalError) {
        try checkIdentity(header.identity == before.identity, "segment")
        guard header.settings == before.settings else {
            throw corruption(
                .header, JournalHeader.Offset.initialTime, expected: "the settings of the segment before it",
                found: "others")
        }
        guard (header.keyID == .zero) == (before.keyID == .zero) else {
            throw corruption(
                .header, JournalHeader.Offset.keyID, expected: "a key in every segment or in none",
                found: "both kinds")
        }
    }

    private func checkIdentity(_ isEqual: Bool, _ what: String) throws(JournalError) {
        guard !isEqual else { return }
        throw corruption(
            .header, JournalHeader.Offset.journalID, expected: "the identity of the \(what) before it",
            found: "another")
    }

    private func expect(
        _ expected: UInt64, _ part: JournalCorruption.Part, _ offset: Int, _ found: UInt64
    ) throws(JournalError) {
        guard expected == found else {
            throw corruption(part, offset, expected: "\(expected)", found: "\(found)")
        }
    }

    private func corruption(
        _ part: JournalCorruption.Part, _ offset: Int, expected: String, found: String
    ) -> JournalError {
        let location = JournalLocation(segment: name.description, offset: UInt64(offset))
        return .corrupt(JournalCorruption(part, at: location, expected: expected, found: found))
    }
}

extension HeaderViolation {
    func journalError(in segment: SequenceName) -> JournalError {
        func location(_ offset: Int) -> JournalLocation {
            JournalLocation(segment: segment.description, offset: UInt64(offset))
        }
        switch self {
        case .notAJournal: return .notAJournal(location(0))
        case .newerFormat(let found):
            return .newerFormat(
                location(JournalHeader.Offset.formatVersion), .format, found: found,
                supported: JournalHeader.supportedFormatVersion)
        case .newerSemantics(let found):
            return .newerFormat(
                location(JournalHeader.Offset.semanticsVersion), .semantics, found: found,
                supported: JournalHeader.supportedSemanticsVersion)
        case .checksum(let expected, let found):
            return .corrupt(
                JournalCorruption(
                    .header, at: location(0), expected: "checksum \(hexadecimal(expected))",
                    found: hexadecimal(found)))
        case .field(let offset, let expected, let found):
            return .corrupt(JournalCorruption(.header, at: location(offset), expected: expected, found: found))
        }
    }
}

extension FrameViolation {
    func journalError(at location: JournalLocation) -> JournalError {
        switch self {
        case .magic(let found):
            .corrupt(
                JournalCorruption(
                    .frame, at: location, expected: "magic \(hexadecimal(FrameHeader.magic))",
                    found: hexadecimal(found)))
        case .checksum(let expected, let found):
            .corrupt(
                JournalCorruption(
                    .frame, at: location, expected: "checksum \(hexadecimal(expected))", found: hexadecimal(found)))
        case .reserved(let found):
            .corrupt(JournalCorruption(.frame, at: location, expected: "reserved 0", found: "\(found)"))
        }
    }
}
