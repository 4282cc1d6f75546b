import RecountKernel
import RecountTestSupport
import Testing

@Suite struct DigestDomainTests {
    @Test("A domain is its ASCII name, zero-padded to the personal field")
    func personalField() {
        #expect(bytes(of: .record) == Array("recount.record\0\0".utf8))
        #expect(bytes(of: .policy) == Array("recount.policy\0\0".utf8))
        #expect(bytes(of: .chain) == Array("recount.chain\0\0\0".utf8))
    }

    /// Expected: `hashlib.blake2b(b"abc", digest_size=32, person=b"recount.…")` of Python.
    @Test("Equal bytes have a digest per domain, the one that Python computes")
    func domainSeparation() {
        #expect(digestOfABC(in: .record) == "0a5db844d180e692f4c854e9b2ad5d832d61835cc2a217b3a0c238d0b7a69c90")
        #expect(digestOfABC(in: .policy) == "182e3c60ee687876dedcdc50a523e68b68ce6a5d0ed6efba571dbcb7d61b9880")
        #expect(digestOfABC(in: .chain) == "a80882af3f430a4e8829d3e096a91d7d3bc3c4749419b59ff24f1adb620f4978")
    }

    private func bytes(of domain: DigestDomain) -> [UInt8] {
        let field = domain.personal
        return field.indices.map { field[$0] }
    }

    private func digestOfABC(in domain: DigestDomain) -> String {
        Array("abc".utf8).withUnsafeBytes { Blake2b.digest($0, in: domain).lowercaseHexadecimal }
    }
}
