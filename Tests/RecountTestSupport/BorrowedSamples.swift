import RecountKernel

/// Requests and answers that borrow their bytes, with random numbers in them. They are made once, of bytes
/// that stay for the rest of the process.
package enum BorrowedSamples {
    /// Assemblies from none to nine fragments.
    package static let assemblies: [AssemblyRequest] = (1...9 as ClosedRange<UInt64>).map { seed in
        taken { try AssemblyRequest(validating: forever(context(seed).bytes)) }
    }

    /// Admissions with none to eight locks.
    package static let admissionRequests: [AdmissionRequest] = (0...8 as ClosedRange<UInt64>).map { seed in
        taken {
            let bytes = context(seed).sorted.admissionBytes(admissionHeader(seed, lockCount: seed))
            return try AdmissionRequest(validating: forever(bytes))
        }
    }

    /// Windows, as `Decision.assembled`, that together have every outcome and reason.
    package static let windows: [Decision] = (0...4 as ClosedRange<UInt64>).map { seed in
        var generator = SplitMix64(state: seed)
        return taken { try Decision(decoding: forever([64] + windowBytes(entries: seed * 3, &generator))) }
    }

    /// Admissions, as `Decision.admitted`, with none to eight leases.
    package static let admissions: [Decision] = [0, 1, 8].map { leaseCount in
        taken { try Decision(decoding: forever([96] + admissionBytes(leases: leaseCount))) }
    }

    /// What a router decided: nothing was chosen, or two models were there.
    package static let routes: [RouteDecision] = [
        RouteDecision(
            action: .reject, reason: .cost, winner: nil, runnerUp: nil, evaluatedCount: 4, eligibleCount: 0,
            rejections: GateHistogram(), policy: policy),
        RouteDecision(
            action: .substitute, reason: .otherModelIsBest,
            winner: RouteDecision.Candidate(model: ModelID(8), cost: Microcents(9), utility: -10),
            runnerUp: RouteDecision.RunnerUp(model: ModelID(11), utility: .min), evaluatedCount: 12,
            eligibleCount: 13, rejections: GateHistogram(), policy: policy),
    ]

    private static let policy = RouteDecision.PolicyIdentity(
        digest: .of(5), policyEpoch: 6, catalogEpoch: 7)

    private static func context(_ seed: UInt64) -> ContextCase {
        let size = RandomContexts.Size(fragments: seed, sections: max(1, seed / 2), tokens: 0xffff_ffff)
        var random = RandomContexts(seed: seed, size: size)
        return random.next(mode: seed % 2 == 0 ? .cutoff : .greedy)
    }

    private static func admissionHeader(_ seed: UInt64, lockCount: UInt64) -> AdmissionHeader {
        var generator = SplitMix64(state: seed)
        var route = RouteRequest(policy: PolicyNumber(UInt32(seed)), requestedModel: ModelID(7))
        route.usage = Usage([0, 0, 0, generator.next() >> 20, 3, 4, 5, 6]) ?? .zero
        route.value = Int64(bitPattern: generator.next())
        route.costLimit = Microcents(generator.next())
        for model in 0..<UInt32(seed % 4) { route.excludedModels.append(ModelID(model)) }
        var header = AdmissionHeader(
            reservation: identifier(&generator), accounts: .of((0...seed % 4).map { $0 }),
            expiry: Milliseconds(generator.next() >> 12), agent: identifier(&generator), route: route)
        for index in 0..<lockCount {
            let resource = Identifier128(high: index, low: generator.next())
            header.locks.append(
                AdmissionLock(
                    resource: resource, mode: index % 2 == 0 ? .shared : .exclusive,
                    lease: Milliseconds(generator.next() >> 12)))
        }
        return header
    }

    /// The layout of a window, written by hand.
    private static func windowBytes(entries: UInt64, _ generator: inout SplitMix64) -> [UInt8] {
        var bytes = LittleEndianBytes()
        bytes.append(generator.next() >> 16)
        bytes.append(UInt32(truncatingIfNeeded: generator.next()))
        bytes.append(UInt32(truncatingIfNeeded: generator.next()))
        bytes.append(generator.next() >> 16)
        for _ in 0..<8 { bytes.append(generator.next()) }
        bytes.append(UInt32(entries))
        for index in 0..<entries {
            bytes.append(generator.next())
            bytes.append(UInt8(index % 3 + 1))
            bytes.append(UInt8(index % 4))
            bytes.append(UInt32(truncatingIfNeeded: generator.next()))
        }
        return bytes.bytes
    }

    /// The layout of an admission decision after its kind, written by hand but for the route.
    private static func admissionBytes(leases: UInt64) -> [UInt8] {
        var generator = SplitMix64(state: leases)
        var bytes = LittleEndianBytes()
        for _ in 0..<3 { bytes.append(generator.next() >> 16) }
        let route = Decision.routed(routes[1])
        var routeBytes = [UInt8](repeating: 0, count: route.encodedByteCount)
        routeBytes.withUnsafeMutableBytes { output in
            do throws(EncodingError) {
                try route.encode(into: output)
            } catch {
                fatalError("too small by its own count: \(error)")
            }
        }
        bytes.append(contentsOf: routeBytes.dropFirst())
        bytes.append(UInt32(leases))
        for _ in 0..<leases {
            for _ in 0..<3 { bytes.append(generator.next()) }
            bytes.append(generator.next() >> 12)
            bytes.append(UInt32(truncatingIfNeeded: generator.next()))
        }
        bytes.append(contentsOf: windowBytes(entries: leases, &generator))
        return bytes.bytes
    }

    private static func identifier(_ generator: inout SplitMix64) -> Identifier128 {
        Identifier128(high: generator.next(), low: generator.next())
    }

    private static func forever(_ bytes: [UInt8]) -> UnsafeRawBufferPointer {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        copy.copyBytes(from: bytes)
        return UnsafeRawBufferPointer(copy)
    }

    private static func taken<Value>(_ make: () throws -> Value) -> Value {
        do {
            return try make()
        } catch {
            fatalError("a sample that decoding does not take: \(error)")
        }
    }
}
