import RecountKernel

/// The cases about BLAKE2b that were made by hand.
enum DigestVectors {
    static var groups: [VectorGroup] {
        [
            official(key: []), official(key: Array(0...63)), rfc, domains, personals, keys, lengths, blocks, stateRoots,
        ]
    }

    /// A group whose digests are computed here; tests hold them to a second implementation.
    static func group(
        _ id: String, _ comment: String, flags: [VectorFlag] = [],
        _ cases: [(comment: String, personal: [UInt8], key: [UInt8], data: [UInt8], length: Int)]
    ) -> VectorGroup {
        let entries = cases.enumerated().map { position, entry in
            guard
                let digest = Blake2bDigest.bytes(
                    of: entry.data, personal: entry.personal, key: entry.key, length: entry.length)
            else { preconditionFailure("\(id): \(entry.comment): out of the algorithm's range") }
            return DigestCase(
                label: VectorLabel(id: Self.id(id, position), comment: entry.comment, flags: flags),
                personal: entry.personal, key: entry.key, data: entry.data, digest: digest)
        }
        return VectorGroup(id: id, comment: comment, content: .digests(entries))
    }

    private static func id(_ group: String, _ position: Int) -> String {
        let number = String(position + 1)
        return group + "/" + String(repeating: "0", count: max(0, 3 - number.count)) + number
    }

    /// Bytes that follow a rule: 0, 1, 2, … modulo 251.
    static func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 % 251) } }

    /// Known answers of the authors: 64 bytes of output, input 00, 01, …, a key of none or of 00 to 3f.
    static func official(key: [UInt8]) -> VectorGroup {
        let lengths = [0, 1, 2, 3, 7, 8, 63, 64, 65, 127, 128, 129, 191, 192, 254, 255]
        return group(
            key.isEmpty ? "official-unkeyed" : "official-keyed",
            "Of testvectors/blake2-kat.json in github.com/BLAKE2/BLAKE2: 64 bytes of output.", flags: [.official],
            lengths.map { ("\($0) bytes", [], key, (0..<$0).map { UInt8($0) }, 64) })
    }

    /// The example of RFC 7693, appendix A.
    static var rfc: VectorGroup {
        group("rfc-7693", "Appendix A of RFC 7693.", flags: [.official], [("abc", [], [], Array("abc".utf8), 64)])
    }

    static var domains: VectorGroup {
        let plain = ["record", "policy", "chain", "window", "admit", "content", "state"].map { name in
            ("recount.\(name)", Array("recount.\(name)".utf8))
        }
        return group(
            "personal-names", "Every personal name of the format, without a key.",
            plain.map { ("\($0.0) of nothing", $0.1, [], [], 32) }
                + plain.map { ("\($0.0) of 300 bytes", $0.1, [], bytes(300), 32) } + [
                    ("recount.header of 504 bytes, 8 bytes of output", Array("recount.header".utf8), [], bytes(504), 8),
                    ("recount.frame with a hash seed as key", Array("recount.frame".utf8), bytes(16), bytes(32), 8),
                    (
                        "recount.frame with a hash seed of zeros", Array("recount.frame".utf8),
                        [UInt8](repeating: 0, count: 16), bytes(32), 8
                    ),
                ])
    }

    static var stateRoots: VectorGroup {
        let plain = ["rest", "leaf", "branch", "global", "root"].map { name in
            ("recount.\(name)", Array("recount.\(name)".utf8))
        }
        let salt = Array("recount.salt".utf8)
        let tenant: [UInt8] = [8, 7, 6, 5, 4, 3, 2, 1]
        return group(
            "state-roots", "The personal names of a state root.",
            plain.flatMap { name, personal in
                [0, 64, 300].map { ("\(name) of \($0) bytes", personal, [], bytes($0), 32) }
            } + [
                (
                    "recount.salt of a tenant, with a secret of zeros", salt, [UInt8](repeating: 0, count: 32), tenant,
                    32
                ),
                ("recount.salt of a tenant, with another secret", salt, bytes(32), tenant, 32),
                ("recount.salt of the lowest tenant", salt, bytes(32), [1, 0, 0, 0, 0, 0, 0, 0], 32),
            ])
    }

    static var personals: VectorGroup {
        group(
            "personal-field", "The personal field has 16 bytes; shorter names are padded with zeros.",
            flags: [.boundary],
            [
                ("no name", [], [], bytes(3), 32), ("one byte", [1], [], bytes(3), 32),
                ("one byte of 0 is no name", [0], [], bytes(3), 32), ("15 bytes", bytes(15), [], bytes(3), 32),
                ("16 bytes", bytes(16), [], bytes(3), 32),
                ("16 bytes of 255", [UInt8](repeating: 255, count: 16), [], bytes(3), 32),
                (
                    "a name that ends with a 0 is the name without it", Array("recount.record".utf8) + [0], [],
                    bytes(3), 32
                ),
            ])
    }

    static var keys: VectorGroup {
        let name = Array("recount.chain".utf8)
        return group(
            "keys", "Keys of 0 to 64 bytes stand in a block of their own.", flags: [.boundary],
            [0, 1, 15, 16, 31, 32, 63, 64].flatMap { length in
                [0, 1, 128].map { count in
                    ("a key of \(length) and \(count) bytes", name, bytes(length), bytes(count), 32)
                }
            })
    }

    static var lengths: VectorGroup {
        group(
            "output-lengths", "The length of the output is a parameter, not a cut.", flags: [.boundary],
            [1, 2, 8, 20, 31, 32, 33, 48, 63, 64].map { ("\($0) bytes of output", [], [], Array("abc".utf8), $0) })
    }

    static var blocks: VectorGroup {
        group(
            "blocks", "Around the ends of blocks of 128 bytes.", flags: [.boundary],
            [127, 128, 129, 255, 256, 257, 511, 512, 513, 1_000].map { count in
                ("\(count) bytes", Array("recount.record".utf8), [], bytes(count), 32)
            })
    }
}
