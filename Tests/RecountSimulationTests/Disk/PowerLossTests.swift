import RecountJournal
import RecountSimulation
import RecountTestSupport
import SystemPackage
import Testing

@Suite("What a power loss leaves")
struct PowerLossTests {
    /// All that power losses of many seeds leave of a file.
    private func outcomes(
        of name: String = "a", _ prepare: (SimulatedDisk) throws -> Void
    ) throws -> Set<[UInt8]?> {
        var outcomes: Set<[UInt8]?> = []
        for seed in 0..<400 as Range<UInt64> {
            let disk = SimulatedDisk()
            try prepare(disk)
            disk.restart(after: .powerLoss(seed: seed))
            outcomes.insert(try disk.bytes(of: name))
        }
        return outcomes
    }

    private func filled(_ value: UInt8, _ count: Int = 512) -> [UInt8] { Array(repeating: value, count: count) }

    @Test("what was synced, all of it")
    func synced() throws {
        let bytes = filled(1, 1_300)
        let outcomes = try outcomes { _ = try $0.durableFile("a", bytes) }
        #expect(outcomes == [bytes])
    }

    @Test("any of the sectors that were not synced, whole or not at all")
    func sectors() throws {
        let outcomes = try outcomes {
            let file = try $0.durableFile("a", filled(1, 1_536))
            try file.writeAll(filled(2, 1_536), at: 0)
        }
        var expected: Set<[UInt8]?> = []
        for mask in 0..<8 { expected.insert((0..<3).flatMap { filled(mask & 1 << $0 == 0 ? 1 : 2) }) }
        #expect(outcomes == expected)
    }

    @Test("any version of a sector since it was synced")
    func versions() throws {
        let outcomes = try outcomes {
            let file = try $0.durableFile("a", filled(1))
            for value in 2...4 as ClosedRange<UInt8> { try file.writeAll(filled(value), at: 0) }
        }
        #expect(outcomes == Set((1...4).map { filled($0) }))
    }

    @Test("a length without its bytes reads as zero, bytes without their length are gone")
    func lengths() throws {
        let outcomes = try outcomes {
            let file = try $0.durableFile("a", filled(1, 100))
            try file.writeAll(filled(2, 500), at: 100)
        }
        let expected: Set<[UInt8]?> = [
            filled(1, 100), filled(1, 100) + filled(0, 500), filled(1, 100) + filled(2, 500),
            filled(1, 100) + filled(2, 412) + filled(0, 88), filled(1, 100) + filled(0, 412) + filled(2, 88),
        ]
        #expect(outcomes == expected)
    }

    @Test("what was cut away does not come back when the file grows again")
    func cutAndGrown() throws {
        let outcomes = try outcomes {
            let file = try $0.durableFile("a", filled(1, 2_000))
            try file.truncate(to: 700)
            try file.writeAll([2], at: 1_999)
        }
        for case let bytes? in outcomes where bytes.last == 2 {
            #expect(bytes[700..<1_024].allSatisfy { $0 == 0 || bytes[1_100] == 1 })
            #expect(bytes[1_024..<1_536].allSatisfy { $0 == bytes[1_024] })
        }
        #expect(outcomes.contains(filled(1, 2_000)))
        #expect(outcomes.contains(filled(1, 700)))
        #expect(outcomes.contains(filled(1, 700) + filled(0, 1_299) + [2]))
        #expect(outcomes.contains(filled(1, 700) + filled(0, 1_300)))
    }

    @Test("a name that was not synced, or not")
    func names() throws {
        let outcomes = try outcomes {
            let file = try $0.rootDirectory.open("a", .create)
            try file.writeAll(filled(1), at: 0)
            try file.sync()
        }
        #expect(outcomes == [nil, filled(1)])
    }

    @Test("a rename that was not synced leaves the old file or the new one, never none")
    func rename() throws {
        let prepare: (SimulatedDisk) throws -> Void = {
            _ = try $0.durableFile("a", filled(1))
            _ = try $0.durableFile("b", filled(2))
            try $0.rootDirectory.rename("b", to: "a")
        }
        #expect(try outcomes(prepare) == [filled(1), filled(2)])
        #expect(try outcomes(of: "b", prepare) == [nil, filled(2)])
    }

    @Test("a rename may arrive before the bytes of the file")
    func renameBeforeBytes() throws {
        let outcomes = try outcomes {
            _ = try $0.durableFile("a", filled(1))
            let file = try $0.rootDirectory.open("b", .create)
            try file.writeAll(filled(2), at: 0)
            try $0.rootDirectory.rename("b", to: "a")
            try $0.rootDirectory.sync()
        }
        #expect(outcomes == [[], filled(0), filled(2)])
    }

    @Test("changes of names arrive in any combination")
    func combinations() throws {
        var outcomes: Set<[String]> = []
        for seed in 0..<500 as Range<UInt64> {
            let disk = SimulatedDisk()
            for name in ["a", "b"] { _ = try disk.durableFile(name, []) }
            try disk.rootDirectory.remove("a")
            try disk.rootDirectory.remove("b")
            disk.restart(after: .powerLoss(seed: seed))
            outcomes.insert(try disk.rootDirectory.names())
        }
        #expect(outcomes == [[], ["a"], ["b"], ["a", "b"]])
    }

    @Test("a directory is there if its parent was synced, and its names if it was itself")
    func directories() throws {
        let disk = SimulatedDisk()
        try disk.makeDirectory("/d")
        _ = try disk.openDirectory("/d").open("a", .create)
        try disk.openDirectory("/d").sync()
        try disk.rootDirectory.sync()
        disk.restart(after: .powerLoss(seed: 1))
        #expect(try disk.openDirectory("/d").names() == ["a"])
        #expect(throws: Errno.fileExists) { try disk.makeDirectory("/d") }
        #expect(throws: Errno.notDirectory) { try disk.openDirectory("/d/a") }
        #expect(throws: Errno.noSuchFileOrDirectory) { try disk.openDirectory("/e") }
    }
}
