import RecountKernel
import RecountTestSupport
import Testing

@Suite("A state written and restored")
struct StateRoundTripTests {
    @Test("gives the same bytes, and a kernel that answers everything as the first", arguments: UInt64(1)...6)
    func answersAsBefore(seed: UInt64) throws {
        var history = try StateHistory(seed: seed)
        for step in 0..<600 {
            try history.advance()
            if step % 3 == 0 { history.advanceALittle() }
            guard step % 20 == 0 else { continue }
            let state = history.harness.stateBytes
            let restored = try KernelHarness.restoring(state)
            #expect(restored.stateBytes == state, "seed \(seed), step \(step)")
            try Self.compare(history, restored, "seed \(seed), step \(step)")
        }
    }

    /// Goes on with both for a while. What is compared is in no table of the restored kernel yet.
    private static func compare(_ history: StateHistory, _ restored: KernelHarness, _ place: String) throws {
        var history = history
        let original = history.harness
        let saved = original.save()
        for _ in 0..<40 {
            let admission = history.admission()
            let answers = try [original, restored].map { harness in
                try harness.admit(admission) { Canonical.bytes(of: $0) }
            }
            #expect(answers[0] == answers[1], "\(place)")
            let command = history.next()
            let steps = [try original.run(command), try restored.run(command)]
            try #require(steps[0].count == steps[1].count, "\(place): \(command)")
            #expect(zip(steps[0], steps[1]).allSatisfy { $0.matches($1) }, "\(place): \(command)")
            #expect(original.kernel.nextDue == restored.kernel.nextDue, "\(place)")
        }
        #expect(original.stateBytes == restored.stateBytes, "\(place), after going on")
        #expect(original.kernel.stateDigest() == restored.kernel.stateDigest())
        original.restore(saved)
    }

    @Test("The hash seed never shows", arguments: UInt64(1)...3)
    func hashSeed(seed: UInt64) throws {
        var history = try StateHistory(seed: seed)
        for _ in 0..<300 { try history.advance() }
        let state = history.harness.stateBytes
        for first in [UInt64(0), 5, .max] {
            let other = try KernelHarness.restoring(state, hashSeed: HashSeed(first: first, second: seed))
            #expect(other.kernel.stateDigest() == history.harness.kernel.stateDigest())
        }
    }

    @Test("The digest is of the bytes, with its own personal field")
    func digest() throws {
        var history = try StateHistory(seed: 9)
        for _ in 0..<100 { try history.advance() }
        let harness = history.harness
        let expected = harness.stateBytes.withUnsafeBytes { Blake2b.digest($0, in: .state) }
        #expect(harness.kernel.stateDigest() == expected)
        #expect(String(decoding: (0..<13).map { DigestDomain.state.personal[$0] }, as: UTF8.self) == "recount.state")
    }

    @Test("A kernel without steps has nothing but its limits")
    func empty() {
        let limits = KernelLimits.sized(
            tenants: 1, accounts: 2, reservations: 3, transfers: 4, maximumAdvance: 5, retention: 6, locks: 7,
            fragments: 8, maximumLease: 9, maximumWait: 10, policies: 11, models: 12)
        let harness = KernelHarness(limits: limits, initialTime: 13)
        var expected = LittleEndianBytes()
        expected.append(UInt16(1))
        for number in [UInt64(0), 13, 5, 6] { expected.append(number) }
        for count in [UInt32(1), 2, 3, 4, 11, 12, 7, 8] { expected.append(count) }
        for number in [UInt64(9), 10] { expected.append(number) }
        expected.append(0, count: 8)
        #expect(harness.stateBytes == expected.bytes)
        #expect(harness.kernel.stateByteCount() == 90)
    }

    @Test("Too little room for the bytes, and memory that is too small or stands askew, are refused")
    func memory() throws {
        let harness = KernelHarness()
        var bytes = [UInt8](repeating: 0, count: 89)
        let error = #expect(throws: EncodingError.self) {
            try bytes.withUnsafeMutableBytes { _ = try harness.kernel.writeState(into: $0) }
        }
        #expect(error?.neededByteCount == 90 && error?.offeredByteCount == 89)
        let needed = Kernel.requiredByteCount(for: .small)
        harness.stateBytes.withUnsafeBytes { state in
            let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 64, alignment: 64)
            defer { memory.deallocate() }
            #expect(throws: RestoreError.memory(.memoryTooSmall(needed: needed, offered: 64))) {
                _ = try Kernel.restored(
                    from: state, memory: memory, hashSeed: HashSeed(first: 1, second: 1), saltSecret: .zero
                ).sequence
            }
        }
    }
}
