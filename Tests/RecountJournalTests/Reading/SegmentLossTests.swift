import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Segments that are removed, swapped, duplicated or cut")
struct SegmentLossTests {
    private let run = JournalRun()

    /// Whether a replay from the beginning refuses the journal, or ends before a head that is remembered.
    private func isFound(_ head: JournalHead) throws -> Bool {
        do throws(JournalError) {
            let start = try JournalReplay(at: run.path, from: .genesis)
            let replay = Replay(start.hosted)
            while let batch = try start.reader.nextBatch() {
                for position in 0..<batch.count { try replay.execute(batch[position], in: batch.segment) }
            }
            return start.reader.head != head
        } catch {
            return true
        }
    }

    @Test("any one of them missing is refused, the last one found by a head that is remembered")
    func removed() throws {
        let written = try run.write(130)
        let names = try run.names(".journal")
        for name in names {
            let bytes = try Bytes.read(run.path.appending(name))
            try run.remove(name)
            #expect(try isFound(written.head), "\(name)")
            if name != names.last { #expect(throws: JournalError.self, "\(name)") { try run.head() } }
            try Bytes.write(bytes, to: run.path.appending(name))
        }
        #expect(try run.head() == written.head)
    }

    @Test("two that change places are refused, whichever they are")
    func swapped() throws {
        try run.write(130)
        let names = try run.names(".journal")
        for first in names {
            for second in names where first < second {
                let paths = (run.path.appending(first), run.path.appending(second))
                let (one, other) = (try Bytes.read(paths.0), try Bytes.read(paths.1))
                try Bytes.write(other, to: paths.0)
                try Bytes.write(one, to: paths.1)
                #expect(throws: JournalError.self, "\(first), \(second)") { try run.head() }
                try Bytes.write(one, to: paths.0)
                try Bytes.write(other, to: paths.1)
            }
        }
    }

    @Test("a second one of the same content is refused under any other name")
    func duplicated() throws {
        let written = try run.write(130)
        let names = try run.names(".journal")
        for name in names {
            let bytes = try Bytes.read(run.path.appending(name))
            let sequence = try #require(SequenceName(name)).sequence
            for other in [sequence + 1, written.head.sequence + 1] {
                let copy = SequenceName(.segment, other).description
                guard !names.contains(copy) else { continue }
                try Bytes.write(bytes, to: run.path.appending(copy))
                #expect(throws: JournalError.self, "\(name) as \(copy)") { try run.head() }
                try run.remove(copy)
            }
        }
    }

    @Test("cut anywhere, one before the last is refused, and the last is a valid beginning that a head exposes")
    func cut() throws {
        let written = try run.write(130)
        let names = try run.names(".journal")
        for name in names {
            let bytes = try Bytes.read(run.path.appending(name))
            for count in stride(from: 0, to: bytes.count, by: 97) {
                try Bytes.write(bytes[..<count], to: run.path.appending(name))
                #expect(try isFound(written.head), "\(name) cut to \(count)")
                if name != names.last {
                    #expect(throws: JournalError.self, "\(name) cut to \(count)") { try run.head() }
                }
            }
            try Bytes.write(bytes, to: run.path.appending(name))
        }
    }
}
