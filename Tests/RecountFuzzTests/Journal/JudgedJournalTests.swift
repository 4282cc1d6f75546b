import RecountJournal
import RecountKernel
import Testing

@testable import RecountFuzz

/// What the segment target demands can be broken, and then it says so.
@Suite("Judging journals")
struct JudgedJournalTests {
    /// A journal of two ticks, a segment each, with a snapshot between them.
    private static func image(key: [UInt8] = []) throws -> JournalImage {
        let kernel = try FuzzedKernel()
        var journal = ForgedJournal()
        journal.key = key
        for _ in 0..<2 {
            let tick = Command(header: CommandHeader(tenant: .none, time: .zero), body: .tick)
            let step = try #require(try kernel.step(tick))
            journal.batch.bodies.append(try Answer.recordBody(step, tick))
            if journal.snapshots.isEmpty {
                let hasBegun = journal.beginSegment()
                #expect(hasBegun)
                journal.snapshots.append(ForgedSnapshot(sequence: 1, state: try kernel.stateBytes))
            }
        }
        return journal.files(limits: kernel.kernel.limits)
    }

    @Test(
        "A sound journal is accepted as that, and a beginning of it as a damaged one",
        arguments: [[], ForgedJournal.key])
    func sound(key: [UInt8]) throws {
        var image = try Self.image(key: key)
        #expect(image.heads.map(\.sequence) == [0, 1, 2])
        #expect(image.files.map(\.kind) == [.segment, .snapshot, .segment])
        #expect(try JudgedJournal(image, origin: .sound, key: key).judge(explaining: [1, 2]) == .accepted)
        image.files[2].bytes.removeLast(50)
        #expect(try JudgedJournal(image, origin: .damaged, key: key).judge(explaining: [1, 2]) == .accepted)
        image.files[1].bytes[600] ^= 1
        image.files[0].bytes[600] ^= 1
        #expect(try JudgedJournal(image, origin: .damaged, key: key).judge(explaining: [1]) == .refused)
    }

    @Test("A damaged journal is not accepted as a sound one", arguments: 0..<3)
    func damaged(file: Int) throws {
        var image = try Self.image()
        image.files[file].bytes[600] ^= 1
        #expect(throws: PropertyViolation.self) {
            _ = try JudgedJournal(image, origin: .sound).judge(explaining: [])
        }
    }

    @Test("A journal that goes on is not accepted where it should have ended")
    func longer() throws {
        var image = try Self.image()
        image.heads.removeLast()
        #expect(throws: PropertyViolation.self) {
            _ = try JudgedJournal(image, origin: .damaged).judge(explaining: [])
        }
    }
}
