import RecountJournal
import RecountKernel

extension Simulation {
    /// Uses an open journal until the process ends, an error comes, or it has done enough.
    func use(_ journal: Journal) throws {
        for _ in 0..<plan.random.number(0...120) {
            do throws(JournalError) {
                try useOnce(journal)
            } catch {
                noteAcknowledgement(of: journal)
                if disk.isStopped { return }
                try expectPoison(journal, after: error)
                return
            }
            if disk.isStopped {
                // While it wrote a snapshot, whose failure is none of the records'.
                noteAcknowledgement(of: journal)
                return
            }
            try checkProgress(of: journal)
            if plan.random.chance(1, in: 100) { try expectLock() }
        }
        if plan.random.chance(1, in: 3) { try close(journal) }
    }

    private func useOnce(_ journal: Journal) throws(JournalError) {
        switch plan.random.number(0...99) {
        case 0...5: try journal.flush()
        case 6...7: try journal.rotate()
        case 8: try archive()
        default:
            let command = commands.next(history.kernel)
            do throws(StepError) {
                try history.submit(command)
            } catch {
                fatalError("a command that no kernel takes: \(error)")
            }
            _ = try journal.submit(command)
        }
    }

    /// Moves the beginning of the journal to its archive, which may go wrong without harm to the journal.
    private func archive() throws(JournalError) {
        do throws(JournalError) {
            _ = try JournalArchive.move(from: path, access: access, to: archivePath)
            report.archivingCount += 1
        } catch {
            if disk.isStopped || mayLose { return }
            switch error {
            case .missingSnapshot: return
            case .system where plan.conditions == .failing: return
            default: throw error
            }
        }
    }

    private func close(_ journal: Journal) throws {
        do throws(JournalError) {
            try journal.close()
        } catch {
            noteAcknowledgement(of: journal)
            if disk.isStopped { return }
            guard plan.conditions == .failing, case .system = error else { throw failure("not closed: \(error)") }
            return
        }
        if !disk.isStopped { try checkProgress(of: journal) }
    }

    private func noteAcknowledgement(of journal: Journal) {
        acknowledged = journal.head
    }

    private func checkProgress(of journal: Journal) throws {
        noteAcknowledgement(of: journal)
        let submitted = UInt64(history.records.count)
        guard journal.kernel.sequence == submitted, journal.acknowledgedSequence <= submitted else {
            throw failure("\(submitted) steps submitted, \(journal.kernel.sequence) taken")
        }
        if let error = journal.snapshotFailure, plan.conditions != .failing { throw failure("no snapshot: \(error)") }
    }

    /// A second writer must be kept out.
    private func expectLock() throws {
        do throws(JournalError) {
            _ = try disk.observe { () throws(JournalError) in
                try Journal.open(at: path, sync: plan.syncPolicy, access: access)
            }
        } catch .locked {
            return
        } catch {
            throw failure("a second writer is kept out by \(error)")
        }
        throw failure("a second writer is let in")
    }

    /// After an error the journal must refuse everything, unless only a snapshot is missing.
    private func expectPoison(_ journal: Journal, after error: JournalError) throws {
        guard plan.conditions == .failing, case .system = error else { throw failure("failed: \(error)") }
        if journal.snapshotFailure == error { return }
        do throws(JournalError) {
            try journal.flush()
        } catch .poisoned {
            return
        } catch {
            throw failure("not poisoned but \(error)")
        }
        throw failure("usable after \(error)")
    }
}
