import RecountKernel

/// A snapshot on its disk: a header, the frontier of the tree over the stamps, the canonical state, and a
/// digest that binds header and frontier to each other, keyed if the journal is. Layout: docs/format.md, "Snapshot".
enum SnapshotFile {
    /// Writes a snapshot under a name of its own, makes it durable, and only then gives it its name.
    static func write(
        _ header: SnapshotHeader, frontier: TreeFrontier, state: UnsafeRawBufferPointer, key: JournalKey?,
        in directory: JournalDirectory
    ) throws(JournalError) {
        let name = SequenceName(.snapshot, header.head.sequence).description
        let partial = name + JournalContents.partialSuffix
        let front = UnsafeMutableRawBufferPointer.allocate(
            byteCount: SnapshotHeader.byteCount + frontier.encodedByteCount, alignment: 16)
        defer { front.deallocate() }
        header.encode(into: front.piece(0..<SnapshotHeader.byteCount))
        frontier.encode(into: front.piece(SnapshotHeader.byteCount..<front.count))
        if try directory.names().contains(partial) { try directory.remove(partial) }
        let file = try directory.open(partial, .create)
        try file.write(UnsafeRawBufferPointer(front), at: 0)
        try file.write(state, at: UInt64(front.count))
        try withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { bytes throws(JournalError) in
            bytes.store(closingDigest(UnsafeRawBufferPointer(front), key: key), at: 0)
            try file.write(UnsafeRawBufferPointer(bytes), at: UInt64(front.count) + UInt64(state.count))
        }
        try file.sync()
        try directory.rename(partial, to: name)
        try directory.sync()
    }

    /// Reads the header of a snapshot, which is checked against nothing but itself.
    static func header(of name: SequenceName, in directory: JournalDirectory) throws(JournalError) -> SnapshotHeader {
        try header(of: name, in: directory.open(name, .read))
    }

    /// Reads a snapshot and checks its digests. O(bytes).
    ///
    /// - Throws: `corrupt`, or why the key that it names is not there.
    static func read(
        _ name: SequenceName, in directory: JournalDirectory, keys: [JournalKey]
    ) throws(JournalError) -> Snapshot {
        let file = try directory.open(name, .read)
        let header = try header(of: name, in: file)
        let frontierByteCount = TreeFrontier.encodedByteCount(size: header.head.sequence)
        let frontByteCount = SnapshotHeader.byteCount + frontierByteCount
        let (expected, overflow) = header.stateByteCount.addingReportingOverflow(
            UInt64(frontByteCount + Digest.byteCount))
        let found = try file.byteCount()
        guard !overflow, found == expected else {
            throw damage(name, at: 0, expected: "\(expected) bytes", found: "\(found)")
        }
        let key = try key(of: header, keys, name)
        let front = UnsafeMutableRawBufferPointer.allocate(byteCount: frontByteCount, alignment: 16)
        defer { front.deallocate() }
        try fill(front, from: file, at: 0, name)
        try checkClosing(of: name, in: file, UnsafeRawBufferPointer(front), at: expected - 32, key)
        let frontierBytes = UnsafeRawBufferPointer(front).piece(SnapshotHeader.byteCount..<frontByteCount)
        guard let frontier = TreeFrontier(decoding: frontierBytes), frontier.size == header.head.sequence else {
            throw damage(
                name, at: UInt64(SnapshotHeader.byteCount), expected: "a tree of \(header.head.sequence) stamps",
                found: "another")
        }
        let snapshot = Snapshot(
            header: header, frontier: frontier, stateByteCount: Int(header.stateByteCount))
        try fill(snapshot.state, from: file, at: UInt64(frontByteCount), name)
        let digest = JournalDigest.digest(UnsafeRawBufferPointer(snapshot.state), in: .state)
        guard digest == header.stateDigest else {
            throw damage(
                name, at: UInt64(frontByteCount), expected: "state \(hexadecimal(header.stateDigest))",
                found: hexadecimal(digest))
        }
        return snapshot
    }

    private static func header(of name: SequenceName, in file: OpenFile) throws(JournalError) -> SnapshotHeader {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: SnapshotHeader.byteCount, alignment: 16)
        defer { bytes.deallocate() }
        try fill(bytes, from: file, at: 0, name)
        let header: SnapshotHeader
        do throws(HeaderViolation) {
            header = try SnapshotHeader(decoding: UnsafeRawBufferPointer(bytes))
        } catch .notAJournal {
            throw damage(name, at: 0, expected: "a snapshot, which begins with recountS", found: "something else")
        } catch {
            throw error.journalError(in: name)
        }
        guard header.head.sequence == name.sequence else {
            throw damage(name, at: 32, expected: "sequence \(name.sequence)", found: "\(header.head.sequence)")
        }
        return header
    }

    private static func checkClosing(
        of name: SequenceName, in file: OpenFile, _ front: UnsafeRawBufferPointer, at offset: UInt64, _ key: JournalKey?
    ) throws(JournalError) {
        let expected = closingDigest(front, key: key)
        let found = try withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) {
            bytes throws(JournalError) in
            try fill(bytes, from: file, at: offset, name)
            return UnsafeRawBufferPointer(bytes).digest(at: 0)
        }
        guard expected == found else {
            throw damage(name, at: offset, expected: hexadecimal(expected), found: hexadecimal(found))
        }
    }

    private static func closingDigest(_ front: UnsafeRawBufferPointer, key: JournalKey?) -> Digest {
        var engine = key.engine(personal: JournalDomain.snapshot.personal)
        engine.update(front)
        return engine.finishDigest()
    }

    private static func key(
        of header: SnapshotHeader, _ keys: [JournalKey], _ name: SequenceName
    ) throws(JournalError) -> JournalKey? {
        let location = JournalLocation(segment: name.description, offset: 0)
        return try JournalAccess(keys: keys).key(withID: header.keyID, at: location)
    }

    private static func fill(
        _ bytes: UnsafeMutableRawBufferPointer, from file: OpenFile, at offset: UInt64, _ name: SequenceName
    ) throws(JournalError) {
        let count = try file.read(into: bytes, at: offset)
        guard count == bytes.count else {
            throw damage(
                name, at: offset + UInt64(count), expected: "\(bytes.count - count) more bytes",
                found: "the end of the file")
        }
    }

    static func damage(
        _ name: SequenceName, at offset: UInt64, expected: String, found: String
    ) -> JournalError {
        let location = JournalLocation(segment: name.description, offset: offset)
        return .corrupt(JournalCorruption(.snapshot, at: location, expected: expected, found: found))
    }
}
