import RecountKernel
import RecountTestSupport
import Testing

/// A frequent command never becomes a value where it is valid, so its errors must be those of decoding all the same.
@Suite("Frequent commands from bytes that lead to no step")
struct FrequentCommandErrorTests {
    private static let kinds = 0..<7

    private static func body(_ kind: Int) -> CommandBody {
        switch kind {
        case 0: .route(RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1)))
        case 1: .route(listing)
        case 2: .reserve(1, [1], .of(calls: 1, tokens: 2, cost: 3), until: 2_000)
        case 3: .reserve(2, [1, 2, 3, 4], .of(calls: 1, tokens: 2, cost: 3), until: 2_000)
        case 4: .settle(1, .of(calls: 1, tokens: 2, cost: 3))
        case 5: .acquire(1, by: 2, lease: 100, wait: 10)
        default: .unlock(1, by: 2, token: 3)
        }
    }

    /// A request with entries in both lists.
    private static var listing: RouteRequest {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        for model in UInt32(1)...3 {
            request.warmEntries.append(WarmEntry(model: ModelID(model), tokens: Tokens(9)))
            request.excludedModels.append(ModelID(model + 10))
        }
        return request
    }

    private static func bytes(_ kind: Int, at time: UInt64 = 1_000) -> [UInt8] {
        let header = CommandHeader(tenant: TenantID(1), time: Milliseconds(time))
        return Canonical.bytes(of: Command(header: header, body: body(kind)))
    }

    /// What decoding says about bytes; nil if they are a command.
    private static func decodingError(_ bytes: [UInt8]) -> DecodingError? {
        bytes.withUnsafeBytes { bytes in
            do throws(DecodingError) {
                _ = try Command(decoding: bytes)
                return nil
            } catch {
                return error
            }
        }
    }

    /// Lets a kernel see bytes in all three ways and expects the same error from each.
    private static func expect(
        _ error: CommandStepError, of bytes: [UInt8], on kernel: KernelHarness, _ comment: Comment
    ) {
        let output = UnsafeMutableRawBufferPointer.allocate(
            byteCount: kernel.kernel.limits.maximumDecisionByteCount, alignment: 1)
        defer { output.deallocate() }
        output.initializeMemory(as: UInt8.self, repeating: 0xa5)
        bytes.withUnsafeBytes { bytes in
            #expect(throws: error, comment) { try kernel.kernel.step(decoding: bytes) }
            #expect(throws: error, comment) { try kernel.kernel.step(decoding: bytes, into: output) }
        }
        #expect(output.allSatisfy { $0 == 0xa5 }, comment)
        // A record without a command is that of a consequence.
        guard !bytes.isEmpty else { return }
        let record = StepFromBytesTests.record(1, Milliseconds(1_000), .command, bytes, [1])
        _ = record.withUnsafeBytes { record in
            #expect(throws: error, comment) { try kernel.kernel.divergingStep(decoding: RecordBody(decoding: record)) }
        }
    }

    @Test("each shorter one, and one that is longer", arguments: kinds)
    func lengths(kind: Int) throws {
        let kernel = KernelHarness(initialTime: 1_000)
        let before = kernel.stateBytes
        let whole = Self.bytes(kind)
        for count in whole.indices {
            let cut = Array(whole[..<count])
            let error = try #require(Self.decodingError(cut))
            #expect(error.code == .truncated && error.offset <= count)
            Self.expect(.undecodable(error), of: cut, on: kernel, "kind \(kind), \(count) bytes")
        }
        let error = DecodingError(.trailingBytes, at: UInt32(whole.count))
        Self.expect(.undecodable(error), of: whole + [0], on: kernel, "kind \(kind), a byte more")
        #expect(kernel.stateBytes == before)
    }

    @Test("any byte changed, where that is no command, whole and cut", arguments: kinds)
    func changedBytes(kind: Int) throws {
        let kernel = KernelHarness(initialTime: 1_000)
        let before = kernel.stateBytes
        let whole = Self.bytes(kind)
        var failed: Set<UInt8> = []
        for index in whole.indices {
            for value in [0, 1, 2, 5, 0x20, 0x7f, 0xff] as [UInt8] {
                var changed = whole
                changed[index] = value
                if let error = Self.decodingError(changed) {
                    failed.insert(error.code.rawValue)
                    Self.expect(.undecodable(error), of: changed, on: kernel, "kind \(kind), \(value) at \(index)")
                }
                changed.removeLast(min(9, changed.count - index))
                let error = try #require(Self.decodingError(changed))
                Self.expect(.undecodable(error), of: changed, on: kernel, "kind \(kind), cut, \(value) at \(index)")
            }
        }
        let expected: [DecodingErrorCode] = [.unknownKind, .unsupportedVersion, .outOfRange, .tenantRequired]
        // A change of the first byte makes another kind of it; a reference has no number with a range.
        #expect(failed.isSuperset(of: expected.map(\.rawValue)), "kind \(kind)")
        #expect(kernel.stateBytes == before)
    }

    /// What is due at 1 000.
    enum Due: CaseIterable {
        case reservation
        case lease
        case wait

        /// Makes it so at 900.
        fileprivate func prepare(_ kernel: KernelHarness) {
            switch self {
            case .reservation:
                kernel.run(.open(1))
                kernel.run(.fund(1, 1, .of(calls: 1)))
                kernel.run(.reserve(7, [1], .of(calls: 1), until: 1_000))
            case .lease:
                kernel.run(.acquire(9, by: 1, lease: 100))
            case .wait:
                kernel.run(.acquire(9, by: 1, lease: 400))
                kernel.run(.acquire(9, by: 3, lease: 400, wait: 100))
            }
        }
    }

    @Test("those before which something is due", arguments: kinds, Due.allCases)
    func consequencesDue(kind: Int, due: Due) {
        let kernel = KernelHarness(initialTime: 900)
        kernel.run(.openTenant())
        due.prepare(kernel)
        let before = kernel.stateBytes
        Self.expect(.consequencesDue, of: Self.bytes(kind), on: kernel, "kind \(kind)")
        #expect(kernel.stateBytes == before)
        var invalid = Self.bytes(kind)
        invalid[2] = 0
        Self.expect(.undecodable(DecodingError(.tenantRequired, at: 2)), of: invalid, on: kernel, "kind \(kind)")
        // A jump counts as now, when nothing is due.
        for time in [999, 10_000] as [UInt64] {
            Self.bytes(kind, at: time).withUnsafeBytes { bytes in
                #expect(throws: Never.self) { try kernel.kernel.step(decoding: bytes) }
            }
        }
        #expect(kernel.now == 999)
    }

    @Test("those before which a lease that was given up goes to the next who waits", arguments: kinds)
    func promotionDue(kind: Int) throws {
        let kernel = KernelHarness(initialTime: 900)
        kernel.run(.openTenant())
        guard case .lockAcquired(let grant) = kernel.answer(.acquire(9, by: 1, lease: 400)) else {
            Issue.record("no lease")
            return
        }
        kernel.run(.acquire(9, by: 3, lease: 400, wait: 400))
        kernel.run(.unlock(9, by: 1, token: grant.token))
        for time in [900, 1_000, 10_000] as [UInt64] {
            Self.expect(.consequencesDue, of: Self.bytes(kind, at: time), on: kernel, "kind \(kind) at \(time)")
        }
    }

    @Test("no bytes at all, nowhere")
    func nothing() {
        let kernel = KernelHarness(initialTime: 1_000)
        let error = CommandStepError.undecodable(DecodingError(.truncated, at: 0))
        #expect(throws: error) { try kernel.kernel.step(decoding: UnsafeRawBufferPointer(start: nil, count: 0)) }
    }
}
