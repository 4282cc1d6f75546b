import RecountJournal
import RecountKernel
import Testing

@testable import RecountFuzz

/// What the segment target demands can be broken, and then it says so.
@Suite("Judging journals")
struct JudgedJournalTests {
    /// A journal of two ticks, a batch each.
    private static func journal() throws -> (files: [ForgedJournal.File], heads: [JournalHead]) {
        let kernel = try FuzzedKernel()
        var journal = ForgedJournal()
        for _ in 0..<2 {
            let tick = Command(header: CommandHeader(tenant: .none, time: .zero), body: .tick)
            let step = try #require(try kernel.step(tick))
            journal.batch.bodies.append(try Answer.recordBody(step, tick))
            journal.closeBatch()
        }
        return journal.files(limits: kernel.kernel.limits)
    }

    @Test("A sound journal is accepted as that, and a beginning of it as a damaged one")
    func sound() throws {
        var (files, heads) = try Self.journal()
        #expect(heads.map(\.sequence) == [0, 1, 2])
        #expect(try JudgedJournal(heads: heads, origin: .sound).judge(files, explaining: [1, 2]) == .accepted)
        files[0].bytes.removeLast(50)
        #expect(try JudgedJournal(heads: heads, origin: .damaged).judge(files, explaining: [1, 2]) == .accepted)
        files[0].bytes[600] ^= 1
        #expect(try JudgedJournal(heads: heads, origin: .damaged).judge(files, explaining: [1]) == .refused)
    }

    @Test("A damaged journal is not accepted as a sound one")
    func damaged() throws {
        var (files, heads) = try Self.journal()
        files[0].bytes[600] ^= 1
        #expect(throws: PropertyViolation.self) {
            _ = try JudgedJournal(heads: heads, origin: .sound).judge(files, explaining: [])
        }
    }

    @Test("A journal that goes on is not accepted where it should have ended")
    func longer() throws {
        let (files, heads) = try Self.journal()
        #expect(throws: PropertyViolation.self) {
            _ = try JudgedJournal(heads: heads.dropLast(), origin: .damaged).judge(files, explaining: [])
        }
    }
}
