import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Damage")
struct DamageTests {
    private let directory = TemporaryDirectory()
    private var path: FilePath { directory.journal }

    /// The offset that an error names.
    private func offset(of error: any Error) -> UInt64? {
        switch error as? JournalError {
        case .corrupt(let corruption): corruption.location.offset
        case .notAJournal(let location): location.offset
        default: nil
        }
    }

    @Test("one changed byte anywhere is found at or before it, and in its batch", arguments: [0x01, 0x80])
    func everyByte(change: UInt8) throws {
        let sample = try SampleJournal(batches: [6, 2, 1])
        for position in sample.bytes.indices {
            var bytes = sample.bytes
            bytes[position] ^= change
            try SampleJournal.install(bytes, at: path)
            var found: UInt64?
            do {
                _ = try ReadingResult(path)
                Issue.record("byte \(position) changed by \(change) was read as valid")
            } catch {
                found = offset(of: error)
            }
            let batchStart = position < 512 ? 0 : sample.boundaries[sample.boundaryIndex(at: position)]
            let place = try #require(found, "byte \(position): the error names no place")
            #expect(place >= UInt64(batchStart), "byte \(position)")
            #expect(place <= UInt64(sample.boundaries.first { $0 > position } ?? 0), "byte \(position)")
            #expect(throws: JournalError.self, "byte \(position)") { try Journal.open(at: path, sync: .never) }
            #expect(try Bytes.read(path.firstSegment) == bytes, "byte \(position): a refused journal was changed")
        }
    }

    @Test("a batch that is left out, doubled or out of place is refused")
    func movedBatches() throws {
        let sample = try SampleJournal(batches: [6, 5, 4])
        let header = sample.bytes[..<512]
        let batches = (0..<3).map { sample.bytes[sample.boundaries[$0]..<sample.boundaries[$0 + 1]] }
        for order in [[0, 2], [1, 2], [0, 0, 1, 2], [0, 1, 1, 2], [0, 2, 1], [0, 1, 2, 2]] {
            try SampleJournal.install(header + order.flatMap { batches[$0] }, at: path)
            for attempt in [{ _ = try ReadingResult(path) }, { _ = try Journal.open(at: path, sync: .never) }] {
                do {
                    try attempt()
                    Issue.record("batches \(order) were accepted")
                } catch JournalError.corrupt(let corruption) {
                    #expect(corruption.part == .sequence, "batches \(order): \(corruption)")
                }
            }
        }
    }

    @Test("an error stays: the reader never goes on behind it")
    func stickyError() throws {
        let sample = try SampleJournal(batches: [6, 5, 4])
        var bytes = sample.bytes
        bytes[sample.boundaries[1] + 100] ^= 1
        try SampleJournal.install(bytes, at: path)
        let reader = try JournalReader(at: path)
        #expect(try reader.nextBatch()?.count == 6)
        let first = #expect(throws: JournalError.self) { try reader.nextBatch() }
        let second = #expect(throws: JournalError.self) { try reader.nextBatch() }
        #expect(first == second)
        #expect(reader.tail == nil)
    }

    @Test("of several bad records in a batch the first is named, whatever is wrong with it")
    func firstBadRecord() throws {
        let sample = try SampleJournal(batches: [12])
        let bodies = try Forgery.bodies(of: sample)
        var starts = [JournalHeader.byteCount + FrameHeader.byteCount]
        for body in bodies { starts.append(starts[starts.count - 1] + BatchLimits.recordHeaderByteCount + body.count) }
        for (first, second) in [(0, 1), (2, 3), (3, 9), (5, 11), (10, 11)] {
            // Two bodies that are not what their stamps say: the last byte of one, the sequence of the other.
            var bytes = sample.bytes
            bytes[starts[first + 1] - 1] ^= 1
            bytes[starts[second] + BatchLimits.recordHeaderByteCount] ^= 1
            #expect(try firstDamage(in: bytes) == Damage(.stamp, starts[first] + 4))
            // A sequence that its stamp agrees with, before a wrong stamp and behind one.
            var forged = bodies
            forged[first][0] ^= 1
            var isEarlier = Forgery.segment { $0.append(forged) }
            isEarlier[starts[second] + 4] ^= 1
            let sequenceOffset = starts[first] + BatchLimits.recordHeaderByteCount
            #expect(try firstDamage(in: isEarlier) == Damage(.sequence, sequenceOffset))
            forged = bodies
            forged[second][0] ^= 1
            var isLater = Forgery.segment { $0.append(forged) }
            isLater[starts[first] + 4] ^= 1
            #expect(try firstDamage(in: isLater) == Damage(.stamp, starts[first] + 4))
        }
    }

    private struct Damage: Equatable {
        let part: JournalCorruption.Part
        let offset: UInt64

        init(_ part: JournalCorruption.Part, _ offset: Int) {
            self.part = part
            self.offset = UInt64(offset)
        }
    }

    private func firstDamage(in bytes: [UInt8]) throws -> Damage? {
        try SampleJournal.install(bytes, at: path)
        do {
            _ = try ReadingResult(path)
            return nil
        } catch JournalError.corrupt(let corruption) {
            return Damage(corruption.part, Int(corruption.location.offset))
        }
    }

    @Test("a forged count of zero sectors is refused")
    func zeroSectorCount() throws {
        let sample = try SampleJournal(batches: [6])
        let bodies = try Forgery.bodies(of: sample)
        try SampleJournal.install(Forgery.segment { $0.append(bodies) }, at: path)
        #expect(try ReadingResult(path).recordCount == 6)
        try SampleJournal.install(Forgery.segment { $0.append(bodies, zeroSectorCount: 1) }, at: path)
        let error = #expect(throws: JournalError.self) { try ReadingResult(path) }
        guard case .corrupt(let corruption)? = error else { return }
        #expect(corruption.part == .zeroSectors)
    }

    @Test("record lengths that do not fill the batch are refused")
    func recordLengths() throws {
        for (bodies, part) in [
            ([[UInt8](repeating: 1, count: 25)], JournalCorruption.Part.frame),
            ([[UInt8](repeating: 1, count: 25), [UInt8](repeating: 1, count: 40)], .recordLength),
        ] {
            try SampleJournal.install(Forgery.segment { $0.append(bodies) }, at: path)
            let error = #expect(throws: JournalError.self) { try ReadingResult(path) }
            guard case .corrupt(let corruption)? = error else { return }
            #expect(corruption.part == part)
        }
    }
}
