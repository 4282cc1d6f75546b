import RecountJournal
import RecountKernel
import SystemPackage
import Testing

@Suite("The README's example of embedding")
struct EmbeddingExampleTests {
    @Test("compiles, runs, and is the one in the README")
    func example() throws {
        let directory = TemporaryDirectory()
        #expect(
            try Self.settle(journalAt: directory.journal, now: Milliseconds(1_700_000_000_000)) == .settled(.settled))
        let readme = try Self.text(of: "README.md")
        let source = try Self.text(of: "Tests/RecountJournalTests/EmbeddingExampleTests.swift")
        let shown = try #require(Self.part(of: readme, from: "```swift\n", to: "```"))
        let compiled = try #require(Self.part(of: source, from: "// begin\n", to: "        // end"))
        #expect(compiled.split(separator: "\n").map { $0.dropFirst(8) } == shown.split(separator: "\n"))
    }

    private static func settle(journalAt path: FilePath, now: Milliseconds) throws -> Decision {
        // begin
        let limits = KernelLimits(
            tenants: 100, accounts: 1_000, reservations: 10_000, transfers: 1_000, policies: 4, models: 256,
            maximumAdvance: Milliseconds(86_400_000), retention: Milliseconds(3_600_000))!
        let settings = JournalSettings(limits: limits, initialTime: now)
        let journal = try Journal.create(at: path, settings: settings, sync: .everyRecord)
        let acme = CommandHeader(tenant: TenantID(1), time: now)
        let quotas = TenantQuotas(accounts: 10, reservations: 1_000, transfers: 100)
        let account = AccountOpening(account: AccountID(1))
        let budget = Transfer(
            id: Identifier128(1), account: account.account,
            amounts: Amounts(calls: 100, tokens: 50_000, cost: 500_000_000)!)
        let opening: [CommandBody] = [.openTenant(quotas), .openAccount(account), .fund(budget)]
        for body in opening { _ = try journal.submit(Command(header: acme, body: body)) }
        let call = Reservation(
            id: Identifier128(2), accounts: AccountList(account.account),
            amounts: Amounts(calls: 1, tokens: 1_500, cost: 900_000)!, expiry: Milliseconds(now.rawValue + 60_000))
        let answer = try journal.submit(Command(header: acme, body: .reserve(call))).decision
        guard answer == .accepted else { return answer }  // .refused says which limit, and on which account
        // … call the model …
        let actual = Spending(id: call.id, total: Amounts(calls: 1, tokens: 1_212, cost: 731_400)!)
        let settled = try journal.submit(Command(header: acme, body: .settle(actual))).decision
        try journal.close()
        // end
        return settled
    }

    private static func part(of text: String, from start: String, to end: String) -> Substring? {
        guard let from = text.firstRange(of: start)?.upperBound,
            let to = text[from...].firstRange(of: end)?.lowerBound
        else { return nil }
        return text[from..<to]
    }

    /// A file of the package, by its path in it.
    private static func text(of name: String) throws -> String {
        let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        return String(decoding: try Bytes.read(root.appending(name)), as: UTF8.self)
    }
}
