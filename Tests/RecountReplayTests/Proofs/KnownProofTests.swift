import RecountDigest
import RecountReplay
import Testing

/// The eight leaves, and proofs about them, that implementations of certificate transparency test with.
@Suite("Known proofs")
struct KnownProofTests {
    private static let leaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57),
        Array(0x60...0x6f),
    ]
    private static let roots: [Int: String] = [
        1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    private static let first = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    private static let second = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    private static let fifth = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    private static let firstTwo = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    private static let secondTwo = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    private static let thirdTwo = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    private static let fourthTwo = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    private static let firstFour = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    private static let secondFour = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"

    private static func head(_ size: Int) throws -> TreeHead {
        TreeHead(size: UInt64(size), root: try #require(TreeHash(hexadecimal: roots[size] ?? "")))
    }

    private static func leaf(_ index: Int) -> TreeHash { leaves[index].withUnsafeBytes { TreeHash(ofLeaf: $0) } }

    @Test func inclusion() throws {
        let known: [(index: Int, size: Int, hashes: [String])] = [
            (0, 1, []), (0, 8, [Self.second, Self.secondTwo, Self.secondFour]),
            (5, 8, [Self.fifth, Self.fourthTwo, Self.firstFour]), (2, 3, [Self.firstTwo]),
            (1, 5, [Self.first, Self.secondTwo, Self.fifth]),
        ]
        for answer in known {
            var collector = try InclusionProofCollector(record: UInt64(answer.index) + 1, treeSize: UInt64(answer.size))
            for index in 0..<answer.size { collector.append(Self.leaf(index)) }
            let proof = try #require(collector.proof)
            #expect(proof.hashes.map(\.hexadecimal) == answer.hashes)
            try proof.verify(Self.leaf(answer.index), in: try Self.head(answer.size))
        }
    }

    @Test func consistency() throws {
        let known: [(older: Int, newer: Int, hashes: [String])] = [
            (1, 1, []), (1, 8, [Self.second, Self.secondTwo, Self.secondFour]),
            (6, 8, [Self.thirdTwo, Self.fourthTwo, Self.firstFour]), (2, 5, [Self.secondTwo, Self.fifth]),
        ]
        for answer in known {
            var collector = try ConsistencyProofCollector(
                olderSize: UInt64(answer.older), newerSize: UInt64(answer.newer))
            for index in 0..<answer.newer { collector.append(Self.leaf(index)) }
            let proof = try #require(collector.proof)
            #expect(proof.hashes.map(\.hexadecimal) == answer.hashes)
            try proof.verify(from: try Self.head(answer.older), to: try Self.head(answer.newer))
        }
    }
}
