import RecountKernel

extension JournalHeader {
    /// Writes the canonical form.
    ///
    /// - Precondition: `output` has `byteCount` bytes.
    func encode(into output: UnsafeMutableRawBufferPointer) {
        precondition(output.count == Self.byteCount)
        output.initializeMemory(as: UInt8.self, repeating: 0)
        output.store(Self.magic, at: 0)
        output.store(formatVersion, at: Offset.formatVersion)
        output.store(semanticsVersion, at: Offset.semanticsVersion)
        output.store(identity.journalID.low, at: Offset.journalID)
        output.store(identity.journalID.high, at: Offset.journalID + 8)
        output.store(firstSequence, at: Offset.firstSequence)
        encodeSettings(into: output)
        output.store(identity.hashSeed.first, at: Offset.hashSeed)
        output.store(identity.hashSeed.second, at: Offset.hashSeed + 8)
        for index in identity.saltSecret.bytes.indices {
            output[Offset.saltSecret + index] = identity.saltSecret.bytes[index]
        }
        output.store(previousChain, at: Offset.previousChain)
        output.store(keyID, at: Offset.keyID)
        let checked = UnsafeRawBufferPointer(output).piece(0..<Offset.checksum)
        output.store(Checksum.ofHeader(checked), at: Offset.checksum)
    }

    private func encodeSettings(into output: UnsafeMutableRawBufferPointer) {
        let limits = settings.limits
        output.store(settings.initialTime.rawValue, at: Offset.initialTime)
        output.store(limits.maximumAdvance.rawValue, at: Offset.maximumAdvance)
        output.store(limits.retention.rawValue, at: Offset.retention)
        output.store(limits.maximumLease.rawValue, at: Offset.maximumLease)
        output.store(limits.maximumWait.rawValue, at: Offset.maximumWait)
        let tables = [
            limits.tenants, limits.accounts, limits.reservations, limits.transfers, limits.policies, limits.models,
            limits.locks, limits.fragments,
        ]
        for (index, count) in tables.enumerated() { output.store(count, at: Offset.tables + 4 * index) }
    }

    /// Reads exactly one header.
    ///
    /// - Precondition: `bytes` has `byteCount` bytes.
    init(decoding bytes: UnsafeRawBufferPointer) throws(HeaderViolation) {
        precondition(bytes.count == Self.byteCount)
        guard bytes.integer(at: 0, as: UInt64.self) == Self.magic else { throw .notAJournal }
        let found = bytes.integer(at: Offset.checksum, as: UInt64.self)
        let expected = Checksum.ofHeader(bytes.piece(0..<Offset.checksum))
        guard found == expected else { throw .checksum(expected: expected, found: found) }
        formatVersion = bytes.integer(at: Offset.formatVersion, as: UInt16.self)
        semanticsVersion = bytes.integer(at: Offset.semanticsVersion, as: UInt16.self)
        try Self.checkVersions(format: formatVersion, semantics: semanticsVersion)
        try Self.checkReserved(
            bytes,
            [
                Offset.semanticsVersion + 2..<Offset.journalID, Offset.reservedTables..<Offset.hashSeed,
                Offset.reserved..<Offset.checksum,
            ])
        settings = try Self.settings(bytes)
        identity = Self.identity(bytes)
        firstSequence = bytes.integer(at: Offset.firstSequence, as: UInt64.self)
        guard firstSequence > 0 else {
            throw .field(offset: Offset.firstSequence, expected: "a first sequence of 1 or more", found: "0")
        }
        previousChain = bytes.digest(at: Offset.previousChain)
        keyID = bytes.digest(at: Offset.keyID)
    }

    static func checkVersions(format: UInt16, semantics: UInt16) throws(HeaderViolation) {
        guard format <= supportedFormatVersion else { throw .newerFormat(found: format) }
        guard semantics <= supportedSemanticsVersion else { throw .newerSemantics(found: semantics) }
        guard format > 0 else { throw .field(offset: Offset.formatVersion, expected: "format version 1", found: "0") }
        guard semantics > 0 else {
            throw .field(offset: Offset.semanticsVersion, expected: "semantics version 1", found: "0")
        }
    }

    static func checkReserved(_ bytes: UnsafeRawBufferPointer, _ ranges: [Range<Int>]) throws(HeaderViolation) {
        for range in ranges {
            guard let offset = bytes.piece(range).firstNonZeroOffset else { continue }
            let position = range.lowerBound + offset
            throw .field(offset: position, expected: "a reserved byte of 0", found: "\(bytes[position])")
        }
    }

    private static func settings(_ bytes: UnsafeRawBufferPointer) throws(HeaderViolation) -> JournalSettings {
        func time(at offset: Int) throws(HeaderViolation) -> Milliseconds {
            let time = Milliseconds(bytes.integer(at: offset, as: UInt64.self))
            guard time <= .maximum else {
                throw .field(offset: offset, expected: "at most 2^53 ms", found: "\(time.rawValue)")
            }
            return time
        }
        func count(_ index: Int, upTo maximum: UInt32 = KernelLimits.maximumCount) throws(HeaderViolation) -> UInt32 {
            let offset = Offset.tables + 4 * index
            let count = bytes.integer(at: offset, as: UInt32.self)
            guard count > 0, count <= maximum else {
                throw .field(offset: offset, expected: "a table of 1…\(maximum) places", found: "\(count)")
            }
            return count
        }
        let limits = KernelLimits(
            tenants: try count(0), accounts: try count(1), reservations: try count(2), transfers: try count(3),
            policies: try count(4), models: try count(5), maximumAdvance: try time(at: Offset.maximumAdvance),
            retention: try time(at: Offset.retention), locks: try count(6),
            fragments: try count(7, upTo: Fragment.maximumCount),
            maximumLease: try time(at: Offset.maximumLease), maximumWait: try time(at: Offset.maximumWait))
        guard let limits else { preconditionFailure("every limit was checked above") }
        return JournalSettings(limits: limits, initialTime: try time(at: Offset.initialTime))
    }

    private static func identity(_ bytes: UnsafeRawBufferPointer) -> JournalIdentity {
        func word(_ offset: Int) -> UInt64 { bytes.integer(at: offset, as: UInt64.self) }
        var secret = InlineArray<32, UInt8>(repeating: 0)
        for index in secret.indices { secret[index] = bytes[Offset.saltSecret + index] }
        return JournalIdentity(
            journalID: Identifier128(high: word(Offset.journalID + 8), low: word(Offset.journalID)),
            hashSeed: HashSeed(first: word(Offset.hashSeed), second: word(Offset.hashSeed + 8)),
            saltSecret: SaltSecret(bytes: secret))
    }
}
