import RecountKernel
import RecountTestSupport
import Testing

@Suite struct DigestDomainTests {
    @Test("A domain is its ASCII name, zero-padded to the personal field")
    func personalField() {
        #expect(bytes(of: .record) == Array("recount.record\0\0".utf8))
        #expect(bytes(of: .policy) == Array("recount.policy\0\0".utf8))
        #expect(bytes(of: .chain) == Array("recount.chain\0\0\0".utf8))
        #expect(bytes(of: .window) == Array("recount.window\0\0".utf8))
        #expect(bytes(of: .admission) == Array("recount.admit\0\0\0".utf8))
        #expect(bytes(of: .content) == Array("recount.content\0".utf8))
        #expect(bytes(of: .state) == Array("recount.state\0\0\0".utf8))
        #expect(bytes(of: .salt) == Array("recount.salt\0\0\0\0".utf8))
        #expect(bytes(of: .rest) == Array("recount.rest\0\0\0\0".utf8))
        #expect(bytes(of: .leaf) == Array("recount.leaf\0\0\0\0".utf8))
        #expect(bytes(of: .branch) == Array("recount.branch\0\0".utf8))
        #expect(bytes(of: .global) == Array("recount.global\0\0".utf8))
        #expect(bytes(of: .root) == Array("recount.root\0\0\0\0".utf8))
    }

    /// Expected: `hashlib.blake2b(b"abc", digest_size=32, person=b"recount.…")` of Python.
    @Test("Equal bytes have a digest per domain, the one that Python computes")
    func domainSeparation() {
        #expect(digestOfABC(in: .record) == "0a5db844d180e692f4c854e9b2ad5d832d61835cc2a217b3a0c238d0b7a69c90")
        #expect(digestOfABC(in: .policy) == "182e3c60ee687876dedcdc50a523e68b68ce6a5d0ed6efba571dbcb7d61b9880")
        #expect(digestOfABC(in: .chain) == "a80882af3f430a4e8829d3e096a91d7d3bc3c4749419b59ff24f1adb620f4978")
        #expect(digestOfABC(in: .window) == "b0b71e7075eb27ab98c59bc48b2ea265a88507cb8e73d5488583f3007b8785a1")
        #expect(digestOfABC(in: .admission) == "87ffa5275e25a4ce97d87e9f640eeee0b1a24125793c07db939b3172a3701784")
        #expect(digestOfABC(in: .content) == "bb3e0acdf5f3a03a8f9ed77a6030ff8e53b5e4172be3015f10c79685dc4415de")
    }

    private func bytes(of domain: DigestDomain) -> [UInt8] {
        let field = domain.personal
        return field.indices.map { field[$0] }
    }

    private func digestOfABC(in domain: DigestDomain) -> String {
        Array("abc".utf8).withUnsafeBytes { Blake2b.digest($0, in: domain).lowercaseHexadecimal }
    }
}
