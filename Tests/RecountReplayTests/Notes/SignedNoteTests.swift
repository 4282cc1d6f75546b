import RecountDigest
import Testing

@testable import RecountReplay

@Suite("Signed notes")
struct SignedNoteTests {
    @Test("a signature has the known bytes")
    func signing() throws {
        let note = SignedNote(signing: Array(KnownNotes.text.utf8), with: try KnownNotes.peter())
        #expect(String(decoding: note.bytes, as: UTF8.self) == KnownNotes.text + "\n" + KnownNotes.peterLine)
    }

    @Test("known notes are read, written as they were, and verified by whose key is known")
    func knownNotes() throws {
        let peter = try KnownNotes.key(KnownNotes.peterPublic)
        let enoch = try KnownNotes.key(KnownNotes.enochPublic)
        let text = KnownNotes.text + "\n" + KnownNotes.peterLine + KnownNotes.enochLine
        let note = try KnownNotes.note(text)
        #expect(note.text == Array(KnownNotes.text.utf8))
        #expect(note.bytes == Array(text.utf8))
        #expect(note.signatures.map(\.key) == [peter.identity, enoch.identity])
        #expect(try note.verify(with: [peter]) == [peter])
        #expect(try note.verify(with: [enoch]) == [enoch])
        #expect(try note.verify(with: [enoch, peter, enoch]) == [peter, enoch])
        #expect(throws: NoteError.unknownKeys(signed: [peter.identity, enoch.identity], known: [])) {
            try note.verify(with: [])
        }
        let sumdb = try KnownNotes.key(KnownNotes.sumdbPublic)
        #expect(try KnownNotes.note(KnownNotes.sumdb).verify(with: [peter, sumdb]) == [sumdb])
    }

    @Test("the last empty line ends the text, which may have others")
    func emptyLines() throws {
        let note = try KnownNotes.note(KnownNotes.poem)
        #expect(String(decoding: note.text, as: UTF8.self).hasSuffix("sole:\n\ned è subito sera.\n"))
        #expect(note.bytes == Array(KnownNotes.poem.utf8))
        #expect(note.signatures[0].key.description == "quasimodo.example/salvatore+367ba04b")
        #expect(try KnownNotes.note("\n\n\n" + KnownNotes.peterLine).text == Array("\n\n".utf8))
    }

    @Test("no changed byte of the text or of a known signature is accepted")
    func changes() throws {
        let peter = try KnownNotes.key(KnownNotes.peterPublic)
        let bytes = Array((KnownNotes.text + "\n" + KnownNotes.peterLine).utf8)
        for position in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[position] ^= 1 << bit
                #expect(throws: NoteError.self, "bit \(bit) of byte \(position)") {
                    try SignedNote(parsing: changed).verify(with: [peter])
                }
            }
        }
    }

    @Test("a bad signature by a known key spoils the note, one by an unknown key does not")
    func badSignatures() throws {
        let peter = try KnownNotes.key(KnownNotes.peterPublic)
        let enoch = try KnownNotes.key(KnownNotes.enochPublic)
        let bad = KnownNotes.enochLine.replacing("HmZa", with: "HmZb").replacing("zmZa", with: "zmZb")
        #expect(bad != KnownNotes.enochLine)
        let note = try KnownNotes.note(KnownNotes.text + "\n" + KnownNotes.peterLine + bad)
        #expect(try note.verify(with: [peter]) == [peter])
        #expect(throws: NoteError.invalidSignature(enoch.identity)) { try note.verify(with: [peter, enoch]) }
        let twice = try KnownNotes.note(KnownNotes.text + "\n" + KnownNotes.enochLine + bad)
        #expect(throws: NoteError.invalidSignature(enoch.identity)) { try twice.verify(with: [enoch]) }
        let short = "— EnochRoot \(([0xaf, 0x0c, 0xfe, 0x78, 1] as [UInt8]).base64)\n"
        let tooShort = try KnownNotes.note(KnownNotes.text + "\n" + short)
        #expect(throws: NoteError.invalidSignature(enoch.identity)) { try tooShort.verify(with: [enoch]) }
    }

    @Test("a key is known by its name and id together")
    func identities() throws {
        let peter = try KnownNotes.key(KnownNotes.peterPublic)
        let sameID = KnownNotes.peterLine.replacing("PeterNeumann", with: "CarmenSandiego")
        let sameName = KnownNotes.peterLine.replacing("x08g", with: "xxxx")
        for line in [sameID, sameName] {
            let note = try KnownNotes.note(KnownNotes.text + "\n" + line)
            #expect(throws: NoteError.unknownKeys(signed: note.signatures.map(\.key), known: [peter.identity])) {
                try note.verify(with: [peter])
            }
            let both = try KnownNotes.note(KnownNotes.text + "\n" + line + KnownNotes.peterLine)
            #expect(try both.verify(with: [peter]) == [peter])
        }
    }

    @Test("many signatures of large keys are read")
    func manySignatures() throws {
        let peter = try KnownNotes.key(KnownNotes.peterPublic)
        let large = "— witness.example/pq \([UInt8](repeating: 7, count: 4 + 5_000).base64)\n"
        let lines = String(repeating: large, count: 99) + KnownNotes.peterLine
        #expect(try KnownNotes.note(KnownNotes.text + "\n" + lines).verify(with: [peter]) == [peter])
    }

    @Test("what is no note is refused for what it is")
    func malformedNotes() throws {
        let text = KnownNotes.text
        let line = KnownNotes.peterLine
        let cases: [(note: String, error: NoteError)] = [
            ("", .unfinishedLine), ("\n", .noSignatures), (text, .noSignatures), (text + "\n", .noSignatures),
            (line, .noSignatures), ("\n" + line, .noSignatures), (text + line, .noSignatures),
            (text + "\n" + line.dropLast(), .unfinishedLine), (text + "\n" + line + "\n", .noSignatures),
            (text + "\n" + line + "more\n", .malformedSignature(line: 5)),
            (text + "\nmore\n" + line, .malformedSignature(line: 4)),
            (text + "\n" + line.dropFirst(2), .malformedSignature(line: 4)),
            (text + "\n-" + line.dropFirst(), .malformedSignature(line: 4)),
            (text + "\n" + line.replacing(" ", with: "  "), .malformedSignature(line: 4)),
            (text + "\n" + line.replacing("PeterNeumann", with: "Peter Neumann"), .malformedSignature(line: 4)),
            (text + "\n" + line.replacing("PeterNeumann", with: "Peter+Neumann"), .malformedSignature(line: 4)),
            (text + "\n" + line.replacing("PeterNeumann", with: "Peter\u{A0}"), .malformedSignature(line: 4)),
            (text + "\n" + line.replacing("PeterNeumann", with: ""), .malformedSignature(line: 4)),
            (text + "\n" + line.replacing("=", with: ""), .malformedSignature(line: 4)),
            (text + "\n" + line.replacing("=", with: " "), .malformedSignature(line: 4)),
            (text + "\n" + line.replacing("\n", with: " \n"), .malformedSignature(line: 4)),
            (text + "\n— PeterNeumann x08gow==\n", .malformedSignature(line: 4)),
            (text + "\n— PeterNeumann\n", .malformedSignature(line: 4)),
            (text + "\n— \n", .malformedSignature(line: 4)),
            (
                text + "\n" + line.replacing("\n", with: "\r\n"),
                .controlCharacter(0x0d, offset: (text + line).utf8.count)
            ),
            ("\u{1}" + text + "\n" + line, .controlCharacter(1, offset: 0)),
            (text + "\n" + String(repeating: line, count: 101), .tooManySignatures(maximumCount: 100)),
        ]
        for (position, malformed) in cases.enumerated() {
            #expect(throws: malformed.error, "case \(position)") { try KnownNotes.note(malformed.note) }
            #expect(malformed.error.isMalformed)
        }
    }

    @Test("bytes that are not UTF-8, and too many, are refused")
    func otherBytes() {
        let note = Array((KnownNotes.text + "\n" + KnownNotes.peterLine).utf8)
        for wrong in [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80]] as [[UInt8]] {
            #expect(throws: NoteError.notUTF8) { try SignedNote(parsing: wrong + note) }
        }
        let large = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 20) + note
        #expect(throws: NoteError.tooLarge(byteCount: large.count, maximumByteCount: 1 << 20)) {
            try SignedNote(parsing: large)
        }
        let largest = Array(large.suffix(1 << 20))
        #expect((try? SignedNote(parsing: largest)) != nil)
    }
}
