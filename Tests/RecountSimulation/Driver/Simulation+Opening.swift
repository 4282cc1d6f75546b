import RecountJournal
import SystemPackage

extension Simulation {
    /// Opens the journal as its host would, and makes it if it is not there.
    ///
    /// - Returns: nil if the process ended, or the disk failed, or nothing more can be learnt.
    func open() throws -> Journal? {
        if plan.isKeyed, plan.random.chance(1, in: 8) { access.keys.append(plan.key()) }
        let rotation = plan.rotation()
        do throws(JournalError) {
            let journal = try Journal.open(at: path, sync: plan.syncPolicy, rotation: rotation, access: access)
            isCreated = true
            return journal
        } catch {
            disk.trace?("not opened: \(error)")
            if disk.isStopped { return nil }
            switch error {
            case .missingDirectory where !isCreated, .emptyDirectory where !isCreated: return try create(rotation)
            case .unfinishedCreation(let location, _) where !isCreated:
                // What the message advises.
                try disk.observe { try disk.openDirectory(path).remove(location.segment) }
                return try create(rotation)
            case .system(let failure): return try bear(failure)
            default: return try takeRefusal(error)
            }
        }
    }

    private func create(_ rotation: RotationPolicy) throws -> Journal? {
        do throws(JournalError) {
            let journal = try Journal.create(
                at: path, settings: settings, identity: identity, sync: plan.syncPolicy, rotation: rotation,
                access: access)
            isCreated = true
            return journal
        } catch {
            if disk.isStopped { return nil }
            guard case .system(let failure) = error else { throw self.failure("not created: \(error)") }
            return try bear(failure)
        }
    }

    private func bear(_ failure: SystemFailure) throws -> Journal? {
        if plan.conditions == .failing { return nil }
        throw self.failure("\(failure) on a disk that does not fail")
    }

    /// Lets the journal refuse what is damaged, and nothing else.
    private func takeRefusal(_ error: JournalError) throws -> Journal? {
        let isDamage =
            switch error {
            case .corrupt, .notAJournal, .newerFormat, .unfinishedCreation, .shortened, .missingDirectory,
                .emptyDirectory, .wrongKey, .notKeyed, .archived:
                true
            default: false
            }
        guard isDamage, rot != nil || mayLose else { throw failure("refused: \(error)") }
        report.refusalCount += 1
        guard let mended = rot else {
            isOver = true
            return nil
        }
        // A refusal changes nothing: once mended, the journal is as it was.
        mended.flip()
        rot = nil
        return try open()
    }
}
