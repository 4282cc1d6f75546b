import RecountKernel

/// Whether a segment continues what is before it.
struct SegmentContinuity {
    let header: JournalHeader
    let name: SegmentName

    /// - Parameter previous: where the segments before it ended; nil for the first one.
    func check(after previous: SegmentReader?) throws(JournalError) {
        try expect(name.firstSequence, .sequence, JournalHeader.Offset.firstSequence, header.firstSequence)
        let expectedSequence = (previous?.head.sequence ?? 0) + 1
        try expect(expectedSequence, .sequence, JournalHeader.Offset.firstSequence, header.firstSequence)
        let expectedChain = previous?.head.chain ?? .zero
        guard header.previousChain == expectedChain else {
            throw corruption(
                .chain, JournalHeader.Offset.previousChain, expected: hexadecimal(expectedChain),
                found: hexadecimal(header.previousChain))
        }
        guard let previous else { return }
        guard header.identity == previous.header.identity else {
            throw corruption(
                .header, JournalHeader.Offset.journalID, expected: "the identity of \(previous.name)", found: "another")
        }
        guard header.settings == previous.header.settings else {
            throw corruption(
                .header, JournalHeader.Offset.initialTime, expected: "the settings of \(previous.name)",
                found: "others")
        }
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
    func journalError(in segment: SegmentName) -> JournalError {
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
