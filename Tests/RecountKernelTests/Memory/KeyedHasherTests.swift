import RecountTestSupport
import Testing

@testable import RecountKernel

@Suite("Keyed hasher")
struct KeyedHasherTests {
    @Test("The reference gives the value that the authors of SipHash publish")
    func published() {
        let reference = ReferenceSipHash(compressionRounds: 2, finalizationRounds: 4)
        let hash = reference.hash(Array(0..<15), key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
        #expect(hash == 0xa129_ca61_49be_45e5)
    }

    @Test("Whole words, with and without a last half, hash as SipHash-1-3 does", arguments: 0...5)
    func words(count: Int) {
        let reference = ReferenceSipHash(compressionRounds: 1, finalizationRounds: 3)
        for seed in UInt64(1)...50 {
            var random = SplitMix64(state: seed)
            let key = (random.uniform(0...UInt64.max), random.uniform(0...UInt64.max))
            let words = (0..<count).map { _ in random.uniform(0...UInt64.max) }
            let last = UInt32(random.uniform(0...UInt64(UInt32.max)))
            var hasher = KeyedHasher(seed: HashSeed(first: key.0, second: key.1))
            var bytes: [UInt8] = []
            for word in words {
                hasher.combine(word)
                bytes += littleEndian(word)
            }
            #expect(hasher.finish().rawValue == reference.hash(bytes, key: key), "seed \(seed)")
            hasher.combineLast(last)
            bytes += littleEndian(last)
            #expect(hasher.finish().rawValue == reference.hash(bytes, key: key), "seed \(seed)")
        }
    }

    @Test("Keys hash all of their fields")
    func keys() {
        let hashes = [
            hash(TenantEntry.Key(id: TenantID(1))), hash(TenantEntry.Key(id: TenantID(2))),
            hash(AccountEntry.Key(tenant: TenantID(1), id: AccountID(1))),
            hash(AccountEntry.Key(tenant: TenantID(2), id: AccountID(1))),
            hash(AccountEntry.Key(tenant: TenantID(1), id: AccountID(2))),
            hash(TenantScopedKey(tenant: TenantID(1), id: Identifier128(high: 1, low: 1))),
            hash(TenantScopedKey(tenant: TenantID(2), id: Identifier128(high: 1, low: 1))),
            hash(TenantScopedKey(tenant: TenantID(1), id: Identifier128(high: 2, low: 1))),
            hash(TenantScopedKey(tenant: TenantID(1), id: Identifier128(high: 1, low: 2))),
            hash(LeaseEntry.Key(agent: LockAgent(high: 1, low: 1), resource: Slot(rawValue: 1))),
            hash(LeaseEntry.Key(agent: LockAgent(high: 2, low: 1), resource: Slot(rawValue: 1))),
            hash(LeaseEntry.Key(agent: LockAgent(high: 1, low: 2), resource: Slot(rawValue: 1))),
            hash(LeaseEntry.Key(agent: LockAgent(high: 1, low: 1), resource: Slot(rawValue: 2))),
        ]
        #expect(Set(hashes).count == hashes.count)
    }

    private func hash(_ key: some TableKey) -> UInt64 {
        var hasher = KeyedHasher(seed: HashSeed(first: 1, second: 2))
        key.hash(into: &hasher)
        return hasher.finish().rawValue
    }

    private func littleEndian(_ word: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: word.littleEndian) { Array($0) }
    }
}
