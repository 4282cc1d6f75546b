import RecountReplay
import RecountTestSupport
import Testing

@Suite("Proof documents")
struct ProofDocumentTests {
    private static func documents() throws -> [ProofDocument] {
        var documents: [ProofDocument] = []
        for (index, size) in [(0, 1), (5, 8), (20, 45)] {
            documents.append(.inclusion(try TreeLeaves.inclusion(index, size), stamp: TreeLeaves.stamps[index]))
        }
        for (older, newer) in [(0, 0), (0, 9), (9, 9), (6, 8), (33, 64)] {
            documents.append(.consistency(try TreeLeaves.consistency(older, newer)))
        }
        let zeros = [TreeLeaves.hashes[0]]
        documents.append(.consistency(try ConsistencyProof(olderSize: 1 << 63, newerSize: .max, hashes: zeros)))
        return documents
    }

    @Test("every proof comes back from its bytes")
    func roundTrip() throws {
        for document in try Self.documents() { #expect(try ProofDocument(parsing: document.json) == document) }
    }

    @Test("the bytes, written out")
    func layout() throws {
        let document = ProofDocument.inclusion(try TreeLeaves.inclusion(1, 2), stamp: TreeLeaves.stamps[1])
        #expect(
            String(decoding: document.json, as: UTF8.self) == """
                {
                  "format": "recount.inclusion_proof",
                  "version": 1,
                  "record": 2,
                  "stamp": "\(TreeLeaves.stamps[1].lowercaseHexadecimal)",
                  "tree_size": 2,
                  "hashes": [
                    "\(TreeLeaves.hashes[0].hexadecimal)"
                  ]
                }

                """)
        let large = ProofDocument.consistency(
            try ConsistencyProof(olderSize: 1 << 60, newerSize: 1 << 60, hashes: []))
        #expect(
            String(decoding: large.json, as: UTF8.self) == """
                {
                  "format": "recount.consistency_proof",
                  "version": 1,
                  "older_tree_size": "1152921504606846976",
                  "newer_tree_size": "1152921504606846976",
                  "hashes": []
                }

                """)
    }

    @Test("any flipped bit is refused, or makes another proof that does not hold")
    func changes() throws {
        let head = TreeLeaves.head(45)
        let json = ProofDocument.inclusion(try TreeLeaves.inclusion(20, 45), stamp: TreeLeaves.stamps[20]).json
        for bit in 0..<8 * json.count {
            var changed = json
            changed[bit / 8] ^= 1 << (bit % 8)
            guard case .inclusion(let proof, let stamp)? = try? ProofDocument(parsing: changed) else { continue }
            #expect(throws: ProofError.self, "bit \(bit)") { try proof.verify(stamp, in: head) }
        }
    }

    @Test("another spelling of the same proof is refused")
    func otherSpellings() throws {
        let document = ProofDocument.inclusion(try TreeLeaves.inclusion(5, 8), stamp: TreeLeaves.stamps[5])
        let text = String(decoding: document.json, as: UTF8.self)
        let stamp = TreeLeaves.stamps[5].lowercaseHexadecimal
        let edits: [(old: String, new: String)] = [
            ("\n", "\r\n"), ("\n", ""), ("\"record\": 6", "\"record\": 6.0"), ("\"record\": 6", "\"record\": \"6\""),
            ("\"version\": 1", "\"version\": 2"), ("\"version\": 1,\n  ", ""), ("\"version\"", "\"Version\""),
            ("\"version\"", "\"more\": 1,\n  \"version\""), (stamp, stamp.uppercased()),
        ]
        var spellings = [text + "\n", String(text.dropLast()), " " + text]
        for edit in edits { spellings.append(text.replacing(edit.old, with: edit.new)) }
        for spelling in spellings {
            #expect(throws: ProofDocumentError.self, "\(spelling)") { try ProofDocument(parsing: Array(spelling.utf8)) }
        }
    }

    @Test("what is no proof is refused for what it is")
    func malformed() throws {
        func error(_ text: String) -> ProofDocumentError? {
            do throws(ProofDocumentError) {
                _ = try ProofDocument(parsing: Array(text.utf8))
                return nil
            } catch {
                return error
            }
        }
        guard case .json? = error("{") else {
            Issue.record("text that is no JSON")
            return
        }
        #expect(error("[]") == .wrongMember("format"))
        #expect(error(#"{"format": "recount.policy"}"#) == .wrongMember("format"))
        #expect(error(#"{"format": "recount.inclusion_proof"}"#) == .wrongMember("stamp"))
        let stamp = String(repeating: "0", count: 64)
        let start = #"{"format": "recount.inclusion_proof", "stamp": "\#(stamp)""#
        #expect(error(start + "}") == .wrongMember("record"))
        #expect(error(start + #", "record": -1}"#) == .wrongMember("record"))
        #expect(error(start + #", "record": 1, "tree_size": true}"#) == .wrongMember("tree_size"))
        #expect(error(start + #", "record": 1, "tree_size": 1}"#) == .wrongMember("hashes"))
        #expect(error(start + #", "record": 1, "tree_size": 1, "hashes": [1]}"#) == .wrongMember("hashes"))
        #expect(error(start + #", "record": 1, "tree_size": 2, "hashes": ["00"]}"#) == .wrongMember("hashes"))
        #expect(
            error(start + #", "record": 1, "tree_size": 2, "hashes": []}"#)
                == .proof(.wrongHashCount(expected: 1, found: 0)))
        #expect(
            error(start + #", "record": 3, "tree_size": 2, "hashes": []}"#)
                == .proof(.noSuchRecord(record: 3, treeSize: 2)))
    }
}
