import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountJournal

@Suite("A decision that keeps its own bytes")
struct OwnedDecisionTests {
    @Test("is the decision that it was made of, of every kind")
    func everyKind() {
        for decision in BorrowedSamples.windows + BorrowedSamples.admissions + [.accepted, .settled(.settledLate)] {
            let owned = OwnedDecision(decision)
            #expect(owned.bytes.count == decision.encodedByteCount)
            #expect(owned.withDecision { $0 == decision })
            #expect(owned == OwnedDecision(decision))
        }
        #expect(OwnedDecision(BorrowedSamples.windows[1]) != OwnedDecision(BorrowedSamples.windows[2]))
    }

    @Test("outlives the kernel's next step and the bytes that it was decoded from")
    func outlivesItsSource() throws {
        let harness = KernelHarness()
        harness.run(.openTenant())
        func assemble(_ tokens: UInt32) throws -> OwnedDecision {
            try ContextCase(limit: 90, [.of(1, tokens: tokens)]).withRequest {
                OwnedDecision(harness.answer(.assemble($0)))
            }
        }
        let first = try assemble(50)
        let second = try assemble(60)
        #expect(first.withDecision(Self.usedTokens) == 50)
        #expect(second.withDecision(Self.usedTokens) == 60)
        let source = UnsafeMutableRawBufferPointer.allocate(byteCount: first.bytes.count, alignment: 1)
        source.copyBytes(from: first.bytes)
        let decoded = try OwnedDecision(decoding: UnsafeRawBufferPointer(source))
        source.initializeMemory(as: UInt8.self, repeating: 0xff)
        source.deallocate()
        #expect(decoded == first)
        #expect(decoded.withDecision(Self.usedTokens) == 50)
    }

    @Test("is never made of other bytes")
    func noDecision() {
        for bytes in [[], [0], [1, 0], first.dropLast(1)] as [[UInt8]] {
            #expect(throws: DecodingError.self) { try bytes.withUnsafeBytes { try OwnedDecision(decoding: $0) } }
        }
    }

    private let first = OwnedDecision(BorrowedSamples.windows[2]).bytes

    private static func usedTokens(of decision: Decision) -> UInt64? {
        guard case .assembled(let window) = decision else { return nil }
        return window.usedTokens.rawValue
    }
}
