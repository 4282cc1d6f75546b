import RecountJournal
import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Verification of sound journals")
struct VerificationTests {
    @Test("a journal with every kind of decision is valid, and its consequences are counted")
    func mixed() throws {
        let script = try SampleJournals.mixed()
        try script.flush()
        let report = try Verification.run(at: script.path)
        #expect(report.isValid)
        #expect(report.finding == nil)
        #expect(report.recordCount == 14)
        #expect(report.consequenceCount == 1)
        #expect(report.tail == .clean)
        #expect(report.head == script.journal.head)
        #expect(script.steps.map(\.sequence) == Array(1...14))
    }

    @Test("a journal without records is valid")
    func empty() throws {
        let script = try JournalScript()
        let report = try Verification.run(at: script.path, expectedHead: script.journal.head)
        #expect(report.isValid)
        #expect(report.recordCount == 0)
        #expect(report.head == script.journal.head)
        #expect(report.head.sequence == 0)
        #expect(report.conservation.tenants.isEmpty)
    }

    @Test("what every tenant has is reported as the kernel has it, by ascending ids")
    func conservation() throws {
        let script = try JournalScript()
        for tenant in [3, 1] as [UInt64] {
            try script.run(
                [.openTenant(accounts: 4, reservations: 4, transfers: 4), .open(7), .open(2, under: 7)], tenant: tenant)
            try script.run(.fund(1, 2, .of(calls: tenant, tokens: 5)), tenant: tenant)
            try script.run(.charge(2, [2], .of(calls: 2)), tenant: tenant)
        }
        try script.flush()
        let conservation = try Verification.run(at: script.path).conservation
        #expect(conservation.isConserved)
        #expect(conservation.tenants.map(\.state.id.rawValue) == [1, 3])
        for tenant in conservation.tenants {
            #expect(tenant.isConserved)
            #expect(tenant.state.spent.calls.value == 2)
            #expect(tenant.accounts.map(\.id.rawValue) == [2, 7])
            let expected = [2, 7].map { script.journal.kernel.account(AccountID($0), of: tenant.state.id) }
            #expect(tenant.accounts == expected.compactMap { $0 })
        }
        #expect(conservation.tenants[0].accounts[0].balances.calls.debt == 1)
    }

    @Test("progress comes after every batch and ends with all bytes of the batches")
    func progress() throws {
        let script = try SampleJournals.mixed()
        let bytes = try script.finish()
        var readByteCounts: [UInt64] = []
        var byteCounts: [UInt64] = []
        _ = try Verification.run(at: script.path) {
            readByteCounts.append($0.readByteCount)
            byteCounts.append($0.byteCount)
        }
        #expect(readByteCounts.count == 3)
        #expect(readByteCounts == readByteCounts.sorted())
        #expect(byteCounts == Array(repeating: UInt64(bytes.count), count: 3))
        #expect(readByteCounts.last.map { $0 + 512 } == UInt64(bytes.count))
    }

    @Test("a journal of several policies of batches is valid however its records are cut into batches")
    func batches() throws {
        for policy in [SyncPolicy.everyRecord, .records(3), .records(1_000), .never] {
            let script = try JournalScript(sync: policy)
            try script.run([.openTenant(), .open(1), .fund(1, 1, 50)])
            for id in 0..<10 as Range<UInt64> {
                try script.run(.reserve(id, [1], 1, until: script.time + 20), after: 7)
            }
            try script.flush()
            let report = try Verification.run(at: script.path, expectedHead: script.journal.head)
            #expect(report.isValid, "\(policy)")
            #expect(report.recordCount == UInt64(script.steps.count), "\(policy)")
            #expect(report.consequenceCount == UInt64(script.steps.count { $0.origin == .consequence }), "\(policy)")
            #expect(report.consequenceCount > 0)
        }
    }

    @Test("a long journal of all budget operations is valid", arguments: [1, 2, 3] as [UInt64])
    func randomCommands(seed: UInt64) throws {
        let script = try JournalScript(.script(accounts: 24, retention: 60), sync: .records(37))
        var stream = FundedCommandStream(seed: seed)
        for _ in 0..<1_500 { _ = try script.journal.submit(stream.next(now: script.journal.kernel.time.rawValue)) }
        try script.flush()
        let report = try Verification.run(at: script.path, expectedHead: script.journal.head)
        #expect(report.finding == nil, "seed \(seed)")
        #expect(report.recordCount == script.journal.acknowledgedSequence, "seed \(seed)")
        #expect(report.consequenceCount > 20, "seed \(seed)")
        #expect(report.conservation.isConserved, "seed \(seed)")
    }

    @Test("a directory that is none, is empty or holds another file is an error that names it")
    func unreadable() throws {
        let directory = TemporaryDirectory()
        #expect(throws: JournalError.missingDirectory(path: directory.journal.string)) {
            try Verification.run(at: directory.journal)
        }
        #expect(throws: JournalError.emptyDirectory(path: directory.path.string)) {
            try Verification.run(at: directory.path)
        }
        let script = try SampleJournals.mixed()
        try script.flush()
        #expect(throws: JournalError.notADirectory(path: script.directory.segment.string)) {
            try Verification.run(at: script.directory.segment)
        }
    }
}
