import RecountDigest
import Testing

/// Expected: the examples of FIPS 180 (NIST's "Examples with intermediate values").
@Suite struct SHA256DigestTests {
    @Test func emptyInput() {
        let digest = SHA256Digest.hexadecimal(of: UnsafeRawBufferPointer(start: nil, count: 0))
        #expect(digest == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func oneBlock() {
        let digest = Array("abc".utf8).withUnsafeBytes { SHA256Digest.hexadecimal(of: $0) }
        #expect(digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func twoBlocks() {
        let message = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        let digest = Array(message.utf8).withUnsafeBytes { SHA256Digest.hexadecimal(of: $0) }
        #expect(digest == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
    }
}
