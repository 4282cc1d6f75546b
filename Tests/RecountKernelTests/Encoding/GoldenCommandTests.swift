import RecountKernel
import RecountTestSupport
import Testing

/// The bytes were written down from the layouts, not taken from the encoder: a change of a layout
/// must change them, and its version.
@Suite("Encoding: golden bytes of every command")
struct GoldenCommandTests {
    private static let identifier = Identifier128(high: 0x0102_0304_0506_0708, low: 0x1112_1314_1516_1718)
    private static let account = AccountID(0x2122_2324_2526_2728)
    private static let time = Milliseconds(0x1616_2636_4656)
    private static let quotas = TenantQuotas(
        accounts: 0x0102_0304, reservations: 0x1112_1314, transfers: 0x2122_2324, locks: 0x3132_3334)

    private static var amounts: Amounts {
        Amounts(calls: 0x3132_3334_3536, tokens: 0x4142_4344_4546, cost: 0x5152_5354_5556) ?? .zero
    }

    private static var accounts: AccountList {
        var list = AccountList(AccountID(9))
        list.append(account)
        return list
    }

    private static func limit(calls: UInt64?, tokens: UInt64?, cost: UInt64?) -> ExposureLimit {
        ExposureLimit(calls: calls, tokens: tokens, cost: cost) ?? .none
    }

    private static var opening: AccountOpening {
        AccountOpening(
            account: account, parent: AccountID(7),
            exposureLimit: limit(calls: 3, tokens: nil, cost: 0x7fff_ffff_ffff_ffff))
    }

    private static var request: RouteRequest {
        var request = RouteRequest(policy: PolicyNumber(0x0102_0304), requestedModel: ModelID(0x1112_1314))
        request.usage = Usage([0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28]) ?? .zero
        request.value = -2
        request.costLimit = Microcents(0x3132_3334_3536_3738)
        request.risk = BasisPoints(0x4142)
        request.confidence = BasisPoints(0x4344)
        request.minimumQuality = BasisPoints(0x4546)
        request.latencyLimitMilliseconds = 0x5152_5354
        request.requiredCapabilities = 0x6162_6364_6566_6768
        request.allowedProviders = 0x7172_7374_7576_7778
        request.requiredRegions = 0x8182_8384_8586_8788
        request.warmEntries.append(WarmEntry(model: ModelID(5), tokens: Tokens(0x91)))
        request.warmEntries.append(WarmEntry(model: ModelID(6), tokens: Tokens(0x9192_9394_9596_9798)))
        request.excludedModels.append(ModelID(0xa1a2_a3a4))
        return request
    }

    /// The header: kind, version 1, tenant 1 or none, time, and the three ids.
    private static func check(_ body: CommandBody, kind: String, tenant: UInt64, _ expected: String) {
        let header = CommandHeader(
            tenant: TenantID(tenant), time: time, requestID: Identifier128(high: 0xa1, low: 0xa2),
            actor: Identifier128(high: 0xb1, low: 0xb2), correlation: Identifier128(high: 0xc1, low: 0xc2))
        let zeros = "00000000000000"
        let identifiers = ["a2", "a1", "b2", "b1", "c2", "c1"].map { $0 + zeros }.joined()
        let start = kind + "01" + "0\(tenant)" + zeros + "5646362616160000" + identifiers
        #expect(Canonical.bytes(of: Command(header: header, body: body)).hexadecimalDigits == start + expected)
    }

    @Test func tick() {
        Self.check(
            .tick, kind: "01", tenant: 0,
            "")
    }

    @Test func seal() {
        Self.check(
            .seal, kind: "04", tenant: 0,
            "")
    }

    @Test func describe() throws {
        let name = try #require(Array("a€b".utf8).withUnsafeBytes { Name(utf8: $0) })
        Self.check(
            .describe(Description(subject: .account, id: Self.identifier, name: name)), kind: "02", tenant: 1,
            "02181716151413121108070605040302010500000061e282ac62")
    }

    @Test func route() {
        Self.check(
            .route(Self.request), kind: "10", tenant: 1,
            "040302011413121121000000000000002200000000000000230000000000000024000000000000002500000000000000"
                + "260000000000000027000000000000002800000000000000feffffffffffffff38373635343332314241444346455453"
                + "525168676665646362617877767574737271888786858483828102000000050000009100000000000000060000009897"
                + "96959493929101000000a4a3a2a1")
    }

    @Test func openTenant() {
        Self.check(
            .openTenant(Self.quotas), kind: "20", tenant: 1,
            "04030201141312112423222134333231")
    }

    @Test func openAccount() {
        Self.check(
            .openAccount(Self.opening), kind: "21", tenant: 1,
            "2827262524232221010700000000000000050300000000000000ffffffffffffff7f")
    }

    @Test func setQuotas() {
        Self.check(
            .setQuotas(Self.quotas), kind: "22", tenant: 1,
            "04030201141312112423222134333231")
    }

    @Test func setExposureLimit() {
        Self.check(
            .setExposureLimit(Self.account, Self.limit(calls: nil, tokens: 4, cost: nil)), kind: "23", tenant: 1,
            "2827262524232221020400000000000000")
    }

    @Test func fund() {
        Self.check(
            .fund(Transfer(id: Self.identifier, account: Self.account, amounts: Self.amounts)), kind: "24", tenant: 1,
            "181716151413121108070605040302012827262524232221363534333231000046454443424100005655545352510000")
    }

    @Test func withdraw() {
        Self.check(
            .withdraw(Transfer(id: Self.identifier, account: Self.account, amounts: Self.amounts)), kind: "25",
            tenant: 1,
            "181716151413121108070605040302012827262524232221363534333231000046454443424100005655545352510000")
    }

    @Test func reserve() {
        Self.check(
            .reserve(
                Reservation(id: Self.identifier, accounts: Self.accounts, amounts: Self.amounts, expiry: Self.time)),
            kind: "26", tenant: 1,
            "181716151413121108070605040302010200000009000000000000002827262524232221363534333231000046454443"
                + "4241000056555453525100005646362616160000")
    }

    @Test func draw() {
        Self.check(
            .draw(Spending(id: Self.identifier, total: Self.amounts)), kind: "27", tenant: 1,
            "18171615141312110807060504030201363534333231000046454443424100005655545352510000")
    }

    @Test func extend() {
        Self.check(
            .extend(Self.identifier, expiry: Self.time), kind: "28", tenant: 1,
            "181716151413121108070605040302015646362616160000")
    }

    @Test func settle() {
        Self.check(
            .settle(Spending(id: Self.identifier, total: Self.amounts)), kind: "29", tenant: 1,
            "18171615141312110807060504030201363534333231000046454443424100005655545352510000")
    }

    @Test func release() {
        Self.check(
            .release(Self.identifier), kind: "2a", tenant: 1,
            "18171615141312110807060504030201")
    }

    @Test func charge() {
        Self.check(
            .charge(Charge(id: Self.identifier, accounts: Self.accounts, amounts: Self.amounts)), kind: "2b", tenant: 1,
            "181716151413121108070605040302010200000009000000000000002827262524232221363534333231000046454443"
                + "424100005655545352510000")
    }

    @Test func closeAccount() {
        Self.check(
            .closeAccount(Self.account), kind: "2c", tenant: 1,
            "2827262524232221")
    }

    @Test func installPolicy() throws {
        let policy = PolicyBuilder(models: [.permissive(1)])
        try policy.withPolicy { bytes in
            Self.check(.installPolicy(bytes), kind: "03", tenant: 0, policy.bytes.hexadecimalDigits)
        }
    }
}
