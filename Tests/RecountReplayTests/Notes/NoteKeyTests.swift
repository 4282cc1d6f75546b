import RecountDigest
import RecountReplay
import Testing

@Suite("Note keys")
struct NoteKeyTests {
    @Test("known keys come back as they were")
    func knownKeys() throws {
        for text in [KnownNotes.peterPublic, KnownNotes.enochPublic, KnownNotes.sumdbPublic] {
            #expect(try KnownNotes.key(text).text == text)
            #expect(try KnownNotes.key(text + "\n").text == text)
            #expect(text.hasPrefix("\(try KnownNotes.key(text).identity)+"))
        }
        let peter = try KnownNotes.peter()
        #expect(peter.secretText == KnownNotes.peterPrivate)
        #expect(peter.verificationKey == (try KnownNotes.key(KnownNotes.peterPublic)))
    }

    @Test("no piece of a key is a key, and no flipped bit is accepted")
    func mangledKeys() {
        let publicKey = Array(KnownNotes.peterPublic.utf8)
        let privateKey = Array(KnownNotes.peterPrivate.utf8)
        func isKey(_ bytes: [UInt8]) -> Bool {
            (try? NoteVerificationKey(parsing: bytes)) != nil || (try? NoteSigningKey(parsing: bytes)) != nil
        }
        for key in [publicKey, privateKey] {
            for start in key.indices {
                for end in start...key.count where start > 0 || end < key.count {
                    // Without "PRIVATE+KEY+" a private key is the public key of nothing: its id is another.
                    #expect(!isKey(Array(key[start..<end])), "\(start)..<\(end)")
                }
            }
            for position in key.indices {
                for bit in 0..<8 {
                    var changed = key
                    changed[position] ^= 1 << bit
                    #expect(!isKey(changed), "bit \(bit) of byte \(position)")
                }
            }
            for end in ["\n\n", " ", "\r\n", "=", "\0"] { #expect(!isKey(key + Array(end.utf8))) }
        }
    }

    @Test("each way to be no key has its reason")
    func reasons() {
        func reason(_ text: String) -> NoteKeyError? {
            do throws(NoteKeyError) {
                _ = try NoteVerificationKey(parsing: Array(text.utf8))
                return nil
            } catch {
                return error
            }
        }
        #expect(reason("") == .malformed)
        #expect(reason("a+b") == .malformed)
        #expect(reason(KnownNotes.peterPrivate) == .isPrivate)
        #expect(reason(KnownNotes.peterPublic.replacing("c74f", with: "C74F")) == .malformed)
        #expect(reason(KnownNotes.peterPublic.replacing("Peter", with: "Peter ")) == .malformed)
        #expect(reason("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==") == .malformed)
        #expect(
            reason("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW") == .unsupportedType(0x65))
        #expect(throws: NoteKeyError.isPublic) { try NoteSigningKey(parsing: Array(KnownNotes.peterPublic.utf8)) }
        guard case .otherIdentity = reason(KnownNotes.peterPublic.replacing("Peter", with: "Petra")) else {
            Issue.record("a key under another name is another key")
            return
        }
    }

    @Test("names that can be told from what stands beside them")
    func names() throws {
        for name in ["a", "example.com/ledger", "Ærø", "名前", "a=b"] { #expect(NoteKeyName(name) != nil) }
        let wrong = [
            "", "a b", "a+b", "+", "a\n", "a\tb", "\0", "a\u{1}", "a\u{85}b", "a\u{A0}b", "a\u{2028}b", "a\u{3000}b",
        ]
        for name in wrong { #expect(NoteKeyName(name) == nil, "\(name.debugDescription)") }
        // Swift takes these for equal strings; a signature does not.
        let composed = try #require(NoteKeyName("\u{E9}"))
        let decomposed = try #require(NoteKeyName("e\u{301}"))
        #expect(composed.text == decomposed.text && composed != decomposed)
    }

    @Test("a private key is shown only where it is asked for")
    func secrecy() throws {
        let peter = try KnownNotes.peter()
        var dumped = ""
        dump(peter, to: &dumped)
        let secret = try #require(KnownNotes.peterPrivate.split(separator: "+").last)
        for text in ["\(peter)", String(reflecting: peter), dumped] {
            #expect(!text.contains(secret))
            #expect(text.contains("PeterNeumann+c74f20a3"))
        }
    }

    @Test("new keys differ and work")
    func newKeys() throws {
        let name = try #require(NoteKeyName("example.com/ledger"))
        let keys = (0..<2).map { _ in NoteSigningKey(name: name, key: Ed25519PrivateKey()) }
        #expect(keys[0].secretText != keys[1].secretText)
        for key in keys {
            let read = try NoteSigningKey(parsing: Array(key.secretText.utf8))
            #expect(read.verificationKey == key.verificationKey)
            let note = Checkpoint.sign(TreeLeaves.head(3), with: read)
            #expect(try note.verify(with: keys.map(\.verificationKey)) == [key.verificationKey])
        }
    }
}
