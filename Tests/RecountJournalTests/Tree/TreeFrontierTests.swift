import RecountDigest
import RecountJournal
import RecountKernel
import RecountTestSupport
import Testing

@Suite("Tree frontier")
struct TreeFrontierTests {
    private static let stamps = (0..<130).map { number in
        Digest(words: [UInt64(number), 1 &<< UInt64(number % 64), ~UInt64(number), 0x0123_4567_89ab_cdef])
    }

    /// The eight leaves that implementations of certificate transparency test with, and the roots of the
    /// trees of the first 0…8 of them.
    private static let knownLeaves: [[UInt8]] = [
        [], [0x00], [0x10], [0x20, 0x21], [0x30, 0x31], [0x40, 0x41, 0x42, 0x43], Array(0x50...0x57),
        Array(0x60...0x6f),
    ]
    private static let knownRoots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    private static let reference = ReferenceTree(leaves: stamps.map { TreeHash(ofStamp: $0) }, empty: .emptyTree) {
        TreeHash(left: $0, right: $1)
    }

    @Test("the roots that are known of eight leaves")
    func knownAnswers() {
        var frontier = TreeFrontier()
        #expect(frontier.root.digits == Self.knownRoots[0])
        for (leaf, root) in zip(Self.knownLeaves, Self.knownRoots.dropFirst()) {
            frontier.append(leaf.withUnsafeBytes { TreeHash(ofLeaf: $0) })
            #expect(frontier.root.digits == root)
        }
    }

    @Test("a leaf's data are the bytes of the stamp in their order")
    func stampBytes() {
        let bytes = (1...32).map { UInt8($0) }
        let stamp = Digest(words: [
            0x0807_0605_0403_0201, 0x100f_0e0d_0c0b_0a09, 0x1817_1615_1413_1211, 0x201f_1e1d_1c1b_1a19,
        ])
        #expect(TreeHash(ofStamp: stamp) == bytes.withUnsafeBytes { TreeHash(ofLeaf: $0) })
    }

    @Test("every size has the root and the subtrees of the recursive definition")
    func everySize() {
        var frontier = TreeFrontier()
        for size in 0...Self.stamps.count {
            #expect(frontier.size == UInt64(size))
            #expect(frontier.root == Self.reference.root(0..<size))
            var start = 0
            for (exponent, root) in zip(Self.exponents(of: size), frontier.subtreeRoots) {
                #expect(root == Self.reference.root(start..<start + 1 << exponent), "size \(size), from \(start)")
                start += 1 << exponent
            }
            #expect(start == size)
            if size < Self.stamps.count { frontier.append(Self.stamps[size]) }
        }
    }

    @Test("a frontier that was written and read goes on as if it never was")
    func roundTrip() throws {
        var whole = TreeFrontier()
        for (position, stamp) in Self.stamps.enumerated() {
            let bytes = whole.bytes
            #expect(bytes.count == 8 + 32 * position.nonzeroBitCount)
            #expect(bytes.count == whole.encodedByteCount)
            #expect(bytes.first == UInt8(position))
            var read = try #require(bytes.withUnsafeBytes { TreeFrontier(decoding: $0) })
            #expect(read == whole)
            read.append(stamp)
            whole.append(stamp)
            #expect(read == whole)
        }
    }

    @Test("bytes of any other length than the size demands are no frontier")
    func wrongLengths() {
        var frontier = TreeFrontier()
        for stamp in Self.stamps.prefix(11) { frontier.append(stamp) }
        let bytes = frontier.bytes + [UInt8](repeating: 0, count: 40)
        for count in 0...bytes.count where count != frontier.encodedByteCount {
            #expect(bytes[..<count].withUnsafeBytes { TreeFrontier(decoding: $0) } == nil, "\(count) bytes")
        }
        var other = frontier.bytes
        other[7] = 0x80
        #expect(other.withUnsafeBytes { TreeFrontier(decoding: $0) } == nil)
        #expect(TreeFrontier(size: 3, subtreeRoots: [.emptyTree]) == nil)
        #expect(TreeFrontier.maximumEncodedByteCount == 2056)
    }

    /// A tree that no test can fill: only its number of leaves is.
    @Test("a frontier as large as sequences grow")
    func largeSizes() throws {
        let roots = [TreeHash](repeating: .emptyTree, count: 63)
        var frontier = try #require(TreeFrontier(size: .max - 1, subtreeRoots: roots))
        frontier.append(Self.stamps[0])
        #expect(frontier.size == .max)
        #expect(frontier.subtreeRoots == roots + [TreeHash(ofStamp: Self.stamps[0])])
        #expect(frontier.bytes.count == TreeFrontier.maximumEncodedByteCount)
        frontier = try #require(TreeFrontier(size: 1 << 63 - 1, subtreeRoots: roots))
        frontier.append(Self.stamps[0])
        #expect(frontier.size == 1 << 63)
        #expect(frontier.subtreeRoots.count == 1)
    }

    private static func exponents(of size: Int) -> [Int] {
        (0..<8).reversed().filter { size >> $0 & 1 == 1 }
    }
}

extension TreeHash {
    /// The bytes in lower-case hexadecimal.
    fileprivate var digits: String {
        withBytes { $0.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
    }
}
