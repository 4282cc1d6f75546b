import RecountJournal
import RecountKernel
import RecountReplay

extension Simulation {
    /// Holds a journal that was just opened to the truth, and from now on takes its end for acknowledged.
    func check(_ journal: Journal) throws {
        let found = journal.head.sequence
        guard found <= history.records.count else {
            throw failure("\(found) records, of which only \(history.records.count) were submitted")
        }
        let isLoss = found < acknowledged?.sequence ?? 0
        if isLoss, !mayBeDamaged {
            throw failure("of \(acknowledged?.sequence ?? 0) acknowledged records only \(found) are there")
        }
        if !journal.refusedSnapshots.isEmpty, !mayBeDamaged {
            throw failure("damaged snapshots: \(journal.refusedSnapshots)")
        }
        try checkReading(expectedCount: Int(found))
        try history.cut(to: Int(found))
        guard history.kernel.stateDigest() == journal.kernel.stateDigest() else {
            throw failure("the state after \(found) records is not that of their replay")
        }
        try verify(journal, isLoss ? .loss : .nothing)
        try note(journal)
    }

    /// Reads the journal as anybody can, and compares every record with what was submitted.
    ///
    /// - Parameter expectedCount: how many it must have at least.
    func checkReading(expectedCount: Int) throws {
        let count: Int
        do {
            count = try disk.observe { try readRecords() }
        } catch let error as JournalError {
            // A snapshot may stand for what is damaged.
            if mayBeDamaged { return }
            throw failure("unreadable: \(error)")
        }
        guard count >= expectedCount else { throw failure("\(count) readable records of \(expectedCount)") }
    }

    /// Lets a reader come between two calls of the writer, wherever that stands.
    func readNowAndThen() {
        guard plan.random.chance(1, in: 150), readerFailure == nil else { return }
        do {
            try checkReading(expectedCount: Int(acknowledged?.sequence ?? 0))
            report.interludeCount += 1
        } catch {
            readerFailure = error as? SimulationFailure ?? failure("a reader meanwhile: \(error)")
        }
    }

    /// - Returns: how many records there are, each as it was submitted.
    private func readRecords() throws -> Int {
        let reader = try JournalReader(at: path, access: observingAccess)
        var count = 0
        while let batch = try reader.nextBatch() {
            for position in 0..<batch.count {
                let record = batch[position]
                guard count < history.records.count, record.sequence == UInt64(count) + 1,
                    record.stamp == history.records[count].stamp,
                    record.body.elementsEqual(history.records[count].body)
                else { throw failure("record \(record.sequence) is not what was submitted") }
                count += 1
            }
        }
        return count
    }

    private enum Expectation {
        case nothing
        /// That the remembered head tells that records are missing.
        case loss
    }

    /// Verifies the journal from its beginning, against the head that was remembered.
    private func verify(_ journal: Journal, _ expectation: Expectation) throws {
        let verification: VerificationReport
        do {
            verification = try disk.observe {
                try Verification.run(at: path, access: observingAccess, expectedHead: acknowledged)
            }
        } catch let error as JournalError {
            if mayBeDamaged { return }
            throw failure("not verified: \(error)")
        }
        switch expectation {
        case .loss:
            if verification.isValid { throw failure("the remembered head does not tell that records are lost") }
            report.exposedLossCount += 1
        case .nothing:
            guard !mayBeDamaged else { return }
            if let finding = verification.finding { throw failure("verification finds \(finding)") }
            guard verification.head == journal.head else {
                throw failure("verification ends at \(verification.head), the journal at \(journal.head)")
            }
            try verifyFromSnapshot(journal)
        }
    }

    private func verifyFromSnapshot(_ journal: Journal) throws {
        let verification = try disk.observe {
            try Verification.run(
                at: path, access: observingAccess, from: .newestSnapshot, expectedHead: journal.head)
        }
        if let finding = verification.finding { throw failure("verification from a snapshot finds \(finding)") }
    }

    private func note(_ journal: Journal) throws {
        report.openingCount += 1
        report.acknowledgedRecordCount += Int(min(acknowledged?.sequence ?? 0, journal.head.sequence))
        if journal.recovery != nil { report.recoveryCount += 1 }
        let names = try disk.observe { try disk.openDirectory(path).names() }
        report.segmentCount += names.count { $0.hasSuffix(".journal") }
        report.snapshotCount += names.count { $0.hasSuffix(".snapshot") }
        acknowledged = journal.head
        lostUnpromised = false
        rot?.flip()
        rot = nil
    }

    /// Whether the disk rotted or broke a promise, so that anything may be missing.
    private var mayBeDamaged: Bool { rot != nil || mayLose }

    /// The whole journal, without any mistake. Verifying, one thread hands the other every batch alone.
    private var observingAccess: JournalAccess {
        get throws {
            let isArchived = try disk.openDirectory(path).names().contains("archive")
            var observing = JournalAccess(
                keys: access.keys, archive: isArchived ? archivePath : nil, fileSystem: disk)
            observing.portionByteCount = 1
            return observing
        }
    }
}
