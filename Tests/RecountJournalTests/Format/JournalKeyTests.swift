import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Keyed journals")
struct JournalKeyTests {
    private let run = JournalRun()
    private let first = JournalKey.repeating(1)
    private let second = JournalKey.repeating(2)

    private func expect(_ expected: (JournalLocation) -> JournalError, keys: [JournalKey]) {
        let location = JournalLocation(segment: "00000000000000000001.journal", offset: 0)
        #expect(throws: expected(location)) { try run.head(keys: keys) }
    }

    @Test("only the right key reads and writes a keyed journal")
    func access() throws {
        let written = try run.write(60, keys: [first])
        #expect(try run.head(keys: [first]) == written.head)
        #expect(try run.head(keys: [second, first]) == written.head)
        expect(JournalError.keyNeeded, keys: [])
        expect(JournalError.wrongKey, keys: [second])
        #expect(throws: JournalError.self) { try Journal.open(at: run.path, sync: .records(4)) }
        let access = JournalAccess(keys: [first])
        try Journal.open(at: run.path, sync: .records(4), access: access).close()
    }

    @Test("a key that is given is insisted upon: a journal without one is refused")
    func downgrade() throws {
        try run.write(60)
        expect(JournalError.notKeyed, keys: [first])
    }

    @Test("who has no key cannot continue a keyed journal with segments of his own")
    func forgery() throws {
        let written = try run.write(62, rotation: RotationPolicy(), keys: [first])
        let last = try #require(run.names(".journal").last)
        let forged = JournalHeader(
            settings: .small(), identity: .fixed, firstSequence: written.head.sequence + 1,
            previousChain: written.head.chain)
        var bytes = [UInt8](repeating: 0, count: JournalHeader.byteCount)
        bytes.withUnsafeMutableBytes { forged.encode(into: $0) }
        let name = SequenceName(.segment, forged.firstSequence).description
        #expect(name > last)
        try Bytes.write(bytes, to: run.path.appending(name))
        #expect(throws: JournalError.self) { try run.head(keys: [first]) }
    }

    @Test("the chain depends on the key, the stamps do not")
    func chain() throws {
        let other = JournalRun()
        let keyed = try run.write(60, keys: [first])
        let plain = try other.write(60)
        #expect(keyed.head.sequence == plain.head.sequence)
        #expect(keyed.head.chain != plain.head.chain)
        #expect(keyed.digest == plain.digest)
    }

    @Test("from a segment's beginning on another key; then all of them read it")
    func rotation() throws {
        try run.write(60, keys: [first])
        let both = JournalAccess(keys: [first, second])
        let journal = try Journal.open(at: run.path, sync: .records(4), rotation: JournalRun.small, access: both)
        try journal.rotate()
        let written = try run.extend(journal, by: 60)
        #expect(try run.head(keys: [first, second]) == written.head)
        #expect(throws: JournalError.self) { try run.head(keys: [first]) }
        #expect(throws: JournalError.self) { try run.head(keys: [second]) }
        // The newest snapshot is closed with the new key, so what follows it takes that alone.
        let start = try JournalReplay(at: run.path, access: JournalAccess(keys: [second]), from: .newestSnapshot)
        #expect(start.refusals.isEmpty)
    }

    @Test("a segment without records is made anew with the next key, the first one too")
    func emptySegment() throws {
        try Journal.create(
            at: run.path, settings: .small(), sync: .never, access: JournalAccess(keys: [first])
        ).close()
        for (old, new) in [(first, second), (second, first)] {
            let access = JournalAccess(keys: [old, new])
            let journal = try Journal.open(at: run.path, sync: .never, access: access)
            try journal.rotate()
            let written = try run.extend(journal, by: 0)
            #expect(try run.head(keys: [new]) == written.head)
            #expect(try run.names("").count == 1)
        }
    }

    @Test("a snapshot that is closed without the key, or with another, is refused")
    func snapshots() throws {
        let other = JournalRun()
        try other.write(120, keys: [second])
        try run.write(120, keys: [first])
        let newest = try #require(run.names(".snapshot").last)
        try Bytes.write(Bytes.read(other.path.appending(newest)), to: run.path.appending(newest))
        #expect(throws: JournalError.wrongKey(JournalLocation(segment: newest, offset: 0))) {
            try JournalReplay(at: run.path, access: JournalAccess(keys: [first]), from: .newestSnapshot)
        }
    }

    @Test("key files hold 64 digits, perhaps with a line feed, and nothing else")
    func files() throws {
        let text = first.fileText
        #expect(text == String(repeating: "01", count: 32) + "\n")
        #expect(JournalKey(text: Array(text.utf8))?.id == first.id)
        #expect(JournalKey(text: Array(text.utf8.dropLast()))?.id == first.id)
        let refused = ["", "\n", text + "\n", text.dropLast(2) + "\n", " " + text, text.replacing("01", with: "0G")]
        for text in refused { #expect(JournalKey(text: Array(text.utf8)) == nil, "\(text.debugDescription)") }
        #expect(JournalKey.random().id != JournalKey.random().id)
        #expect(first.id != second.id && first.id != .zero)
        #expect(!"\(first) \(String(reflecting: first))".contains("01"))
    }
}
