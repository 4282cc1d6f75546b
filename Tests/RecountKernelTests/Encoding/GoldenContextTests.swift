import RecountKernel
import RecountTestSupport
import Testing

/// The bytes were written down from docs/format.md, not taken from the encoder.
@Suite("Encoding: golden bytes of context, locks and admission")
struct GoldenContextTests {
    private static let identifier = Identifier128(high: 0x0102_0304_0506_0708, low: 0x1112_1314_1516_1718)
    private static let identifierDigits = "18171615141312110807060504030201"
    private static let agent = Identifier128(high: 0x2122_2324_2526_2728, low: 0x3132_3334_3536_3738)
    private static let agentDigits = "38373635343332312827262524232221"
    private static let time = Milliseconds(0x1616_2636_4656)
    private static let timeDigits = "5646362616160000"

    // Commands. All have a header of kind, version, tenant 1 and 56 zeros.

    private static func check(_ body: CommandBody, kind: String, _ expected: String) {
        let command = Command(header: CommandHeader(tenant: TenantID(1), time: .zero), body: body)
        let header = kind + "01" + "0100000000000000" + String(repeating: "00", count: 56)
        let bytes = Canonical.bytes(of: command)
        #expect(bytes.hexadecimalDigits == header + expected)
        #expect(Canonical.reencodedCommand(bytes) == .success(bytes))
    }

    /// Two sections and two fragments, not in order.
    private static let context = ContextCase(
        limit: 0x0102_0304_0506, output: 0x1112_1314_1516, separator: 0x2122_2324, mode: .greedy,
        sections: [
            .of(9, priority: 2, renderOrder: 3, cap: .max),
            .of(0x3132_3334, priority: 0x4142_4344, renderOrder: 0x5152_5354),
        ],
        [
            .of(
                0x6162_6364_6566_6768, section: 9, tokens: 0x7172_7374, priority: 0x0102_0304,
                order: 0x1112_1314_1516_1718, .required, .truncatable, cuts: [5, 0x2122_2324], .stable,
                group: 0x3132_3334),
            .of(4, section: 0x3132_3334, tokens: 0, .optional, .whole, .stable),
        ])

    private static let contextDigits =
        "060504030201" + "0000" + "161514131211" + "0000" + "24232221" + "02"
        // Sections 9 and 0x31323334.
        + "02000000"
        + "09000000" + "02000000" + "03000000" + "01" + "ffffffffffffffff"
        + "34333231" + "44434241" + "54535251" + "00" + "0000000000000000"
        // Fragments 4 and 0x6162636465666768.
        + "02000000"
        + "0400000000000000" + "34333231" + "00000000" + "0000000000000000" + "00000000" + "04" + "00000000"
        + "04" + String(repeating: "00", count: 31) + "00000000"
        + "6867666564636261" + "09000000" + "04030201" + "1817161514131211" + "74737271" + "07" + "34333231"
        + "6867666564636261" + String(repeating: "00", count: 24) + "02000000" + "05000000" + "24232221"

    @Test func assemble() throws {
        try Self.context.withRequest { Self.check(.assemble($0), kind: "40", Self.contextDigits) }
    }

    @Test func emptyAssembly() throws {
        try ContextCase(limit: 1, sections: []).withRequest {
            let zeros = String(repeating: "00", count: 7)
            Self.check(
                .assemble($0), kind: "40", "01" + zeros + "00" + zeros + "00000000" + "01" + "00000000" + "00000000")
        }
    }

    @Test func locks() {
        Self.check(
            .acquireLock(
                LockRequest(
                    resource: Self.identifier, agent: Self.agent, mode: .exclusive, lease: Self.time,
                    wait: Milliseconds(7))),
            kind: "50", Self.identifierDigits + Self.agentDigits + "02" + Self.timeDigits + "0700000000000000")
        let reference = LeaseReference(resource: Self.identifier, agent: Self.agent, token: 0x8182_8384_8586_8788)
        let referenceDigits = Self.identifierDigits + Self.agentDigits + "8887868584838281"
        Self.check(.renewLock(reference, lease: Self.time), kind: "51", referenceDigits + Self.timeDigits)
        Self.check(.releaseLock(reference), kind: "52", referenceDigits)
        Self.check(.cancelWait(Self.agent), kind: "53", Self.agentDigits)
    }

    @Test func admit() throws {
        var route = RouteRequest(policy: PolicyNumber(2), requestedModel: ModelID(3))
        route.usage = Usage([0, 0, 0, 0x24, 0x25, 0x26, 0x27, 0x28]) ?? .zero
        route.excludedModels.append(ModelID(0xa1a2_a3a4))
        var header = AdmissionHeader(
            reservation: Self.identifier, accounts: .of([9, 0x2122_2324_2526_2728]), expiry: Self.time,
            agent: Self.agent, route: route)
        header.locks.append(AdmissionLock(resource: Identifier128(6), mode: .shared, lease: Milliseconds(1)))
        header.locks.append(AdmissionLock(resource: Self.identifier, mode: .exclusive, lease: Self.time))
        let zeros = String(repeating: "00", count: 16)
        let routeDigits =
            "0200000003000000" + zeros + "0000000000000000" + "2400000000000000" + "2500000000000000"
            + "2600000000000000" + "2700000000000000" + "2800000000000000" + Self.routeTail + "00000000"
            + "01000000a4a3a2a1"
        try Self.context.withAdmission(header) {
            Self.check(
                .admit($0), kind: "60",
                Self.identifierDigits + "02000000" + "0900000000000000" + "2827262524232221" + Self.timeDigits
                    + Self.agentDigits + "02000000" + "06" + zeros.dropLast(2) + "01" + "0100000000000000"
                    + Self.identifierDigits + "02" + Self.timeDigits + routeDigits + Self.contextDigits)
        }
    }

    /// From the value to the required regions, as `RouteRequest` has them at first.
    private static var routeTail: String {
        var bytes = LittleEndianBytes()
        let request = RouteRequest(policy: PolicyNumber(2), requestedModel: ModelID(3))
        bytes.append(request.value)
        bytes.append(request.costLimit.rawValue)
        bytes.append(request.risk.rawValue)
        bytes.append(request.confidence.rawValue)
        bytes.append(request.minimumQuality.rawValue)
        bytes.append(request.latencyLimitMilliseconds)
        bytes.append(request.requiredCapabilities)
        bytes.append(request.allowedProviders)
        bytes.append(request.requiredRegions)
        return bytes.bytes.hexadecimalDigits
    }

    // Decisions.

    private static func check(_ decision: Decision, _ expected: String) {
        let bytes = Canonical.bytes(of: decision)
        #expect(bytes.hexadecimalDigits == expected)
        #expect(Canonical.reencodedDecision(bytes) == .success(bytes))
    }

    private static let grant = LeaseGrant(token: 0x8182_8384_8586_8788, expiry: time, holdCount: 0x0102_0304)
    private static let grantDigits = "8887868584838281" + timeDigits + "04030201"

    @Test("what locks are answered by")
    func lockDecisions() {
        Self.check(.lockAcquired(Self.grant), "50" + Self.grantDigits)
        Self.check(.lockQueued(position: 0x0102_0304), "51" + "04030201")
        Self.check(.lockReleased(holdCount: 0x0102_0304), "52" + "04030201")
        let reference = LeaseReference(resource: Self.identifier, agent: Self.agent, token: 5)
        Self.check(
            .leaseExpired(LeaseExpiry(tenant: TenantID(9), lease: reference)),
            "82" + "0900000000000000" + Self.identifierDigits + Self.agentDigits + "0500000000000000")
        Self.check(
            .waitExpired(WaitExpiry(tenant: TenantID(9), resource: Self.identifier, agent: Self.agent)),
            "83" + "0900000000000000" + Self.identifierDigits + Self.agentDigits)
        Self.check(
            .lockPromoted(
                LockPromotion(
                    tenant: TenantID(9), resource: Self.identifier, agent: Self.agent, mode: .shared,
                    grant: Self.grant)),
            "84" + "0900000000000000" + Self.identifierDigits + Self.agentDigits + "01" + Self.grantDigits)
    }

    @Test("the new details of refusals, alone and as an admission's")
    func refusals() {
        let rows: [(Refusal, String)] = [
            (Refusal(.zeroLease, .resource(Self.identifier)), "38" + "07" + Self.identifierDigits),
            (
                Refusal(.lockHeld, .holder(Self.identifier, Self.agent)),
                "3e" + "08" + Self.identifierDigits + Self.agentDigits
            ),
            (
                Refusal(.leaseTooLong, .duration(Self.identifier, needed: 3, limit: 2)),
                "39" + "09" + Self.identifierDigits + "0300000000000000" + "0200000000000000"
            ),
            (
                Refusal(.requiredDoesNotFit, .room(nil, needed: 3, limit: 2)),
                "30" + "0a" + "00" + "00000000" + "0300000000000000" + "0200000000000000"
            ),
            (
                Refusal(.requiredDoesNotFit, .room(SectionID(0x0102_0304), needed: 3, limit: 2)),
                "30" + "0a" + "01" + "04030201" + "0300000000000000" + "0200000000000000"
            ),
        ]
        for (refusal, digits) in rows {
            Self.check(.refused(refusal), "02" + digits)
            Self.check(.notAdmitted(.refused(.locks, refusal)), "61" + "05" + digits)
        }
    }

    @Test("an admission that the router has rejected is tag 0 and the route decision without its kind")
    func notRouted() {
        for route in BorrowedSamples.routes {
            let digits = Canonical.bytes(of: Decision.routed(route)).dropFirst()
            Self.check(.notAdmitted(.notRouted(route)), "61" + "00" + Array(digits).hexadecimalDigits)
        }
    }

    @Test("a window that a kernel assembled")
    func window() throws {
        let context = ContextCase(
            limit: 0x0b, separator: 1,
            [
                .of(1, tokens: 4, .optional, .whole, .stable), .of(2, tokens: 9, .optional, .truncatable, cuts: [6]),
                .of(0x1112_1314_1516_1718, tokens: 3),
            ])
        let harness = KernelHarness()
        harness.run(.openTenant())
        try context.withRequest { request in
            let answer = harness.answer(.assemble(request))
            guard case .assembled(let window) = answer else {
                Issue.record("\(answer)")
                return
            }
            let digests = [window.stablePrefix.digest, window.digest].map(\.lowercaseHexadecimal)
            Self.check(
                answer,
                "40" + "0b00000000000000" + "02000000" + "01000000" + "0400000000000000" + digests[0] + digests[1]
                    + "03000000" + "0100000000000000" + "01" + "00" + "04000000" + "0200000000000000" + "02" + "02"
                    + "06000000" + "1817161514131211" + "03" + "03" + "00000000")
        }
    }

    @Test("an admission: what was reserved, the route without its kind, leases, the window")
    func admitted() throws {
        for decision in BorrowedSamples.admissions {
            guard case .admitted(let admission) = decision else { continue }
            var bytes = LittleEndianBytes()
            bytes.append(UInt8(96))
            for dimension in SampleDecisions.dimensions { bytes.append(admission.reserved[dimension]) }
            bytes.append(contentsOf: Canonical.bytes(of: Decision.routed(admission.route)).dropFirst())
            bytes.append(admission.leaseCount)
            for position in 0..<admission.leaseCount {
                let (resource, grant) = admission.lease(at: position)
                bytes.append(resource.low)
                bytes.append(resource.high)
                bytes.append(contentsOf: Canonical.bytes(of: Decision.lockAcquired(grant)).dropFirst())
            }
            bytes.append(contentsOf: Canonical.bytes(of: Decision.assembled(admission.window)).dropFirst())
            Self.check(decision, bytes.bytes.hexadecimalDigits)
        }
    }
}
