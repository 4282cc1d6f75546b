import RecountJournal
import RecountSimulation
import RecountTestSupport
import SystemPackage
import Testing

@Suite("A simulated disk that fails")
struct DiskFaultTests {
    private let disk = SimulatedDisk()

    @Test("an interrupted call did nothing; a short read ends anywhere, a short write with a sector")
    func shortCalls() throws {
        let file = try disk.durableFile("a", [])
        disk.faults.force(.interruption)
        #expect(throws: Errno.interrupted) { try file.writeAll([1], at: 0) }
        #expect(try file.byteCount() == 0)
        disk.faults.force(.shortWrite)
        try file.writeAll([1, 2, 3], at: 0)
        let bytes = (0..<2_000).map { UInt8($0 % 251) }
        let written = try bytes.withUnsafeBytes { try file.write($0, at: 0) }
        #expect([512, 1_024, 1_536].contains(written))
        #expect(try file.bytes() == Array(bytes.prefix(written)))
        try file.writeAll(bytes, at: 0)
        disk.faults.force(.shortRead)
        var read = [UInt8](repeating: 0, count: 2_000)
        let count = try read.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
        #expect(1..<2_000 ~= count)
        #expect(Array(read.prefix(count)) == Array(bytes.prefix(count)))
        #expect(disk.tally.counts == [.interruption: 1, .shortWrite: 1, .shortRead: 1])
    }

    @Test("a full disk takes what there is room for, then nothing that grows")
    func fullDisk() throws {
        let file = try disk.durableFile("a", [0, 0])
        disk.freeByteCount = 5
        let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        #expect(try bytes.withUnsafeBytes { try file.write($0, at: 1) } == 6)
        #expect(throws: Errno.noSpace) { try file.writeAll([9], at: 7) }
        try file.writeAll([9], at: 6)
        #expect(try file.bytes() == [0, 1, 2, 3, 4, 5, 9])
        disk.freeByteCount = nil
        try file.writeAll([9], at: 7)
    }

    @Test("calls fail on demand")
    func errors() throws {
        let file = try disk.durableFile("a", [1])
        let root = try disk.rootDirectory
        for fault in [DiskFault.readError, .writeError, .syncError] { disk.faults.force(fault) }
        #expect(throws: Errno.ioError) { try file.bytes() }
        #expect(throws: Errno.ioError) { try file.writeAll([1], at: 0) }
        #expect(throws: Errno.ioError) { try file.sync() }
        for fault in [DiskFault.renameError, .directorySyncError] { disk.faults.force(fault) }
        #expect(throws: Errno.ioError) { try root.rename("a", to: "b") }
        #expect(throws: Errno.ioError) { try root.sync() }
        disk.faults.force(.openError)
        #expect(throws: Errno.tooManyOpenFiles) { try root.open("a", .read) }
        #expect(try root.names() == ["a"])
    }

    @Test("a lying sync makes nothing durable, an honest one later does")
    func lyingSync() throws {
        let file = try disk.durableFile("a", [1])
        try file.writeAll([2], at: 0)
        var outcomes: Set<[UInt8]?> = []
        for seed in 0..<100 as Range<UInt64> {
            let disk = SimulatedDisk()
            let file = try disk.durableFile("a", [1])
            try file.writeAll([2], at: 0)
            disk.faults.force(.lyingSync)
            try file.sync()
            disk.restart(after: .powerLoss(seed: seed))
            outcomes.insert(try disk.bytes(of: "a"))
        }
        #expect(outcomes == [[1], [2]])
        disk.faults.force(.lyingSync)
        try file.sync()
        try file.sync()
        disk.restart(after: .powerLoss(seed: 0))
        #expect(try disk.bytes(of: "a") == [2])
    }

    /// What processes see after a failed sync, and what a sync that succeeds and a power loss leave then.
    private struct Aftermath: Hashable {
        var seen: [UInt8]?
        var left: [UInt8]?
    }

    private func aftermaths(_ afterwards: (any FileSystemFile) throws -> Void = { _ in }) throws -> Set<Aftermath> {
        var found: Set<Aftermath> = []
        for seed in 0..<200 as Range<UInt64> {
            let disk = SimulatedDisk(faults: FaultSchedule(seed: seed))
            let file = try disk.durableFile("a", [1])
            try file.writeAll([2], at: 0)
            disk.faults.force(.syncError)
            #expect(throws: Errno.ioError) { try file.sync() }
            try afterwards(file)
            try file.sync()
            let seen = try file.bytes()
            disk.restart(after: .powerLoss(seed: seed))
            found.insert(Aftermath(seen: seen, left: try disk.bytes(of: "a")))
        }
        return found
    }

    @Test("a failed sync loses what it could not write, even if processes go on seeing it")
    func failedSync() throws {
        let expected: Set<Aftermath> = [
            Aftermath(seen: [2], left: [2]), Aftermath(seen: [1], left: [1]), Aftermath(seen: [2], left: [1]),
        ]
        #expect(try aftermaths() == expected)
    }

    @Test("what is written again after a failed sync is synced like anything else")
    func writtenAgain() throws {
        #expect(try aftermaths { try $0.writeAll([2], at: 0) } == [Aftermath(seen: [2], left: [2])])
    }

    @Test("a failed sync may lose the length as well; writing again brings it back")
    func lostLength() throws {
        var lengths: Set<Int?> = []
        for seed in 0..<200 as Range<UInt64> {
            for isWrittenAgain in [false, true] {
                let disk = SimulatedDisk(faults: FaultSchedule(seed: seed))
                let file = try disk.durableFile("a", [1])
                try file.writeAll(Array(repeating: 2, count: 2_000), at: 1)
                disk.faults.force(.syncError)
                #expect(throws: Errno.ioError) { try file.sync() }
                #expect(try file.byteCount() == 2_001)
                if isWrittenAgain { try file.writeAll(Array(repeating: 3, count: 2_000), at: 1) }
                try file.sync()
                disk.restart(after: .powerLoss(seed: seed))
                let left = try disk.bytes(of: "a")
                if isWrittenAgain { #expect(left == [1] + Array(repeating: 3, count: 2_000)) }
                if !isWrittenAgain { lengths.insert(left?.count) }
            }
        }
        #expect(lengths == [1, 2_001])
    }

    @Test("rotten bits are on the disk, and can be mended")
    func bitRot() throws {
        let bytes = Array(repeating: 7, count: 3_000) as [UInt8]
        _ = try disk.durableFile("a", bytes)
        for seed in 0..<50 as Range<UInt64> {
            let rot = try #require(disk.rot(seed: seed))
            let rotten = try #require(try disk.bytes(of: "a"))
            #expect(1...4 ~= zip(bytes, rotten).count { $0 != $1 } || rotten == bytes)
            disk.restart(after: .powerLoss(seed: seed))
            #expect(try disk.bytes(of: "a") == rotten)
            rot.flip()
            #expect(try disk.bytes(of: "a") == bytes)
        }
        #expect(SimulatedDisk().rot(seed: 1) == nil)
    }
}
