/// A request to choose a model where it stands in valid bytes, borrowed from their owner: fields are read where they
/// are needed, because a copy would cost as much as a choice. Layout: docs/format.md, "Route request".
struct RouteRequestBytes {
    /// Which components are used.
    enum Components: UInt8 {
        /// No others than input and output.
        case inputAndOutput
        case any
    }

    /// Which models are named besides the requested one.
    enum Lists: UInt8 {
        /// None.
        case empty
        case any
    }

    private let start: UnsafeRawPointer
    let components: Components
    let lists: Lists

    /// - Precondition: the bytes of a valid request stand there.
    @inline(__always)
    init(_ start: UnsafeRawPointer) {
        self.init(start, otherQuantities: Self.otherQuantities(start), lists: Self.hasLists(start) ? .any : .empty)
    }

    @inline(__always)
    private init(_ start: UnsafeRawPointer, otherQuantities: UInt64, lists: Lists) {
        self.start = start
        self.lists = lists
        components = otherQuantities == 0 ? .inputAndOutput : .any
    }

    /// Takes bytes that are exactly one valid request without entries in its lists.
    ///
    /// - Returns: nil if they are anything else, perhaps a request with entries.
    @inline(__always)
    init?(listless bytes: UnsafeRawBufferPointer) {
        guard bytes.count == RouteRequest.fixedByteCount, let start = bytes.baseAddress else { return nil }
        let others = Self.otherQuantities(start)
        self.init(start, otherQuantities: others, lists: .empty)
        // The maximum is all ones, so a quantity above it has a bit that it has not.
        guard others | usage[.input] | usage[.output] <= Tokens.maximum.rawValue, !Self.hasLists(start) else {
            return nil
        }
    }

    /// Checks bytes to be exactly one valid request.
    @inline(never)
    init(validating bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        _ = try reader.routeRequest()
        try reader.end()
        // Bound: a valid request is not empty.
        guard let start = bytes.baseAddress else { preconditionFailure() }
        self.init(start)
    }

    var policy: PolicyNumber { PolicyNumber(start.littleEndian(at: 0)) }
    var requestedModel: ModelID { ModelID(start.littleEndian(at: 4)) }
    @inline(__always)
    var usage: Usage {
        Usage(unchecked: [
            start.littleEndian(at: 8), start.littleEndian(at: 16), start.littleEndian(at: 24),
            start.littleEndian(at: 32), start.littleEndian(at: 40), start.littleEndian(at: 48),
            start.littleEndian(at: 56), start.littleEndian(at: 64),
        ])
    }
    var value: Int64 { start.littleEndian(at: 72) }
    var costLimit: Microcents { Microcents(start.littleEndian(at: 80)) }
    var risk: BasisPoints { BasisPoints(start.littleEndian(at: 88)) }
    var confidence: BasisPoints { BasisPoints(start.littleEndian(at: 90)) }
    var minimumQuality: BasisPoints { BasisPoints(start.littleEndian(at: 92)) }
    var latencyLimitMilliseconds: UInt32 { start.littleEndian(at: 94) }
    var requiredCapabilities: UInt64 { start.littleEndian(at: 98) }
    var allowedProviders: UInt64 { start.littleEndian(at: 106) }
    var requiredRegions: UInt64 { start.littleEndian(at: 114) }

    /// Whether it has limits that are tested before the cost, besides its risk.
    @inline(__always)
    var hasLimits: Bool {
        let numbers = minimumQuality.rawValue.widened | latencyLimitMilliseconds.widened
        return numbers | requiredCapabilities | ~allowedProviders | requiredRegions != 0
    }

    /// The whole request. O(bytes).
    func decoded() -> RouteRequest {
        let byteCount = RouteRequest.byteCount(warmEntries: warmCount.offset, excludedModels: excludedCount.offset)
        var reader = ByteReader(UnsafeRawBufferPointer(start: start, count: byteCount))
        do {
            return try reader.routeRequest()
        } catch {
            preconditionFailure()
        }
    }

    private var warmCount: UInt32 { Self.warmCount(start) }
    private var excludedCount: UInt32 { Self.excludedCount(start) }

    @inline(__always)
    private static func warmCount(_ start: UnsafeRawPointer) -> UInt32 { start.littleEndian(at: listOffset) }

    /// Stands behind the warm entries.
    @inline(__always)
    private static func excludedCount(_ start: UnsafeRawPointer) -> UInt32 {
        // Bound: a valid request has at most 8 entries.
        start.littleEndian(at: listOffset &+ 4 &+ warmCount(start).offset &* RouteRequest.warmEntryByteCount)
    }

    @inline(__always)
    private static func hasLists(_ start: UnsafeRawPointer) -> Bool {
        warmCount(start) != 0 || excludedCount(start) != 0
    }

    /// The quantities of all components but input and output, as the bits that any of them has.
    @inline(__always)
    private static func otherQuantities(_ start: UnsafeRawPointer) -> UInt64 {
        let cached: UInt64 = start.littleEndian(at: 16) | start.littleEndian(at: 24)
        let produced: UInt64 = start.littleEndian(at: 40) | start.littleEndian(at: 48)
        let called: UInt64 = start.littleEndian(at: 56) | start.littleEndian(at: 64)
        return cached | produced | called
    }

    /// Where the first list stands.
    static var listOffset: Int { 122 }
}

extension RouteRequest {
    /// Calls `body` with the canonical bytes. O(bytes).
    @inline(__always)
    func withBytes<Result>(_ body: (RouteRequestBytes) -> Result) -> Result {
        // Bound: 264 bytes; the largest request has 258.
        var encoded = InlineArray<33, UInt64>(repeating: 0)
        return withUnsafeMutableBytes(of: &encoded) { bytes in
            var writer = ByteWriter(bytes)
            writer.routeRequest(self)
            return body(RouteRequestBytes(UnsafeRawPointer(writer.base)))
        }
    }
}
