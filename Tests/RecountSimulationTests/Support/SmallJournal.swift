import RecountJournal
import RecountKernel
import RecountSimulation
import SystemPackage

/// A journal on a simulated disk, and a host that submits commands to it.
final class SmallJournal {
    static let path: FilePath = "/journal"
    static let archivePath: FilePath = "/archive"

    let disk: SimulatedDisk
    private var commands = MixedCommandStream(seed: 1)
    private let rotation: RotationPolicy
    /// The sequence that was acknowledged last.
    private(set) var acknowledged: UInt64 = 0

    init(
        faults: FaultSchedule = FaultSchedule(seed: 0), rotation: RotationPolicy = RotationPolicy()
    ) {
        disk = SimulatedDisk(faults: faults)
        self.rotation = rotation
    }

    var access: JournalAccess { JournalAccess(fileSystem: disk) }

    func create() throws(JournalError) -> Journal {
        let settings = JournalSettings(limits: MixedCommandStream.limits, initialTime: .zero)
        return try Journal.create(
            at: Self.path, settings: settings, sync: .everyRecord, rotation: rotation, access: access)
    }

    func open() throws(JournalError) -> Journal {
        try Journal.open(at: Self.path, sync: .everyRecord, rotation: rotation, access: access)
    }

    /// Opens the journal, or makes it as its host would after a creation that was cut off.
    func openOrCreate() throws -> Journal {
        do throws(JournalError) {
            return try open()
        } catch .missingDirectory, .emptyDirectory {
            return try create()
        } catch .unfinishedCreation(let location, _) {
            try disk.openDirectory(Self.path).remove(location.segment)
            return try create()
        }
    }

    func submit(_ count: Int, to journal: Journal) throws(JournalError) {
        for _ in 0..<count {
            _ = try journal.submit(commands.next(journal.kernel))
            acknowledged = journal.acknowledgedSequence
        }
    }
}
