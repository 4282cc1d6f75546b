import RecountKernel
import RecountTestSupport
import Testing

/// The kernel's engine alone. Official known answers and the comparison with libb2 are in RecountDigestTests.
@Suite struct Blake2bTests {
    @Test("The example of RFC 7693, appendix A")
    func exampleOfRFC7693() {
        let digest = Blake2b.hexadecimalDigest(
            of: [Array("abc".utf8)], outputByteCount: 64, key: [], personal: []
        )
        #expect(
            digest == "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d1"
                + "7d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923"
        )
    }

    @Test("Two updates give the digest of one, wherever the input is cut", arguments: [0, 1, 64])
    func everySplitInTwo(keyByteCount: Int) {
        let key = [UInt8](repeating: 0x5a, count: keyByteCount)
        for byteCount in [0, 1, 127, 128, 129, 256, 257] {
            let input = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 * 11) }
            let expected = digest(of: [input[...]], key: key)
            for cut in 0...byteCount {
                let split = digest(of: [input[..<cut], input[cut...]], key: key)
                #expect(split == expected, "\(byteCount) bytes cut at \(cut)")
            }
        }
    }

    @Test("Updates of one byte, and of nothing in between, give the digest of one update")
    func bytewise() {
        let input = (0..<385).map { UInt8(truncatingIfNeeded: $0 * 3) }
        let bytewise: [ArraySlice<UInt8>] = input.indices.flatMap { index in [input[index...index], []] }
        #expect(digest(of: bytewise, key: []) == digest(of: [input[...]], key: []))
    }

    @Test("Input that starts at any address gives the same digest")
    func unalignedInput() {
        let input = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 5) }
        let expected = digest(of: [input[...]], key: [])
        for offset in 1..<8 {
            let shifted = [UInt8](repeating: 0, count: offset) + input
            let actual = shifted.withUnsafeBytes { bytes in
                Blake2b.digest(UnsafeRawBufferPointer(rebasing: bytes[offset...]), in: .record)
            }
            #expect(actual.lowercaseHexadecimal == expected, "offset \(offset)")
        }
    }

    @Test("A copy and its original go on independently")
    func copiesAreIndependent() {
        var original = engine()
        Array("prefix".utf8).withUnsafeBytes { original.update($0) }
        var copy = original
        Array("left".utf8).withUnsafeBytes { original.update($0) }
        Array("right".utf8).withUnsafeBytes { copy.update($0) }
        #expect(original.finishDigest().lowercaseHexadecimal == digest(of: [Array("prefixleft".utf8)[...]], key: []))
        #expect(copy.finishDigest().lowercaseHexadecimal == digest(of: [Array("prefixright".utf8)[...]], key: []))
    }

    @Test("Every length of output is a digest of its own, not a prefix")
    func outputLengthIsHashed() {
        let input = Array("abc".utf8)
        let digests = (1...64).map {
            Blake2b.hexadecimalDigest(of: [input], outputByteCount: $0, key: [], personal: [])
        }
        for (shorter, longer) in zip(digests, digests.dropFirst()) {
            #expect(longer.count == shorter.count + 2)
            #expect(!longer.hasPrefix(shorter) || shorter.count == 2)
        }
    }

    private func engine() -> Blake2b {
        Blake2b(
            outputByteCount: Digest.byteCount,
            key: UnsafeRawBufferPointer(start: nil, count: 0),
            personal: DigestDomain.record.personal
        )
    }

    private func digest(of parts: [ArraySlice<UInt8>], key: [UInt8]) -> String {
        Blake2b.hexadecimalDigest(
            of: parts, outputByteCount: Digest.byteCount, key: key, personal: Array("recount.record".utf8)
        )
    }
}
