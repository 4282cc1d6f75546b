import RecountKernel
import RecountTestSupport
import Testing

@Suite("Encoding: each error with its place")
struct DecodingErrorTests {
    /// A valid encoding, what to write where, and what decoding says then.
    struct Row: Sendable, CustomTestStringConvertible {
        let sample: Sample
        /// Offset and new bytes; nil appends them.
        let offset: Int?
        let bytes: [UInt8]
        let expected: DecodingError

        init(_ sample: Sample, at offset: Int?, _ bytes: [UInt8], _ code: DecodingErrorCode, at expected: UInt32) {
            self.sample = sample
            self.offset = offset
            self.bytes = bytes
            self.expected = DecodingError(code, at: expected)
        }

        var testDescription: String { "\(sample), \(expected.code) at \(expected.offset)" }

        var input: [UInt8] {
            var input = sample.bytes
            guard let offset else { return input + bytes }
            for (index, byte) in bytes.enumerated() { input[offset + index] = byte }
            return input
        }
    }

    /// Valid commands with zeros in all that does not matter. Their bodies start at 66.
    enum Sample: Sendable {
        case tick, seal, describeAccount, describeTenant, describeModel, installPolicy, route, openAccount
        case setExposureLimit, fund, reserve, extend

        var bytes: [UInt8] {
            var output = LittleEndianBytes()
            output.append(kind.rawValue)
            output.append(UInt8(1))
            output.append(UInt64(hasTenant ? 1 : 0))
            output.append(0, count: 56)
            output.append(contentsOf: body)
            return output.bytes
        }

        private var kind: CommandKind {
            switch self {
            case .tick: .tick
            case .seal: .seal
            case .describeAccount, .describeTenant, .describeModel: .describe
            case .installPolicy: .installPolicy
            case .route: .route
            case .openAccount: .openAccount
            case .setExposureLimit: .setExposureLimit
            case .fund: .fund
            case .reserve: .reserve
            case .extend: .extend
            }
        }

        private var hasTenant: Bool {
            switch self {
            case .tick, .seal, .installPolicy, .describeModel: false
            default: true
            }
        }

        private var body: [UInt8] {
            let zeros = [UInt8](repeating: 0, count: 256)
            switch self {
            case .tick, .seal: return []
            // Subject, id, and a name of two bytes.
            case .describeAccount: return [2] + zeros[..<16] + [2, 0, 0, 0] + Array("ab".utf8)
            case .describeTenant: return [1] + zeros[..<16] + [2, 0, 0, 0] + Array("ab".utf8)
            case .describeModel: return [17] + zeros[..<16] + [2, 0, 0, 0] + Array("ab".utf8)
            case .installPolicy: return PolicyBuilder(models: [.permissive(1), .permissive(2)]).bytes
            // Two warm entries and two excluded models: 1 and 2.
            case .route:
                return zeros[..<122] + [2, 0, 0, 0, 1, 0, 0, 0] + zeros[..<8] + [2, 0, 0, 0] + zeros[..<8]
                    + [2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0]
            case .openAccount: return zeros[..<8] + [1] + zeros[..<8] + [7] + zeros[..<24]
            case .setExposureLimit: return zeros[..<8] + [7] + zeros[..<24]
            case .fund: return Array(zeros[..<48])
            // Accounts 1 and 2.
            case .reserve: return zeros[..<16] + [2, 0, 0, 0, 1] + zeros[..<7] + [2] + zeros[..<39]
            case .extend: return Array(zeros[..<24])
            }
        }
    }

    private static let all: [UInt8] = [UInt8](repeating: 0xff, count: 8)
    /// 2^53 + 1.
    private static let late: [UInt8] = [1, 0, 0, 0, 0, 0, 0x20, 0]
    /// 2^48.
    private static let large: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 0]
    /// 2^63.
    private static let negative: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x80]

    static let headerRows: [Row] = [
        Row(.tick, at: nil, [0], .trailingBytes, at: 66),
        Row(.route, at: nil, [0, 0], .trailingBytes, at: 228),
        Row(.seal, at: nil, [0], .trailingBytes, at: 66),
        Row(.tick, at: 0, [0], .unknownKind, at: 0),
        Row(.seal, at: 0, [5], .unknownKind, at: 0),
        Row(.seal, at: 2, [1], .tenantNotAllowed, at: 2),
        Row(.tick, at: 1, [0], .unsupportedVersion, at: 1),
        Row(.tick, at: 1, [2], .unsupportedVersion, at: 1),
        Row(.tick, at: 2, [1], .tenantNotAllowed, at: 2),
        Row(.installPolicy, at: 9, [1], .tenantNotAllowed, at: 2),
        Row(.describeModel, at: 2, [1], .tenantNotAllowed, at: 2),
        Row(.describeAccount, at: 2, [0], .tenantRequired, at: 2),
        Row(.route, at: 2, [0], .tenantRequired, at: 2),
        Row(.fund, at: 2, [0], .tenantRequired, at: 2),
        Row(.tick, at: 10, late, .outOfRange, at: 10),
        Row(.tick, at: 10, all, .outOfRange, at: 10),
    ]

    static let bodyRows: [Row] =
        [
            Row(.describeAccount, at: 66, [0], .unknownTag, at: 66),
            Row(.describeAccount, at: 66, [5], .unknownTag, at: 66),
            Row(.describeTenant, at: 67, [1], .nonZeroReserved, at: 67),
            Row(.describeTenant, at: 82, [1], .nonZeroReserved, at: 67),
            Row(.describeAccount, at: 83, [0], .invalidName, at: 83),
            Row(.describeAccount, at: 83, [129], .invalidName, at: 83),
            Row(.describeAccount, at: 83, [0xff, 0xff, 0xff, 0xff], .invalidName, at: 83),
            Row(.describeAccount, at: 87, [0xc0], .invalidName, at: 83),
            Row(.describeAccount, at: 88, [0xc3], .invalidName, at: 83),
            Row(.describeAccount, at: 83, [3], .truncated, at: 87),
            Row(.describeAccount, at: 83, [1], .trailingBytes, at: 88),
            Row(.route, at: 188, [9], .badCount, at: 188),
            Row(.route, at: 188, [0xff, 0xff, 0xff, 0xff], .badCount, at: 188),
            Row(.route, at: 192, [2], .unsorted, at: 204),
            Row(.route, at: 192, [3], .unsorted, at: 204),
            Row(.route, at: 204, [0], .unsorted, at: 204),
            Row(.route, at: 216, [9], .badCount, at: 216),
            Row(.route, at: 220, [2], .unsorted, at: 224),
            Row(.openAccount, at: 74, [2], .unknownTag, at: 74),
            Row(.openAccount, at: 83, [8], .unknownTag, at: 83),
            Row(.openAccount, at: 84, negative, .outOfRange, at: 84),
            Row(.setExposureLimit, at: 74, [0xff], .unknownTag, at: 74),
            Row(.setExposureLimit, at: 75, negative, .outOfRange, at: 75),
            Row(.setExposureLimit, at: 83, all, .outOfRange, at: 83),
            Row(.setExposureLimit, at: 91, all, .outOfRange, at: 91),
            Row(.fund, at: 90, large, .outOfRange, at: 90),
            Row(.fund, at: 98, large, .outOfRange, at: 98),
            Row(.fund, at: 106, all, .outOfRange, at: 106),
            Row(.reserve, at: 82, [0], .badCount, at: 82),
            Row(.reserve, at: 82, [5], .badCount, at: 82),
            Row(.reserve, at: 94, [1], .duplicateEntry, at: 94),
            Row(.reserve, at: 102, large, .outOfRange, at: 102),
            Row(.reserve, at: 126, late, .outOfRange, at: 126),
            Row(.extend, at: 82, late, .outOfRange, at: 82),
        ] + (0..<8).map { Row(.route, at: 74 + 8 * $0, large, .outOfRange, at: UInt32(74 + 8 * $0)) }

    /// The violations of a policy count from the command's start: 66 + 36 for the first model.
    static let policyRows: [Row] = [
        Row(.installPolicy, at: 66, [2], .unsupportedVersion, at: 66),
        Row(.installPolicy, at: 84, [0xff, 0xff], .policyHardRiskLimit, at: 84),
        Row(.installPolicy, at: 86, [0xff, 0xff], .policyMinimumConfidence, at: 86),
        Row(.installPolicy, at: 88, [0xff, 0xff], .policyRiskMultiplier, at: 88),
        Row(.installPolicy, at: 98, [0], .policyEmptyCatalog, at: 98),
        Row(.installPolicy, at: 98, [1], .trailingBytes, at: 284),
        Row(.installPolicy, at: 98, [3], .truncated, at: 466),
        Row(.installPolicy, at: 102, [3], .policyUnsortedModels, at: 284),
        Row(.installPolicy, at: 102, [2], .policyDuplicateModel, at: 284),
        Row(.installPolicy, at: 106, [64], .policyProvider, at: 106),
        Row(.installPolicy, at: 108, [0xff, 0xff], .policyQuality, at: 108),
        Row(.installPolicy, at: 110, [0xff, 0xff], .policyRiskCeiling, at: 110),
        Row(.installPolicy, at: 107, [2], .policyEnabledFlag, at: 107),
        Row(.installPolicy, at: 220, [1], .policyUnusedPriceRow, at: 220),
        Row(.installPolicy, at: 132, all, .policyTokenCount, at: 132),
        Row(.installPolicy, at: nil, [0], .trailingBytes, at: 466),
    ]

    @Test("headers", arguments: headerRows)
    func header(row: Row) { Self.check(row) }

    @Test("bodies", arguments: bodyRows)
    func body(row: Row) { Self.check(row) }

    @Test("policies in commands", arguments: policyRows)
    func policy(row: Row) { Self.check(row) }

    private static func check(_ row: Row) {
        #expect(Canonical.reencodedCommand(row.sample.bytes) == .success(row.sample.bytes))
        #expect(Canonical.reencodedCommand(row.input) == .failure(row.expected))
    }

    @Test("a policy without an enabled model")
    func noEnabledModel() {
        var input = Sample.installPolicy.bytes
        input[107] = 0
        input[289] = 0
        #expect(Canonical.reencodedCommand(input) == .failure(DecodingError(.policyNoEnabledModel, at: 98)))
    }

    @Test("nothing at all, and a kind alone")
    func shortest() {
        #expect(Canonical.reencodedCommand([]).error == DecodingError(.truncated, at: 0))
        #expect(Canonical.reencodedCommand([1]).error == DecodingError(.truncated, at: 1))
        #expect(Canonical.reencodedDecision([]).error == DecodingError(.truncated, at: 0))
    }

    @Test("every number that is no kind")
    func unknownKinds() {
        for number in UInt8.min...UInt8.max {
            if CommandKind(rawValue: number) == nil {
                #expect(Canonical.reencodedCommand([number]).error == DecodingError(.unknownKind, at: 0))
            }
            if DecisionKind(rawValue: number) == nil {
                #expect(Canonical.reencodedDecision([number]).error == DecodingError(.unknownKind, at: 0))
            }
        }
    }

    @Test("an error in the body comes before a tenant that does not fit, which takes the whole command to see")
    func tenantLast() {
        var input = Sample.fund.bytes
        input[2] = 0
        input[96] = 0xff
        #expect(Canonical.reencodedCommand(input).error == DecodingError(.outOfRange, at: 90))
        #expect(Canonical.reencodedCommand(Sample.tick.bytes + [0]).error?.code == .trailingBytes)
    }
}
