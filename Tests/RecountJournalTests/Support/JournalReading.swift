import RecountKernel
import SystemPackage

@testable import RecountJournal

/// All that reading a journal gives, copied.
struct JournalReading: Equatable {
    struct Batch: Equatable {
        let segment: String
        let fileOffset: UInt64
        let byteCount: Int
        let head: JournalHead
        let stamps: [Digest]
        let bodies: [[UInt8]]

        init(_ batch: JournalBatch) {
            segment = batch.segment
            fileOffset = batch.fileOffset
            byteCount = batch.byteCount
            head = batch.head
            stamps = (0..<batch.count).map { batch[$0].stamp }
            bodies = (0..<batch.count).map { Array(batch[$0].body) }
        }
    }

    struct End: Equatable {
        let head: JournalHead
        let chain: Digest
        let tail: JournalTail?
        let readByteCount: UInt64

        init(_ reader: JournalReader) {
            head = reader.head
            chain = reader.chain
            tail = reader.tail
            readByteCount = reader.readByteCount
        }
    }

    private(set) var batches: [Batch] = []
    private(set) var end: End?
    private(set) var error: JournalError?

    /// Reads batch by batch.
    static func sequential(_ reader: JournalReader) -> JournalReading {
        var reading = JournalReading()
        do throws(JournalError) {
            while let batch = try reader.nextBatch() {
                reading.batches.append(Batch(batch))
                precondition(reading.batches.last?.head == reader.head, "a batch has the head that its reader has")
            }
            reading.end = End(reader)
        } catch {
            reading.error = error
        }
        return reading
    }

    /// Reads ahead.
    static func ahead(_ reader: JournalReader) -> JournalReading {
        var reading = JournalReading()
        let ahead = ReadAhead(reader)
        while reading.end == nil, reading.error == nil {
            do throws(JournalError) {
                switch try ahead.next() {
                case .batch(let batch): reading.batches.append(Batch(batch))
                case .end(let reader): reading.end = End(reader)
                }
            } catch {
                reading.error = error
            }
        }
        return reading
    }
}
