import RecountJournal
import RecountKernel
import RecountTestSupport
import SystemPackage

/// One life of a journal on a simulated disk: process after process opens it, submits random commands and
/// ends in the middle of some call, in the worst case with the power. Whoever opens it next must find every
/// acknowledged record, nothing that was not submitted, and nothing by halves.
///
/// A seed always means the same life.
package final class Simulation {
    var plan: SimulationPlan
    let disk: SimulatedDisk
    let path: FilePath = "/journals/one"
    let archivePath: FilePath = "/archives/one"
    let identity: JournalIdentity
    let settings = JournalSettings(limits: MixedCommandStream.limits, initialTime: .zero)
    let history: TrueHistory
    var commands: MixedCommandStream
    var access: JournalAccess
    var report = SimulationReport()

    /// Whether the journal is known to exist.
    var isCreated = false
    /// The last head that the journal acknowledged: what a careful host remembers elsewhere.
    var acknowledged: JournalHead?
    /// Whether the power failed under a journal that promises nothing, since it was last opened.
    var lostUnpromised = false
    /// Bits that rotted and were not mended yet.
    var rot: BitRot?
    /// Whether nothing more can be learnt, because the journal is lost for good.
    var isOver = false
    /// What a reader found wrong that came in the middle of the process.
    var readerFailure: SimulationFailure?
    private var processNumber = 0
    private var failedOpeningCount = 0

    /// - Parameter bug: a mistake that the journal makes with its files.
    package init(seed: UInt64, planting bug: PlantedBug? = nil) {
        plan = SimulationPlan(seed: seed)
        let disk = SimulatedDisk(faults: FaultSchedule(seed: plan.random.next(), odds: plan.faultOdds))
        self.disk = disk
        identity = plan.identity()
        history = TrueHistory(limits: settings.limits, identity: identity)
        commands = MixedCommandStream(seed: plan.random.next())
        let fileSystem: any FileSystem = bug.map { MistakenFileSystem(disk, $0) } ?? disk
        access = JournalAccess(keys: plan.isKeyed ? [plan.key()] : [], fileSystem: fileSystem)
    }

    /// Lives it to its end.
    ///
    /// - Parameter trace: is told of everything that happens on the way.
    package func run(trace: ((String) -> Void)? = nil) throws(SimulationFailure) -> SimulationReport {
        disk.trace = trace
        do {
            try disk.observe { try makeParents() }
            for _ in 0..<plan.processCount where !isOver {
                processNumber += 1
                trace?("process \(processNumber), acknowledged \(acknowledged?.sequence ?? 0)")
                try runProcess()
                endProcess()
            }
            processNumber += 1
            if !isOver { try runLastProcess() }
        } catch let failure as SimulationFailure {
            throw failure
        } catch {
            throw self.failure("\(error)")
        }
        report.faults = disk.tally
        return report
    }

    /// Whether whatever was acknowledged may be lost all the same.
    var mayLose: Bool {
        // Where nothing is synced, a failed sync concerns any number of batches, and shows with the next power loss.
        let hasFailed = plan.syncPolicy == .never && (disk.tally.counts[.syncError] ?? 0) > 0
        return plan.conditions == .lying || lostUnpromised || hasFailed
    }

    func failure(_ finding: String) -> SimulationFailure {
        SimulationFailure(seed: plan.seed, conditions: plan.conditions, process: processNumber, finding: finding)
    }

    private func makeParents() throws {
        for path in [path, archivePath] { try disk.makeDirectory(path.removingLastComponent()) }
        try disk.openDirectory("/").sync()
    }

    private func runProcess() throws {
        // A disk that always fails teaches nothing.
        disk.faults.isActive = failedOpeningCount < 3
        if plan.conditions == .failing, plan.random.chance(1, in: 3) {
            disk.freeByteCount = plan.random.number(0...12_000)
        }
        let stop = plan.stop()
        if case .fromBeginning(let call) = stop { stopDisk(atCall: call) }
        failedOpeningCount += 1
        guard let journal = try open() else { return }
        failedOpeningCount = 0
        try check(journal)
        if case .fromOpening(let call) = stop { stopDisk(atCall: call) }
        // What fails leaves damage that only the next opening takes away.
        if plan.conditions != .failing { disk.interlude = { [unowned self] in readNowAndThen() } }
        defer { disk.interlude = nil }
        try use(journal)
        if let readerFailure { throw readerFailure }
    }

    private func stopDisk(atCall call: Int) {
        disk.stop(atCall: call, plan.random.choice(of: StopPoint.Moment.allCases))
    }

    /// Opens the journal on a disk that behaves, twice.
    private func runLastProcess() throws {
        disk.faults.isActive = false
        disk.freeByteCount = nil
        guard let journal = try open() else { return }
        try check(journal)
        let command = commands.next(history.kernel)
        try history.submit(command)
        _ = try journal.submit(command)
        try journal.close()
        acknowledged = journal.head
        guard let reopened = try open() else { throw failure("the journal cannot be opened twice") }
        try check(reopened)
        guard reopened.recovery == nil, reopened.head == journal.head else {
            throw failure(
                "closed at \(journal.head), reopened at \(reopened.head) with \(String(describing: reopened.recovery))")
        }
    }

    private func endProcess() {
        disk.freeByteCount = plan.random.chance(1, in: 2) ? nil : disk.freeByteCount
        if disk.isStopped { report.stopCount += 1 }
        // What failed is mostly tried again; what was stopped was mostly stopped by the power.
        guard plan.random.chance(disk.isStopped ? 2 : 1, in: 3) else {
            disk.restart(after: .kill)
            report.killCount += 1
            return
        }
        disk.restart(after: .powerLoss(seed: plan.random.next()))
        report.powerLossCount += 1
        if plan.syncPolicy == .never { lostUnpromised = true }
        if plan.conditions == .rotting, isCreated, rot == nil, plan.random.chance(2, in: 3) {
            rot = disk.rot(seed: plan.random.next())
        }
    }
}
