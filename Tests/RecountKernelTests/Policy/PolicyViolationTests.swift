import RecountKernel
import RecountTestSupport
import Testing

@Suite("Policy: what decoding refuses")
struct PolicyViolationTests {
    // Offsets of the layout, written down once more.
    private static let countOffset = 32
    private static let firstModel = 36
    private static let modelByteCount = 182

    /// Three valid models with ids 1, 2, 3.
    private static var valid: [UInt8] { PolicyBuilder(models: (1...3).map { .permissive($0) }).bytes }

    private static func error(in bytes: [UInt8]) -> DecodingError? {
        bytes.withUnsafeBytes { bytes in
            do throws(DecodingError) {
                _ = try PolicyBytes(validating: bytes)
                return nil
            } catch {
                return error
            }
        }
    }

    /// The valid policy with a little-endian number of `width` bytes at an offset.
    private static func replacing(_ offset: Int, _ width: Int, with value: UInt64) -> [UInt8] {
        var bytes = valid
        for index in 0..<width { bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))) }
        return bytes
    }

    /// A field, the largest value that is good, and the violation above it.
    struct Bound: Sendable, CustomTestStringConvertible {
        let code: DecodingErrorCode
        let offset: Int
        let width: Int
        let largest: UInt64

        var testDescription: String { "\(code)" }
    }

    private static let headerBounds = [
        Bound(code: .policyHardRiskLimit, offset: 18, width: 2, largest: 10_000),
        Bound(code: .policyMinimumConfidence, offset: 20, width: 2, largest: 10_000),
        Bound(code: .policyRiskMultiplier, offset: 22, width: 2, largest: 50_000),
    ]

    private static let modelBounds = [
        Bound(code: .policyProvider, offset: 4, width: 1, largest: 63),
        Bound(code: .policyEnabledFlag, offset: 5, width: 1, largest: 1),
        Bound(code: .policyQuality, offset: 6, width: 2, largest: 10_000),
        Bound(code: .policyRiskCeiling, offset: 8, width: 2, largest: 10_000),
        Bound(code: .policyTokenCount, offset: 30, width: 8, largest: 1 << 53),
        Bound(code: .policyTokenCount, offset: 38, width: 8, largest: 1 << 53),
        Bound(code: .policyTokenCount, offset: 46, width: 8, largest: 1 << 53),
    ]

    @Test("header bounds", arguments: headerBounds)
    func header(bound: Bound) {
        Self.check(bound, at: bound.offset)
    }

    @Test("bounds of the first, a middle and the last model", arguments: modelBounds, 0..<3)
    func models(bound: Bound, position: Int) {
        Self.check(bound, at: Self.firstModel + position * Self.modelByteCount + bound.offset)
    }

    private static func check(_ bound: Bound, at offset: Int) {
        let most: UInt64 = .max >> UInt64(64 - 8 * bound.width)
        #expect(error(in: replacing(offset, bound.width, with: bound.largest)) == nil)
        for value in [bound.largest + 1, most] {
            let found = error(in: replacing(offset, bound.width, with: value))
            #expect(found == DecodingError(bound.code, at: UInt32(offset)), "value \(value)")
        }
    }

    @Test("the layout version", arguments: [0, 2, 256, 65_535] as [UInt64])
    func version(version: UInt64) {
        #expect(Self.error(in: Self.replacing(0, 2, with: version)) == DecodingError(.unsupportedVersion, at: 0))
    }

    @Test("an empty catalog, whatever follows")
    func emptyCatalog() {
        let expected = DecodingError(.policyEmptyCatalog, at: 32)
        #expect(Self.error(in: PolicyBuilder().bytes) == expected)
        #expect(Self.error(in: Self.replacing(Self.countOffset, 4, with: 0)) == expected)
    }

    @Test("a count above or below the models that follow")
    func wrongCount() {
        let end = UInt32(Self.firstModel + 3 * Self.modelByteCount)
        for count: UInt64 in [4, 5, 0x1000_0000, 0xffff_ffff] {
            let found = Self.error(in: Self.replacing(Self.countOffset, 4, with: count))
            #expect(found == DecodingError(.truncated, at: end), "count \(count)")
        }
        let fewer = Self.error(in: Self.replacing(Self.countOffset, 4, with: 2))
        #expect(fewer == DecodingError(.trailingBytes, at: UInt32(Self.firstModel + 2 * Self.modelByteCount)))
    }

    @Test("ids must ascend", arguments: [(0, 3), (1, 1), (2, 2)] as [(Int, UInt64)])
    func order(position: Int, id: UInt64) {
        let bytes = Self.replacing(Self.firstModel + position * Self.modelByteCount, 4, with: id)
        // Of a pair that does not ascend, the second is the one that offends.
        let offset = UInt32(Self.firstModel + max(position, 1) * Self.modelByteCount)
        let code: DecodingErrorCode = position == 0 ? .policyUnsortedModels : .policyDuplicateModel
        #expect(Self.error(in: bytes) == DecodingError(code, at: offset))
    }

    @Test("a builder's order shows only in bytes that are not canonical")
    func listedOrder() {
        let policy = PolicyBuilder(models: [.permissive(2), .permissive(1)])
        #expect(Self.error(in: policy.bytes) == nil)
        let expected = DecodingError(.policyUnsortedModels, at: UInt32(Self.firstModel + Self.modelByteCount))
        #expect(Self.error(in: policy.bytesAsListed) == expected)
    }

    @Test("no enabled model, found after everything else")
    func noEnabledModel() {
        var policy = PolicyBuilder(models: (1...3).map { Model(id: ModelID($0)) })
        let expected = DecodingError(.policyNoEnabledModel, at: UInt32(Self.countOffset))
        #expect(Self.error(in: policy.bytes) == expected)
        #expect(Self.error(in: policy.bytes + [0])?.code == .trailingBytes)
        policy.models[2].availability = .enabled
        #expect(Self.error(in: policy.bytes) == nil)
    }

    @Test("prices without a threshold that could make them apply", arguments: 0..<Component.count)
    func unusedPriceRow(index: Int) {
        var model = Model.permissive(1)
        model.longContextPrices.prices[index] = 1
        let expected = DecodingError(.policyUnusedPriceRow, at: UInt32(Self.firstModel + 118))
        #expect(Self.error(in: PolicyBuilder(models: [model]).bytes) == expected)
        model.longContextThreshold = Tokens(1)
        #expect(Self.error(in: PolicyBuilder(models: [model]).bytes) == nil)
    }

    @Test("of several violations, the first in the order of the bytes")
    func firstViolation() {
        // Everything is wrong in every field; then fields are put right from the front on.
        let fields: [(offset: Int, width: Int, good: UInt64, error: DecodingError?)] =
            Self.headerBounds.map { ($0.offset, $0.width, 0, DecodingError($0.code, at: UInt32($0.offset))) }
            + (0..<2).flatMap { position -> [(offset: Int, width: Int, good: UInt64, error: DecodingError?)] in
                let start = Self.firstModel + position * Self.modelByteCount
                let duplicate = DecodingError(.policyDuplicateModel, at: UInt32(start))
                let id = (offset: start, width: 4, good: UInt64(position + 1), error: position == 0 ? nil : duplicate)
                return [id]
                    + Self.modelBounds.map {
                        (start + $0.offset, $0.width, 0, DecodingError($0.code, at: UInt32(start + $0.offset)))
                    }
            }
        var bytes = Self.valid
        for field in fields where field.error?.code != .policyDuplicateModel {
            for index in 0..<field.width { bytes[field.offset + index] = 0xff }
        }
        for index in 0..<4 { bytes[Self.firstModel + Self.modelByteCount + index] = index == 0 ? 1 : 0 }
        for field in fields {
            if let error = field.error { #expect(Self.error(in: bytes) == error) }
            for index in 0..<field.width {
                bytes[field.offset + index] = UInt8(truncatingIfNeeded: field.good >> (8 * UInt64(index)))
            }
        }
        #expect(Self.error(in: bytes) == nil)
    }

    @Test("every shorter piece is truncated, every longer one has trailing bytes")
    func lengths() {
        let bytes = Self.valid
        for length in 0..<bytes.count {
            let found = Self.error(in: Array(bytes.prefix(length)))
            #expect(found?.code == .truncated, "length \(length)")
            // The field that did not fit starts at most 7 bytes before the end.
            let offset = Int(found?.offset ?? 0)
            #expect(offset <= length && length - offset < 8, "length \(length), offset \(offset)")
        }
        #expect(Self.error(in: bytes + [0]) == DecodingError(.trailingBytes, at: UInt32(bytes.count)))
        #expect(Self.error(in: []) == DecodingError(.truncated, at: 0))
    }
}
