import RecountDigest
import RecountJournal
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Consistency proofs")
struct ConsistencyProofTests {
    @Test("every pair of sizes up to 64: the proof of the recursive definition, collected in one pass, holds")
    func everyPair() throws {
        for newer in 0...TreeLeaves.count {
            var collectors = try (0...newer).map {
                try ConsistencyProofCollector(olderSize: UInt64($0), newerSize: UInt64(newer))
            }
            for leaf in TreeLeaves.hashes[..<newer] {
                for index in collectors.indices { collectors[index].append(leaf) }
            }
            for (older, collector) in collectors.enumerated() {
                let proof = try TreeLeaves.consistency(older, newer)
                #expect(collector.proof == proof, "\(older) to \(newer)")
                try proof.verify(from: TreeLeaves.head(older), to: TreeLeaves.head(newer))
            }
        }
    }

    @Test("a pass that begins after any prefix of the older tree gives the same proof")
    func everyPrefix() throws {
        for newer in 0...24 {
            for older in 0...newer {
                let proof = try TreeLeaves.consistency(older, newer)
                for prefix in 0...older {
                    var collector = try ConsistencyProofCollector(
                        olderSize: UInt64(older), newerSize: UInt64(newer), after: TreeLeaves.frontier(prefix))
                    for leaf in TreeLeaves.hashes[prefix..<newer] { collector.append(leaf) }
                    #expect(collector.proof == proof, "\(older) to \(newer) after \(prefix)")
                }
            }
        }
    }

    @Test("no bit of a hash or of a root may change")
    func changes() throws {
        var random = SplitMix64(state: 0x636f_6e73)
        for newer in [1, 2, 5, 8, 21, 40] {
            for older in 1...newer {
                let proof = try TreeLeaves.consistency(older, newer)
                let (olderHead, newerHead) = (TreeLeaves.head(older), TreeLeaves.head(newer))
                let bit = Int(random.next() % 256)
                for position in proof.hashes.indices {
                    var hashes = proof.hashes
                    hashes[position] = hashes[position].flipping(bit)
                    let changed = try ConsistencyProof(
                        olderSize: UInt64(older), newerSize: UInt64(newer), hashes: hashes)
                    #expect(throws: ProofError.self, "\(older) to \(newer)") {
                        try changed.verify(from: olderHead, to: newerHead)
                    }
                }
                let otherOlder = TreeHead(size: olderHead.size, root: olderHead.root.flipping(bit))
                let otherNewer = TreeHead(size: newerHead.size, root: newerHead.root.flipping(bit))
                #expect(throws: ProofError.self) { try proof.verify(from: otherOlder, to: newerHead) }
                #expect(throws: ProofError.otherNewerTree) { try proof.verify(from: olderHead, to: otherNewer) }
            }
        }
    }

    @Test("every bit of a proof counts")
    func everyBit() throws {
        let proof = try TreeLeaves.consistency(22, 45)
        for position in proof.hashes.indices {
            for bit in 0..<256 {
                var hashes = proof.hashes
                hashes[position] = hashes[position].flipping(bit)
                let changed = try ConsistencyProof(olderSize: 22, newerSize: 45, hashes: hashes)
                #expect(throws: ProofError.self) {
                    try changed.verify(from: TreeLeaves.head(22), to: TreeLeaves.head(45))
                }
            }
        }
    }

    @Test("a proof is good for no other pair of sizes, even with the roots of those")
    func otherSizes() throws {
        for newer in 2...11 {
            for older in 1..<newer {
                let proof = try TreeLeaves.consistency(older, newer)
                for otherNewer in 2...11 {
                    for otherOlder in 1..<otherNewer where (otherOlder, otherNewer) != (older, newer) {
                        let heads = (TreeLeaves.head(otherOlder), TreeLeaves.head(otherNewer))
                        #expect(throws: ProofError.self) { try proof.verify(from: heads.0, to: heads.1) }
                        let moved = try? ConsistencyProof(
                            olderSize: UInt64(otherOlder), newerSize: UInt64(otherNewer), hashes: proof.hashes)
                        guard let moved else { continue }
                        #expect(throws: ProofError.self, "\(older) to \(newer) as \(otherOlder) to \(otherNewer)") {
                            try moved.verify(from: heads.0, to: heads.1)
                        }
                    }
                }
            }
        }
    }

    @Test("a tree without leaves is the beginning of every tree, but only with its own root")
    func emptyTree() throws {
        let fromNothing = try ConsistencyProof(olderSize: 0, newerSize: 5, hashes: [])
        try fromNothing.verify(from: TreeLeaves.head(0), to: TreeLeaves.head(5))
        let wrong = TreeHead(size: 0, root: TreeLeaves.head(1).root)
        #expect(throws: ProofError.otherOlderTree) { try fromNothing.verify(from: wrong, to: TreeLeaves.head(5)) }
        let nothing = try ConsistencyProof(olderSize: 0, newerSize: 0, hashes: [])
        try nothing.verify(from: TreeLeaves.head(0), to: TreeLeaves.head(0))
        #expect(throws: ProofError.otherNewerTree) { try nothing.verify(from: TreeLeaves.head(0), to: wrong) }
        #expect(throws: ProofError.otherOlderTree) { try nothing.verify(from: wrong, to: wrong) }
    }

    @Test("too few hashes, too many, and sizes in the wrong order make no proof")
    func malformed() throws {
        for (older, newer, expected) in [(0, 5, 0), (5, 5, 0), (4, 8, 1), (6, 8, 3), (3, 4, 3), (1, 64, 6)] {
            for count in 0...70 where count != expected {
                let hashes = [TreeHash](repeating: .emptyTree, count: count)
                #expect(throws: ProofError.wrongHashCount(expected: expected, found: count)) {
                    try ConsistencyProof(olderSize: UInt64(older), newerSize: UInt64(newer), hashes: hashes)
                }
            }
        }
        #expect(throws: ProofError.wrongOrder(olderSize: 6, newerSize: 5)) {
            try ConsistencyProof(olderSize: 6, newerSize: 5, hashes: [])
        }
        #expect(throws: ProofError.wrongOrder(olderSize: 6, newerSize: 5)) {
            try ConsistencyProofCollector(olderSize: 6, newerSize: 5)
        }
        #expect(throws: ProofError.wrongOrder(olderSize: 4, newerSize: 5)) {
            try ConsistencyProofCollector(olderSize: 3, newerSize: 5, after: TreeLeaves.frontier(4))
        }
    }

    @Test("the largest trees that there can be")
    func largestTrees() throws {
        let sizes: [(UInt64, Int)] = [(1, 64), (.max - 1, 64), (1 << 63, 1), ((1 << 63) - 1, 65), (.max, 0)]
        for (older, count) in sizes {
            let hashes = [TreeHash](repeating: .emptyTree, count: count)
            let proof = try ConsistencyProof(olderSize: older, newerSize: .max, hashes: hashes)
            let head = TreeHead(size: .max, root: TreeHash.emptyTree.flipping(0))
            #expect(throws: ProofError.self, "\(older)") {
                try proof.verify(from: TreeHead(size: older, root: .emptyTree), to: head)
            }
            _ = try ConsistencyProofCollector(olderSize: older, newerSize: .max)
        }
    }
}
