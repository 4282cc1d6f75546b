import Testing

@Suite struct Blake2bKnownAnswerTests {
    @Test("The excerpt has every length once with the key and once without")
    func excerptIsWhole() throws {
        let answers = try Blake2bKnownAnswer.all()
        #expect(answers.filter { $0.key.isEmpty }.map(\.input.count).sorted() == Array(0...255))
        #expect(answers.filter { $0.key.count == 64 }.map(\.input.count).sorted() == Array(0...255))
        #expect(answers.allSatisfy { $0.digest.utf8.count == 128 })
    }

    @Test("All official known answers, in one update", arguments: DigestEngineKind.allCases)
    func oneUpdate(engine: DigestEngineKind) throws {
        for answer in try Blake2bKnownAnswer.all() {
            let digest = engine.digest(of: [answer.input[...]], outputByteCount: 64, key: answer.key, personal: [])
            #expect(digest == answer.digest, "\(answer.input.count) bytes, key of \(answer.key.count)")
        }
    }

    @Test("All official known answers, in several updates", arguments: DigestEngineKind.allCases)
    func severalUpdates(engine: DigestEngineKind) throws {
        for answer in try Blake2bKnownAnswer.all() {
            let count = answer.input.count
            // The cuts move with the length, so that over all lengths they fall on every place in a block.
            let cuts = [0, count / 3, count / 2, count * 7 / 8, count]
            let parts = zip(cuts, cuts.dropFirst()).map { answer.input[$0..<$1] }
            let digest = engine.digest(of: parts, outputByteCount: 64, key: answer.key, personal: [])
            #expect(digest == answer.digest, "\(count) bytes cut at \(cuts), key of \(answer.key.count)")
        }
    }

    @Test("Personal, key and output length as Python computes them", arguments: DigestEngineKind.allCases)
    func personalisedAnswers(engine: DigestEngineKind) {
        for answer in PersonalisedAnswer.all {
            let digest = engine.digest(
                of: [answer.input[...]], outputByteCount: answer.digest.utf8.count / 2,
                key: answer.key, personal: answer.personal
            )
            #expect(digest == answer.digest, "\(answer)")
        }
    }
}

/// A result of `hashlib.blake2b(input, digest_size=…, key=…, person=…)` in Python, where byte i of
/// the input is 7·i + length and byte i of the key is 255 − i, modulo 256.
private struct PersonalisedAnswer {
    let inputByteCount: Int
    let keyByteCount: Int
    let personal: [UInt8]
    let digest: String

    var input: [UInt8] { (0..<inputByteCount).map { UInt8(truncatingIfNeeded: 7 * $0 + inputByteCount) } }
    var key: [UInt8] { (0..<keyByteCount).map { UInt8(255 - $0) } }

    static let all = [
        PersonalisedAnswer(
            inputByteCount: 0, keyByteCount: 0, personal: Array("recount.record".utf8),
            digest: "27b0e1589e5eb3cb0b67c169c6673e1971693b4e9be2964e3416a45c5f429aa0"
        ),
        PersonalisedAnswer(
            inputByteCount: 0, keyByteCount: 64, personal: Array("recount.chain".utf8),
            digest: "fc8b2eca3bb5b773673f4ba48331350bb145e98d4653a5195d010156909ebbd3"
        ),
        PersonalisedAnswer(
            inputByteCount: 3, keyByteCount: 0, personal: Array("recount.policy".utf8),
            digest: "73e27d60b733edc2fde52ff81e6434cec21a89d1ec7d84bd37ed540779f78084"
        ),
        PersonalisedAnswer(
            inputByteCount: 128, keyByteCount: 32, personal: Array("recount.record".utf8),
            digest: "39344e68a9008df4dcffb7b0183aa33ca787f1cb53df235b0b090bb6be654141"
        ),
        PersonalisedAnswer(
            inputByteCount: 129, keyByteCount: 64, personal: Array("recount.chain".utf8),
            digest: "55db7336017b0471c239bd53e25d7b1dbd118c94d6ae75b2c9386dfa6bb9f058"
                + "6193584628981902eedba0dc02c45334cc0a1c832fcacaf63ee1e64d3c5db06c"
        ),
        PersonalisedAnswer(
            inputByteCount: 360, keyByteCount: 0, personal: Array("recount.record".utf8),
            digest: "ef0b95dc9b4694b3b6368460b16e0e4aa5029baeef835df80313c277595e202f"
        ),
        PersonalisedAnswer(inputByteCount: 360, keyByteCount: 1, personal: Array(240...255), digest: "75"),
        PersonalisedAnswer(
            inputByteCount: 1000, keyByteCount: 33, personal: Array(0...15),
            digest: "ec2f8c54650af77fbeaa504ac099651db3e3058ee0064a10e6cfd230e6c4d761"
                + "9ab4e5b516cacbaf8035d83f78402d6df87de19d3c098179d1c93aab7dadd7"
        ),
    ]
}
