import RecountDigest
import RecountJournal
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Inclusion proofs")
struct InclusionProofTests {
    @Test("every leaf of every size up to 64: the proof of the recursive definition, collected in one pass, holds")
    func everyLeafOfEverySize() throws {
        for size in 1...TreeLeaves.count {
            var collectors = try (1...size).map {
                try InclusionProofCollector(record: UInt64($0), treeSize: UInt64(size))
            }
            for leaf in TreeLeaves.hashes[..<size] {
                for index in collectors.indices { collectors[index].append(leaf) }
            }
            for (index, collector) in collectors.enumerated() {
                let proof = try TreeLeaves.inclusion(index, size)
                #expect(collector.proof == proof, "leaf \(index) of \(size)")
                try proof.verify(TreeLeaves.stamps[index], in: TreeLeaves.head(size))
            }
        }
    }

    @Test("a pass that begins after any prefix before the record gives the same proof")
    func everyPrefix() throws {
        for size in 1...24 {
            for index in 0..<size {
                let proof = try TreeLeaves.inclusion(index, size)
                for prefix in 0...index {
                    var collector = try InclusionProofCollector(
                        record: UInt64(index) + 1, treeSize: UInt64(size), after: TreeLeaves.frontier(prefix))
                    for leaf in TreeLeaves.hashes[prefix..<size] { collector.append(leaf) }
                    #expect(collector.proof == proof, "leaf \(index) of \(size) after \(prefix)")
                }
            }
        }
    }

    @Test("a proof is there as soon as its last leaf has passed, and stays whatever follows")
    func completion() throws {
        var collector = try InclusionProofCollector(record: 3, treeSize: 6)
        for (position, leaf) in TreeLeaves.hashes[..<20].enumerated() {
            #expect((collector.proof != nil) == (position >= 6), "after \(position) leaves")
            collector.append(leaf)
        }
        #expect(collector.proof == (try TreeLeaves.inclusion(2, 6)))
    }

    @Test("no other leaf, bit of a hash, root, index or size is accepted")
    func changes() throws {
        var random = SplitMix64(state: 0x696e_636c)
        for size in [1, 2, 3, 7, 8, 20, 33] {
            let head = TreeLeaves.head(size)
            for index in 0..<size {
                let proof = try TreeLeaves.inclusion(index, size)
                let stamp = TreeLeaves.stamps[index]
                for position in proof.hashes.indices {
                    var hashes = proof.hashes
                    hashes[position] = hashes[position].flipping(Int(random.next() % 256))
                    let changed = try InclusionProof(record: proof.record, treeSize: proof.treeSize, hashes: hashes)
                    #expect(throws: ProofError.notIncluded, "\(index) of \(size)") {
                        try changed.verify(stamp, in: head)
                    }
                }
                let otherRoot = TreeHead(size: head.size, root: head.root.flipping(Int(random.next() % 256)))
                #expect(throws: ProofError.notIncluded) { try proof.verify(stamp, in: otherRoot) }
                let otherStamp = stamp.flipping(Int(random.next() % 256))
                #expect(throws: ProofError.notIncluded) { try proof.verify(otherStamp, in: head) }
                try expectNoOtherIndex(proof, index, size)
            }
        }
    }

    @Test("every bit of a proof counts")
    func everyBit() throws {
        let proof = try TreeLeaves.inclusion(21, 45)
        let head = TreeLeaves.head(45)
        for position in proof.hashes.indices {
            for bit in 0..<256 {
                var hashes = proof.hashes
                hashes[position] = hashes[position].flipping(bit)
                let changed = try InclusionProof(record: 22, treeSize: 45, hashes: hashes)
                #expect(throws: ProofError.notIncluded) { try changed.verify(TreeLeaves.stamps[21], in: head) }
            }
        }
    }

    @Test("too few hashes, too many, and records that are not there make no proof")
    func malformed() throws {
        let hashes = try TreeLeaves.inclusion(4, 13).hashes
        for count in 0...70 where count != hashes.count {
            let other = (0..<count).map { $0 < hashes.count ? hashes[$0] : TreeHash.emptyTree }
            #expect(throws: ProofError.wrongHashCount(expected: 4, found: count)) {
                try InclusionProof(record: 5, treeSize: 13, hashes: other)
            }
        }
        for (record, treeSize) in [(0, 13), (14, 13), (0, 0), (1, 0), (UInt64.max, 13)] as [(UInt64, UInt64)] {
            let error = ProofError.noSuchRecord(record: record, treeSize: treeSize)
            #expect(throws: error) { try InclusionProof(record: record, treeSize: treeSize, hashes: hashes) }
            #expect(throws: error) { try InclusionProofCollector(record: record, treeSize: treeSize) }
        }
        #expect(throws: ProofError.noSuchRecord(record: 3, treeSize: 13)) {
            try InclusionProofCollector(record: 3, treeSize: 13, after: TreeLeaves.frontier(3))
        }
    }

    @Test("the largest tree that there can be has proofs of 64 hashes")
    func largestTree() throws {
        let zeros = [TreeHash](repeating: .emptyTree, count: 64)
        let proof = try InclusionProof(record: 1, treeSize: .max, hashes: zeros)
        #expect(throws: ProofError.notIncluded) {
            try proof.verify(TreeLeaves.stamps[0], in: TreeHead(size: .max, root: .emptyTree))
        }
        let last = try InclusionProof(record: .max, treeSize: .max, hashes: Array(zeros.dropLast()))
        #expect(throws: ProofError.notIncluded) {
            try last.verify(TreeLeaves.stamps[0], in: TreeHead(size: .max, root: .emptyTree))
        }
        #expect(try InclusionProofCollector(record: 1, treeSize: .max).proof == nil)
    }

    private func expectNoOtherIndex(_ proof: InclusionProof, _ index: Int, _ size: Int) throws {
        let stamp = TreeLeaves.stamps[index]
        for other in 0..<size where other != index {
            guard
                let moved = try? InclusionProof(
                    record: UInt64(other) + 1, treeSize: proof.treeSize, hashes: proof.hashes)
            else { continue }
            #expect(throws: ProofError.notIncluded, "\(index) as \(other) of \(size)") {
                try moved.verify(stamp, in: TreeLeaves.head(size))
            }
        }
        for other in 1...TreeLeaves.count where other != size {
            #expect(throws: ProofError.otherSize(proven: UInt64(size), given: UInt64(other))) {
                try proof.verify(stamp, in: TreeLeaves.head(other))
            }
        }
    }
}
