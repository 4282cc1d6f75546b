import RecountJournal
import RecountKernel
import RecountTestSupport
import SystemPackage

/// A journal on the disk that a test writes command by command.
final class JournalScript {
    let directory = TemporaryDirectory()
    let journal: Journal
    /// The time of the next command, in milliseconds.
    var time: UInt64
    /// Every step so far, consequences included. Windows in them are gone with the next step.
    private(set) var steps: [Step] = []

    init(_ settings: JournalSettings = .script(), sync: SyncPolicy = .records(1_000_000)) throws {
        time = settings.initialTime.rawValue
        journal = try Journal.create(at: directory.journal, settings: settings, identity: .script, sync: sync)
    }

    var path: FilePath { directory.journal }

    /// Submits a command `delay` milliseconds after the one before.
    @discardableResult
    func run(_ body: CommandBody, tenant: UInt64 = 1, after delay: UInt64 = 0) throws -> Step {
        time += delay
        let header = CommandHeader(
            tenant: body.concernsTenant ? TenantID(tenant) : .none, time: Milliseconds(time),
            requestID: Identifier128(high: 1, low: time))
        let step = try journal.submit(Command(header: header, body: body)) { steps.append($0) }
        steps.append(step)
        return step
    }

    /// Submits commands at the same time; the sequence of the last.
    @discardableResult
    func run(_ bodies: [CommandBody], tenant: UInt64 = 1) throws -> UInt64 {
        var sequence: UInt64 = 0
        for body in bodies { sequence = try run(body, tenant: tenant).sequence }
        return sequence
    }

    /// Names an id.
    @discardableResult
    func name(_ subject: Description.Subject, _ id: UInt64, _ text: String, tenant: UInt64 = 1) throws -> Step {
        let name = Array(text.utf8).withUnsafeBytes { Name(utf8: $0) }
        guard let name else { fatalError("a test gives a name that is none") }
        return try run(.describe(Description(subject: subject, id: Identifier128(id), name: name)), tenant: tenant)
    }

    /// Ends the open batch.
    func flush() throws { try journal.flush() }

    /// Writes everything, and gives the bytes of the segment.
    func finish() throws -> [UInt8] {
        try journal.flush()
        return try directory.readSegment()
    }
}

extension JournalSettings {
    /// Small tables; time starts at 1 s, may advance by 1 000 s, finished things stay for `retention`, and
    /// leases and waits last up to 60 s.
    static func script(
        tenants: UInt32 = 3, accounts: UInt32 = 12, reservations: UInt32 = 64, transfers: UInt32 = 64,
        policies: UInt32 = 2, models: UInt32 = 40, retention: UInt64 = 50_000
    ) -> JournalSettings {
        let limits = KernelLimits(
            tenants: tenants, accounts: accounts, reservations: reservations, transfers: transfers,
            policies: policies, models: models, maximumAdvance: Milliseconds(1_000_000),
            retention: Milliseconds(retention), locks: 64, fragments: 64, maximumLease: Milliseconds(60_000),
            maximumWait: Milliseconds(60_000))
        guard let limits else { fatalError("a test asks for limits that no kernel has") }
        return JournalSettings(limits: limits, initialTime: Milliseconds(1_000))
    }
}

extension JournalIdentity {
    /// The same in every run.
    static let script = JournalIdentity(
        journalID: Identifier128(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10),
        hashSeed: HashSeed(first: 0x1112_1314_1516_1718, second: 0x191a_1b1c_1d1e_1f20),
        saltSecret: SaltSecret(bytes: InlineArray<32, UInt8>(repeating: 0x5a)))
}

/// A policy whose bytes live as long as the process, since commands only borrow them.
func lastingPolicy(_ builder: PolicyBuilder) throws -> PolicyBytes {
    let bytes = builder.bytes
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
    memory.copyBytes(from: bytes)
    return try PolicyBytes(validating: UnsafeRawBufferPointer(memory))
}
