import RecountDigest
import RecountTestSupport
import Testing

/// Expected: RFC 8032, section 7.1, tests 1 to 3.
@Suite struct Ed25519Tests {
    struct KnownAnswer: Sendable {
        let seed: String
        let publicKey: String
        let message: String
        let signature: String
    }

    static let answers = [
        KnownAnswer(
            seed: "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            publicKey: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", message: "",
            signature: "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"),
        KnownAnswer(
            seed: "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            publicKey: "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", message: "72",
            signature: "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"),
        KnownAnswer(
            seed: "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            publicKey: "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", message: "af82",
            signature: "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
    ]

    private static func bytes(_ digits: String) -> [UInt8] {
        let digits = Array(digits.utf8)
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
        }
    }

    @Test func signsAndVerifiesTheKnownAnswers() throws {
        for answer in Self.answers {
            let key = try #require(Ed25519PrivateKey(seed: Self.bytes(answer.seed)))
            #expect(key.seed == Self.bytes(answer.seed))
            #expect(key.publicKey.bytes == Self.bytes(answer.publicKey))
            let message = Self.bytes(answer.message)
            let signature = key.signature(for: message)
            #expect(signature == Self.bytes(answer.signature))
            #expect(key.publicKey.isValid(signature, for: message))
        }
    }

    @Test func anyFlippedBitIsRefused() throws {
        let key = try #require(Ed25519PrivateKey(seed: Self.bytes(Self.answers[2].seed)))
        let message: [UInt8] = [0xaf, 0x82]
        let signature = key.signature(for: message)
        for bit in 0..<8 * signature.count {
            var changed = signature
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.publicKey.isValid(changed, for: message), "bit \(bit) of the signature")
        }
        for bit in 0..<8 * message.count {
            var changed = message
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(!key.publicKey.isValid(signature, for: changed), "bit \(bit) of the message")
        }
        for bit in 0..<256 {
            var changed = key.publicKey.bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            let other = try #require(Ed25519PublicKey(bytes: changed))
            #expect(!other.isValid(signature, for: message), "bit \(bit) of the key")
        }
    }

    @Test func otherLengthsAreRefused() throws {
        let key = Ed25519PrivateKey()
        let signature = key.signature(for: [1])
        for wrong in [[], Array(signature.dropLast()), signature + [0]] {
            #expect(!key.publicKey.isValid(wrong, for: [1]))
        }
        for count in [0, 31, 33, 64] {
            #expect(Ed25519PrivateKey(seed: [UInt8](repeating: 1, count: count)) == nil)
            #expect(Ed25519PublicKey(bytes: [UInt8](repeating: 1, count: count)) == nil)
        }
    }

    @Test func aPrivateKeyIsNeverShown() {
        let key = Ed25519PrivateKey()
        #expect("\(key)" == "an Ed25519 private key")
        #expect(String(reflecting: key) == "an Ed25519 private key")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(dumped == "- an Ed25519 private key\n")
        #expect(Ed25519PrivateKey().seed != key.seed)
    }
}
