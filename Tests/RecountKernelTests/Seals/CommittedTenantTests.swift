import RecountKernel
import RecountTestSupport
import Testing

@Suite("The values in a tenant's bytes")
struct CommittedTenantTests {
    @Test("are those of the kernel, and give the same bytes again", arguments: UInt64(1)...4)
    func roundTrip(seed: UInt64) throws {
        var history = try StateHistory(seed: seed)
        for _ in 0..<300 { try history.advance() }
        let harness = history.harness
        var accountCount = 0
        for leaf in harness.tenantLeaves {
            let (_, bytes) = try #require(harness.opening(of: leaf.tenant.rawValue))
            let (tenant, accounts) = try Self.read(bytes)
            let found = harness.kernel.tenant(leaf.tenant)
            let state = try #require(found)
            #expect(tenant.id == leaf.tenant && tenant.spent == state.spent, "seed \(seed)")
            #expect(tenant.accountCount == state.used.accounts && accounts.count == Int(tenant.accountCount))
            for account in accounts {
                let found = harness.kernel.account(account.id, of: leaf.tenant)
                let standing = try #require(found)
                #expect(account.balances == standing.balances && account.parent == standing.parent, "seed \(seed)")
                #expect(account.isClosed == standing.isClosed && account.exposureLimit == standing.exposureLimit)
            }
            #expect(try Self.written(tenant, accounts) == bytes, "seed \(seed)")
            accountCount += accounts.count
        }
        #expect(accountCount > 0)
    }

    @Test("are refused where bytes are missing or follow")
    func malformed() throws {
        let harness = KernelHarness()
        harness.run(.openTenant(), tenant: 1)
        harness.run(.open(1, limit: .of(calls: 1, tokens: 2, cost: 3)), tenant: 1)
        let (_, bytes) = try #require(harness.opening(of: 1))
        for count in 0..<bytes.count {
            #expect(throws: DecodingError.self) { try Self.read(Array(bytes[..<count])) }
        }
        let error = #expect(throws: DecodingError.self) { try Self.read(bytes + [0]) }
        #expect(error?.code == .trailingBytes)
    }

    @Test("need their room")
    func room() throws {
        let harness = KernelHarness()
        harness.run(.openTenant(), tenant: 1)
        harness.run(.open(1), tenant: 1)
        let (_, bytes) = try #require(harness.opening(of: 1))
        let (tenant, accounts) = try Self.read(bytes)
        var room = [UInt8](repeating: 0, count: CommittedAccount.maximumByteCount - 1)
        let account = #expect(throws: EncodingError.self) {
            try room.withUnsafeMutableBytes { _ = try accounts[0].encode(into: $0) }
        }
        #expect(account?.neededByteCount == CommittedAccount.maximumByteCount)
        let head = #expect(throws: EncodingError.self) {
            try room.withUnsafeMutableBytes {
                _ = try tenant.encode(
                    into: UnsafeMutableRawBufferPointer(rebasing: $0[..<(CommittedTenant.byteCount - 1)]))
            }
        }
        #expect(head?.neededByteCount == CommittedTenant.byteCount)
    }

    private static func read(_ bytes: [UInt8]) throws -> (CommittedTenant, [CommittedAccount]) {
        try bytes.withUnsafeBytes { bytes in
            var reader = try CommittedTenantReader(bytes)
            var accounts: [CommittedAccount] = []
            while let account = try reader.nextAccount() { accounts.append(account) }
            return (reader.tenant, accounts)
        }
    }

    private static func written(_ tenant: CommittedTenant, _ accounts: [CommittedAccount]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var room = [UInt8](repeating: 0, count: CommittedAccount.maximumByteCount)
        let count = try room.withUnsafeMutableBytes { try tenant.encode(into: $0) }
        bytes += room[..<count]
        for account in accounts {
            let count = try room.withUnsafeMutableBytes { try account.encode(into: $0) }
            bytes += room[..<count]
        }
        return bytes
    }
}
