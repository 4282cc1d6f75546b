import RecountDigest
import Testing

@testable import RecountReplay

@Suite("Checkpoints")
struct CheckpointTests {
    @Test("three lines and a signature, in known bytes")
    func knownBytes() throws {
        let root = try #require(TreeHash(hexadecimal: String(repeating: "00ff", count: 16)))
        let note = Checkpoint.sign(TreeHead(size: 812, root: root), with: try KnownNotes.peter())
        let lines = String(decoding: note.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines[..<4] == ["PeterNeumann", "812", "AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8A/wD/AP8=", ""])
        #expect(lines[4].hasPrefix("— PeterNeumann x08go"))
    }

    @Test("what was signed is what is opened")
    func roundTrip() throws {
        let key = try KnownNotes.key(KnownNotes.peterPublic)
        let heads = [
            TreeHead(size: 0, root: .emptyTree), TreeLeaves.head(1), TreeLeaves.head(64),
            TreeHead(size: .max, root: TreeLeaves.hashes[3]),
        ]
        for head in heads {
            let note = Checkpoint.sign(head, with: try KnownNotes.peter()).bytes
            let checkpoint = try Checkpoint(opening: note, with: [key])
            #expect(checkpoint.head == head)
            #expect(checkpoint.origin == key.identity.name)
            #expect(try Checkpoint(unverified: note) == checkpoint)
        }
    }

    @Test("without the right key a checkpoint says nothing")
    func otherKeys() throws {
        let peter = try KnownNotes.key(KnownNotes.peterPublic)
        let enoch = try KnownNotes.key(KnownNotes.enochPublic)
        let note = Checkpoint.sign(TreeLeaves.head(9), with: try KnownNotes.peter()).bytes
        let unknown = NoteError.unknownKeys(signed: [peter.identity], known: [enoch.identity])
        #expect(throws: CheckpointError.note(unknown)) { try Checkpoint(opening: note, with: [enoch]) }
        #expect(throws: CheckpointError.self) { try Checkpoint(opening: note, with: []) }
        #expect(try Checkpoint(opening: note, with: [enoch, peter]).head == TreeLeaves.head(9))
        #expect(!CheckpointError.note(unknown).isMalformed)
    }

    @Test("any flipped bit is refused")
    func changes() throws {
        let key = try KnownNotes.key(KnownNotes.peterPublic)
        let note = Checkpoint.sign(TreeLeaves.head(9), with: try KnownNotes.peter()).bytes
        for bit in 0..<8 * note.count {
            var changed = note
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: CheckpointError.self, "bit \(bit)") { try Checkpoint(opening: changed, with: [key]) }
        }
    }

    @Test("only a key of the journal's name signs for it")
    func otherOrigin() throws {
        let peter = try KnownNotes.peter()
        let origin = try #require(NoteKeyName("EnochRoot"))
        let text = Checkpoint(origin: origin, head: TreeLeaves.head(2)).text
        let note = SignedNote(signing: text, with: peter).bytes
        #expect(throws: CheckpointError.otherOrigin(origin: origin, signers: [peter.identity])) {
            try Checkpoint(opening: note, with: [peter.verificationKey, try KnownNotes.key(KnownNotes.enochPublic)])
        }
    }

    @Test("texts that are no checkpoint are refused although they are signed")
    func malformedTexts() throws {
        let root = TreeLeaves.head(2).root.withBytes { Array($0) }.base64
        let cases: [(text: String, error: CheckpointError)] = [
            ("a\n2\n", .wrongLineCount(2)), ("\n", .wrongLineCount(1)), ("a\n2\n\(root)\nmore\n", .wrongLineCount(4)),
            ("a\n2\n\(root)\n\n", .wrongLineCount(4)), ("\n2\n\(root)\n", .malformedOrigin),
            ("a b\n2\n\(root)\n", .malformedOrigin), ("a+b\n2\n\(root)\n", .malformedOrigin),
            ("a\n02\n\(root)\n", .malformedSize), ("a\n+2\n\(root)\n", .malformedSize),
            ("a\n-2\n\(root)\n", .malformedSize),
            ("a\n\n\(root)\n", .malformedSize), ("a\n2 \n\(root)\n", .malformedSize),
            ("a\n0x2\n\(root)\n", .malformedSize),
            ("a\n18446744073709551616\n\(root)\n", .malformedSize), ("a\n٢\n\(root)\n", .malformedSize),
            ("a\n2\n\(root.dropLast())\n", .malformedRoot), ("a\n2\n\(root) \n", .malformedRoot),
            ("a\n2\nAAAA\n", .malformedRoot), ("a\n2\n\n", .malformedRoot),
        ]
        for (text, error) in cases {
            let note = SignedNote(signing: Array(text.utf8), with: try KnownNotes.peter()).bytes
            #expect(throws: error, "\(text.debugDescription)") { try Checkpoint(unverified: note) }
            #expect(error.isMalformed)
        }
        #expect(throws: CheckpointError.malformedOrigin) {
            try Checkpoint(opening: Array(KnownNotes.sumdb.utf8), with: [try KnownNotes.key(KnownNotes.sumdbPublic)])
        }
        #expect(throws: CheckpointError.note(.noSignatures)) {
            try Checkpoint(unverified: Array("a\n2\n\(root)\n".utf8))
        }
    }
}
