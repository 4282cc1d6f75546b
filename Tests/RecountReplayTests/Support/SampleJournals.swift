import RecountJournal
import RecountKernel
import RecountTestSupport

/// Journals that several tests share.
enum SampleJournals {
    /// The sequences of the records of `mixed`.
    enum Sequence {
        static let installation: UInt64 = 1
        static let tenantOpening: UInt64 = 2
        static let rootOpening: UInt64 = 3
        static let childOpening: UInt64 = 4
        static let rootFunding: UInt64 = 5
        static let route: UInt64 = 7
        static let reservation: UInt64 = 8
        static let refusal: UInt64 = 9
        static let expiry: UInt64 = 10
        static let tick: UInt64 = 11
        static let lateSettlement: UInt64 = 12
        static let charge: UInt64 = 13
        static let duplicate: UInt64 = 14
    }

    /// Fourteen records with every kind of decision, in three batches.
    static func mixed() throws -> JournalScript {
        let script = try JournalScript()
        try script.run([
            .installPolicy(try twoModels()), .openTenant(reservations: 8, transfers: 8), .open(1), .open(2, under: 1),
        ])
        try script.flush()
        try script.run([
            .fund(1, 1, .of(calls: 10, tokens: 1_000, cost: 5_000)),
            .fund(2, 2, .of(calls: 3, tokens: 500, cost: 900)),
        ])
        try script.run(.route(request()), after: 5)
        try script.flush()
        try script.run(.reserve(1, [2], .of(calls: 1, tokens: 200, cost: 300), until: 2_000), after: 5)
        try script.run(.reserve(2, [2], .of(calls: 1, tokens: 400, cost: 0), until: 3_000), after: 5)
        try script.run(.tick, after: 1_500)
        try script.run(.settle(1, .of(calls: 1, tokens: 150, cost: 250)), after: 5)
        // More than the child has left, so it ends in debt.
        try script.run(.charge(3, [2], .of(calls: 1, tokens: 100, cost: 2_000)), after: 5)
        try script.run(.fund(2, 2, .of(calls: 3, tokens: 500, cost: 900)))
        return script
    }

    /// Two enabled models; the second is better and dearer.
    static func twoModels() throws -> PolicyBytes {
        var cheap = Model.permissive(1)
        cheap.quality = BasisPoints(5_000)
        cheap.prices.prices[0] = 100_000
        var better = Model.permissive(2)
        better.quality = BasisPoints(9_000)
        better.prices.prices[0] = 200_000
        return try lastingPolicy(PolicyBuilder(models: [cheap, better]))
    }

    /// The digest of that policy in hexadecimal digits.
    static var policyDigest: String {
        do {
            return try twoModels().digestDigits
        } catch {
            fatalError("the policy of the samples is valid: \(error)")
        }
    }

    /// A request for the cheaper model, which the better one gets.
    static func request() -> RouteRequest {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        request.usage = .of([.input: 1_000])
        request.value = 100_000
        return request
    }
}

extension PolicyBytes {
    fileprivate var digestDigits: String {
        var bytes = [UInt8](repeating: 0, count: PolicyBytes.byteCount(models: Int(modelCount)))
        bytes.withUnsafeMutableBytes { output in
            guard var encoder = try? PolicyEncoder(header: header, modelCount: Int(modelCount), into: output) else {
                fatalError("a policy's own byte count is too small")
            }
            for position in 0..<modelCount { encoder.append(model(at: position)) }
        }
        return Blake2b.hexadecimalDigest(
            of: [bytes], outputByteCount: 32, key: [], personal: Array("recount.policy".utf8))
    }
}

extension Usage {
    /// Quantities; 0 where not stated.
    static func of(_ quantities: [Component: UInt64]) -> Usage {
        var list = InlineArray<8, UInt64>(repeating: 0)
        for (component, quantity) in quantities { list[Int(component.rawValue)] = quantity }
        guard let usage = Usage(list) else { fatalError("a test asks for a quantity above 2^48 - 1") }
        return usage
    }
}
