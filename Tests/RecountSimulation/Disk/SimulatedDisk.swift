import RecountJournal
import SystemPackage

/// A file system in memory that tells what processes see from what a power loss leaves, stops its process
/// before or after any call, and misbehaves on schedule. Everything follows from seeds.
///
/// What it may do to changes that nobody synced is what file systems as a whole may do, not what one of
/// them does: every name, sector and length arrives or does not, independently of the others
/// (docs/simulation.md).
package final class SimulatedDisk: FileSystem {
    /// What every call answers once the process has ended. No system has such an error.
    package static let stopped = Errno(rawValue: 0x7fff)

    /// How many calls there were.
    package private(set) var callCount = 0
    /// Whether the process has ended and nothing was started again.
    package private(set) var isStopped = false
    /// How it misbehaves.
    package var faults: FaultSchedule
    /// How often it did.
    package private(set) var tally = FaultTally()
    /// How many bytes files may still grow by; nil for any number.
    package var freeByteCount: Int?

    /// Is told of every call that counts, of every fault and of every end of a process.
    package var trace: ((String) -> Void)?

    /// Is run before every call that counts; its own calls are observations.
    package var interlude: (() -> Void)?

    let root = DirectoryNode()
    /// Counts the processes. Handles of an earlier one are dead.
    private(set) var process = 0
    private var stopPoint: StopPoint?
    private var isObserved = false

    package init(faults: FaultSchedule = FaultSchedule(seed: 0)) {
        self.faults = faults
    }

    /// Ends the process on one side of a call.
    ///
    /// - Parameter callCount: how many calls it still begins, at least 1.
    package func stop(atCall callCount: Int, _ moment: StopPoint.Moment) {
        stopPoint = StopPoint(call: self.callCount + callCount, moment: moment)
    }

    /// Ends the process if it has not ended yet, and starts the next. Locks end as well.
    package func restart(after end: ProcessEnd) {
        process += 1
        isStopped = false
        trace?("\(end)")
        stopPoint = nil
        if case .powerLoss(let seed) = end {
            var loss = PowerLoss(seed: seed)
            root.losePower(&loss)
        }
    }

    /// Lets somebody look at what processes see: without faults, and the calls do not count.
    package func observe<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let wasObserved = isObserved
        isObserved = true
        defer { isObserved = wasObserved }
        return try body()
    }

    /// Flips bits on the disk.
    package func rot(seed: UInt64) -> BitRot? {
        guard let rot = BitRot(seed: seed, in: files) else { return nil }
        rot.flip()
        note(.bitRot)
        return rot
    }

    /// Makes a call of a process.
    func call<Result>(
        _ description: @autoclosure () -> String, in process: Int, _ body: () throws(Errno) -> Result
    ) throws(Errno) -> Result {
        guard !isStopped, process == self.process else { throw Self.stopped }
        if isObserved { return try body() }
        callCount += 1
        trace?("\(callCount) \(description())")
        if let interlude { observe(interlude) }
        try stopIfReached(.before)
        if strikes(.interruption) { throw .interrupted }
        let result = try body()
        try stopIfReached(.after)
        return result
    }

    /// Whether a fault strikes the present call.
    func strikes(_ fault: DiskFault) -> Bool {
        guard !isObserved, faults.strikes(fault) else { return false }
        note(fault)
        return true
    }

    /// How many of so many bytes by which a file would grow there is room for; they are taken.
    func room(forGrowth byteCount: Int) -> Int {
        guard let freeByteCount else { return byteCount }
        if freeByteCount < byteCount { note(.diskFull) }
        let granted = min(byteCount, freeByteCount)
        self.freeByteCount = freeByteCount - granted
        return granted
    }

    private func note(_ fault: DiskFault) {
        tally.count(fault)
        trace?("  \(fault.rawValue)")
    }

    private func stopIfReached(_ moment: StopPoint.Moment) throws(Errno) {
        guard stopPoint == StopPoint(call: callCount, moment: moment) else { return }
        isStopped = true
        trace?("  stopped \(moment) it")
        throw Self.stopped
    }

    /// All files that have a name, in the order of their paths.
    private var files: [FileNode] {
        var files: [FileNode] = []
        var rest: [any DiskNode] = [root]
        while let node = rest.popLast() {
            if let file = node as? FileNode { files.append(file) }
            guard let directory = node as? DirectoryNode else { continue }
            rest += directory.names.sorted { $0.key > $1.key }.map(\.value)
        }
        return files
    }
}

extension SimulatedDisk {
    package func makeDirectory(_ path: FilePath) throws(Errno) {
        try call("makeDirectory \(path)", in: process) { () throws(Errno) in
            guard let name = path.lastComponent?.string else { throw .fileExists }
            let parent = try directory(path.removingLastComponent())
            guard parent.names[name] == nil else { throw .fileExists }
            parent.add(name, DirectoryNode())
        }
    }

    package func openDirectory(_ path: FilePath) throws(Errno) -> any FileSystemDirectory {
        try call("openDirectory \(path)", in: process) { () throws(Errno) in
            if strikes(.openError) { throw .tooManyOpenFiles }
            return SimulatedDirectory(try directory(path), on: self)
        }
    }

    private func directory(_ path: FilePath) throws(Errno) -> DirectoryNode {
        var directory = root
        for component in path.components where component.kind != .currentDirectory {
            guard let node = directory.names[component.string] else { throw .noSuchFileOrDirectory }
            guard let next = node as? DirectoryNode else { throw .notDirectory }
            directory = next
        }
        return directory
    }
}
