import CRecount
import RecountKernel
import RecountTestSupport
import Testing

@Suite("C: the library itself")
struct LibraryTests {
    private static let statuses = [
        RECOUNT_OK, RECOUNT_NOTHING_DUE, RECOUNT_NOT_FOUND, RECOUNT_NULL_POINTER, RECOUNT_MISALIGNED,
        RECOUNT_UNSUPPORTED_STRUCT, RECOUNT_TOO_LONG, RECOUNT_BUFFER_TOO_SMALL, RECOUNT_OVERLAPPING,
        RECOUNT_NOT_A_KERNEL, RECOUNT_LIMITS_OUT_OF_RANGE, RECOUNT_TIME_OUT_OF_RANGE, RECOUNT_MALFORMED,
        RECOUNT_CONSEQUENCES_DUE,
    ]

    @Test("versions")
    func versions() throws {
        #expect(recount_abi_version() == UInt32(RECOUNT_ABI_VERSION))
        #expect(String(cString: try #require(recount_version())).split(separator: ".").count == 3)
    }

    @Test("every status and decoding code has a text of its own, every other number the same")
    func texts() throws {
        var texts: Set<String> = []
        for status in -1_000...1_000 {
            let text = String(cString: try #require(recount_status_text(recount_status(status))))
            #expect((text == "unknown status") == !Self.statuses.contains(status), "status \(status)")
            texts.insert(text)
        }
        #expect(texts.count == Self.statuses.count + 1)
        #expect(String(cString: try #require(recount_status_text(.min))) == "unknown status")
        texts = []
        var knownCount = 0
        for code in 0...1_000 as ClosedRange<UInt32> {
            let text = String(cString: try #require(recount_decoding_text(code)))
            let isKnown = UInt8(exactly: code).flatMap { DecodingErrorCode(rawValue: $0) } != nil
            #expect((text == "unknown decoding code") == !isKnown, "code \(code)")
            texts.insert(text)
            knownCount += isKnown ? 1 : 0
        }
        #expect(texts.count == knownCount + 1)
    }

    /// From Python: hashlib.blake2b(data, digest_size=32, person=personal, key=key).hexdigest()
    @Test(
        "digests",
        arguments: [
            ("", "", "", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8"),
            ("recount.record", "", "abc", "0a5db844d180e692f4c854e9b2ad5d832d61835cc2a217b3a0c238d0b7a69c90"),
            ("0123456789abcdef", "key", "abc", "edc449fb2fd46fa8c6cb48d16b03f4b7385409c60b0e23be0dccb6c2a2e2b338"),
        ])
    func digests(personal: String, key: String, data: String, expected: String) {
        var digest = [UInt8](repeating: 0, count: 32)
        let (personal, key, data) = (Array(personal.utf8), Array(key.utf8), Array(data.utf8))
        let status = recount_digest(
            personal, UInt64(personal.count), key, UInt64(key.count), data, UInt64(data.count), &digest)
        #expect(status == 0)
        #expect(digest.hexadecimalDigits == expected)
    }

    @Test("arguments of digests")
    func digestArguments() {
        var digest = [UInt8](repeating: 0, count: 32)
        let bytes = [UInt8](repeating: 1, count: 65)
        #expect(recount_digest(nil, 0, nil, 0, nil, 0, &digest) == 0)
        #expect(Int(recount_digest(nil, 1, nil, 0, nil, 0, &digest)) == RECOUNT_NULL_POINTER)
        #expect(Int(recount_digest(bytes, 17, nil, 0, nil, 0, &digest)) == RECOUNT_TOO_LONG)
        #expect(Int(recount_digest(nil, 0, bytes, 65, nil, 0, &digest)) == RECOUNT_TOO_LONG)
        #expect(Int(recount_digest(nil, 0, nil, 0, nil, 1, &digest)) == RECOUNT_NULL_POINTER)
        #expect(Int(recount_digest(nil, 0, nil, 0, bytes, .max, &digest)) == RECOUNT_TOO_LONG)
        #expect(Int(recount_digest(nil, 0, nil, 0, nil, 0, nil)) == RECOUNT_NULL_POINTER)
    }
}
