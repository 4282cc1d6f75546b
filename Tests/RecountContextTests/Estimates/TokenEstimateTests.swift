import RecountTestSupport
import Testing

@testable import RecountContext

/// ⌈bytes · numerator / denominator⌉, exactly.
@Suite struct TokenEstimateTests {
    @Test func ratiosOfNothingAreNone() {
        #expect(TokenEstimate(numerator: 0, denominator: 1) == nil)
        #expect(TokenEstimate(numerator: 1, denominator: 0) == nil)
        #expect(TokenEstimate(numerator: 0, denominator: 0) == nil)
    }

    @Test func smallTextsByHand() throws {
        let english = TokenProfile.english.estimate
        #expect([0, 1, 4, 5, 8, 9].map { english.tokens(ofByteCount: $0) } == [0, 1, 1, 2, 2, 3])
        let code = TokenProfile.code.estimate
        #expect([0, 1, 3, 4].map { code.tokens(ofByteCount: $0) } == [0, 1, 1, 2])
        #expect(TokenProfile.multilingual.estimate.tokens(ofByteCount: 3) == 2)
        #expect(TokenProfile.bytes.estimate.tokens(ofByteCount: 3) == 3)
        let odd = try #require(TokenEstimate(numerator: 7, denominator: 3))
        #expect([0, 1, 2, 3, 4].map { odd.tokens(ofByteCount: $0) } == [0, 3, 5, 7, 10])
    }

    @Test func thereIsNoMoreThanAFragmentMayHave() throws {
        let bytes = TokenProfile.bytes.estimate
        #expect(bytes.tokens(ofByteCount: 0xffff_ffff) == .max)
        #expect(bytes.tokens(ofByteCount: 0x1_0000_0000) == nil)
        #expect(TokenProfile.english.estimate.tokens(ofByteCount: 4 * 0xffff_ffff) == .max)
        #expect(TokenProfile.english.estimate.tokens(ofByteCount: 4 * 0xffff_ffff + 1) == nil)
        let largest = try #require(TokenEstimate(numerator: .max, denominator: 1))
        #expect(largest.tokens(ofByteCount: 1) == .max)
        #expect(largest.tokens(ofByteCount: 2) == nil)
        #expect(largest.wideTokens(ofByteCount: .max) == nil)
        #expect(bytes.wideTokens(ofByteCount: .max) == UInt64(Int.max))
        let smallest = try #require(TokenEstimate(numerator: 1, denominator: .max))
        #expect(smallest.tokens(ofByteCount: .max) == 2_147_483_649)
    }

    /// Against 128 bits; and a whole never has more than its parts.
    @Test func randomRatiosAreExact() throws {
        let seed: UInt64 = 0x5eed_0001
        var random = SplitMix64(state: seed)
        for _ in 0..<20_000 {
            let numerator = UInt32(truncatingIfNeeded: random.next() >> random.uniform(32...63)) | 1
            let denominator = UInt32(truncatingIfNeeded: random.next() >> random.uniform(32...63)) | 1
            let count = Int(random.next() >> random.uniform(1...63))
            let estimate = try #require(TokenEstimate(numerator: numerator, denominator: denominator))
            let product = UInt128(count) * UInt128(numerator)
            let expected = (product + UInt128(denominator) - 1) / UInt128(denominator)
            let context: Comment = "seed \(seed): \(count) · \(numerator) / \(denominator)"
            #expect(estimate.wideTokens(ofByteCount: count) == UInt64(exactly: expected), context)
            #expect(estimate.tokens(ofByteCount: count) == UInt32(exactly: expected), context)
            let part = Int(random.uniform(0...UInt64(count)))
            guard let whole = estimate.wideTokens(ofByteCount: count),
                let first = estimate.wideTokens(ofByteCount: part),
                let second = estimate.wideTokens(ofByteCount: count - part)
            else { continue }
            #expect(UInt128(whole) <= UInt128(first) + UInt128(second), context)
        }
    }

    @Test func profilesAscendToTheBound() {
        #expect(TokenProfile.allCases.map(\.rawValue) == ["english", "code", "multilingual", "bytes"])
        let counts = TokenProfile.allCases.map { $0.estimate.tokens(ofByteCount: 1_200) }
        #expect(counts == [300, 400, 600, 1_200])
    }
}
