import RecountJournal
import RecountSimulation
import RecountTestSupport
import SystemPackage
import Testing

@Suite("A simulated disk")
struct SimulatedDiskTests {
    @Test("processes see a file as a plain array of bytes", arguments: 0..<20 as Range<UInt64>)
    func cache(seed: UInt64) throws {
        let odds: [DiskFault: UInt64] = [.shortRead: 3, .shortWrite: 3]
        let disk = SimulatedDisk(faults: FaultSchedule(seed: seed, odds: odds))
        let file = try disk.rootDirectory.open("a", .create)
        var model: [UInt8] = []
        var random = SplitMix64(state: seed)
        for _ in 0..<100 {
            switch random.number(0...9) {
            case 0: try file.sync()
            case 1:
                let length = random.number(0...3_000)
                try file.truncate(to: UInt64(length))
                model = Array(model.prefix(length)) + repeatElement(0, count: max(0, length - model.count))
            default:
                let offset = random.number(0...2_500)
                let bytes = [UInt8](repeating: UInt8(random.number(1...255)), count: random.number(0...1_200))
                try file.writeAll(bytes, at: UInt64(offset))
                if bytes.isEmpty { continue }
                model += repeatElement(0, count: max(0, offset + bytes.count - model.count))
                model.replaceSubrange(offset..<offset + bytes.count, with: bytes)
            }
            #expect(try file.bytes() == model, "seed \(seed)")
        }
        try file.sync()
        try disk.rootDirectory.sync()
        disk.restart(after: .powerLoss(seed: seed))
        #expect(try disk.bytes(of: "a") == model, "seed \(seed)")
    }

    @Test("a process stops before or after a call, and its handles are dead", arguments: StopPoint.Moment.allCases)
    func stopping(moment: StopPoint.Moment) throws {
        let disk = SimulatedDisk()
        let directory = try disk.rootDirectory
        let file = try disk.durableFile("a", [1])
        disk.stop(atCall: 2, moment)
        try file.writeAll([2], at: 0)
        #expect(throws: SimulatedDisk.stopped) { try file.writeAll([3], at: 0) }
        #expect(disk.isStopped)
        #expect(throws: SimulatedDisk.stopped) { try disk.rootDirectory }
        disk.restart(after: .kill)
        #expect(throws: SimulatedDisk.stopped) { try file.byteCount() }
        #expect(throws: SimulatedDisk.stopped) { try directory.names() }
        #expect(try disk.bytes(of: "a") == [moment == .before ? 2 : 3])
    }

    @Test("a lock ends with its handle and with its process")
    func locks() throws {
        let disk = SimulatedDisk()
        var first: (any FileSystemDirectory)? = try disk.rootDirectory
        try first?.lock()
        try first?.lock()
        let second = try disk.rootDirectory
        #expect(throws: Errno.wouldBlock) { try second.lock() }
        first = nil
        try second.lock()
        disk.restart(after: .kill)
        try disk.rootDirectory.lock()
    }

    @Test("a file is opened as it was asked for")
    func opening() throws {
        let disk = SimulatedDisk()
        let root = try disk.rootDirectory
        #expect(throws: Errno.noSuchFileOrDirectory) { try root.open("a", .read) }
        #expect(throws: Errno.noSuchFileOrDirectory) { try root.open("a", .readWrite) }
        _ = try root.open("a", .create)
        #expect(throws: Errno.fileExists) { try root.open("a", .create) }
        let reading = try root.open("a", .read)
        #expect(throws: Errno.badFileDescriptor) { try reading.writeAll([1], at: 0) }
        try root.open("a", .readWrite).writeAll([1], at: 0)
        #expect(try reading.bytes() == [1])
        try root.remove("a")
        #expect(try reading.bytes() == [1], "an open file stays")
        try disk.makeDirectory("/d")
        #expect(throws: Errno.isDirectory) { try root.open("d", .read) }
    }
}
