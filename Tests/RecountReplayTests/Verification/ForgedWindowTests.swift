import RecountJournal
import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

/// A byte of a borrowed decision that somebody changed, and the field by which verification must tell.
struct ForgedWindow: CustomTestStringConvertible, Sendable {
    /// Which of the journal's records.
    enum Record: UInt64, Sendable {
        case assembly = 8
        case admission = 9
    }

    let record: Record
    let field: String
    let expected: String
    let found: String
    /// Where in the decision, its kind included, and what stands there instead.
    let offset: Int
    let byte: UInt8

    var testDescription: String { "\(record), \(field)" }

    /// Offsets are those of docs/format.md, "Window".
    private static let assembly: [ForgedWindow] = [
        ForgedWindow(record: .assembly, field: "used_tokens", expected: "33", found: "32", offset: 1, byte: 32),
        ForgedWindow(record: .assembly, field: "included", expected: "2", found: "1", offset: 9, byte: 1),
        ForgedWindow(
            record: .assembly, field: "stable_prefix.fragments", expected: "1", found: "0", offset: 13, byte: 0),
        ForgedWindow(record: .assembly, field: "entries.0.fragment", expected: "1", found: "3", offset: 93, byte: 3),
        ForgedWindow(
            record: .assembly, field: "entries.1.outcome", expected: "truncated", found: "included", offset: 115,
            byte: 1),
        ForgedWindow(
            record: .assembly, field: "entries.2.reason", expected: "after_cutoff", found: "total", offset: 130,
            byte: 2),
        ForgedWindow(
            record: .assembly, field: "entries.1.kept_tokens", expected: "20", found: "21", offset: 117, byte: 21),
    ]

    /// Reserved amounts, the route, the count of leases, a lease, then the window.
    private static let admission: [ForgedWindow] = [
        ForgedWindow(record: .admission, field: "reserved.calls", expected: "1", found: "2", offset: 1, byte: 2),
        ForgedWindow(record: .admission, field: "route.model", expected: "2", found: "1", offset: 28, byte: 1),
        ForgedWindow(record: .admission, field: "leases.0.token", expected: "9", found: "8", offset: 177, byte: 8),
        ForgedWindow(
            record: .admission, field: "window.used_tokens", expected: "33", found: "34", offset: 197, byte: 34),
        ForgedWindow(
            record: .admission, field: "window.entries.2.kept_tokens", expected: "0", found: "9", offset: 327, byte: 9),
    ]

    static let all = assembly + admission

    /// Fragments that are whole, cut and left out; then the same with a model, budget and a lock.
    static func journal() throws -> JournalScript {
        let script = try JournalScript()
        try script.run([
            .installPolicy(try SampleJournals.twoModels()), .openTenant(), .open(1),
            .fund(1, 1, .of(calls: 10, tokens: 1_000, cost: 5_000_000)),
            .tick, .tick, .tick,
        ])
        let context = ContextCase(
            limit: 40, output: 5, separator: 3,
            [
                .of(1, tokens: 10, priority: 9, .required, .whole, .stable),
                .of(2, tokens: 30, priority: 5, order: 1, .optional, .truncatable, cuts: [20]),
                .of(3, tokens: 4, order: 2),
            ])
        try script.run(.assemble(context))
        try script.run(.admit(AdmissionCase(until: 5_000).with { $0.context = context }.locking((7, .exclusive))))
        return script
    }
}

@Suite("Windows and admissions that were changed, with sound stamps, checksums and chain")
struct ForgedWindowTests {
    @Test(
        "are found by their first field, although the batch and the kernel's memory are gone",
        arguments: ForgedWindow.all)
    func changed(_ forgery: ForgedWindow) throws {
        var forged = ForgedJournal(try ForgedWindow.journal().finish())
        var records = forged.records
        records[Int(forgery.record.rawValue) - 1].decision[forgery.offset] = forgery.byte
        forged.records = records
        let directory = try TemporaryDirectory.holding(forged.bytes)
        guard case .decision(let difference) = try Verification.run(at: directory.journal).finding else {
            Issue.record("the changed byte is not found")
            return
        }
        #expect(difference.sequence == forgery.record.rawValue)
        #expect(difference.command == (forgery.record == .assembly ? .assemble : .admit))
        #expect(difference.field == forgery.field)
        #expect(difference.expected == forgery.expected)
        #expect(difference.found == forgery.found)
    }

    @Test("unchanged they are valid")
    func unchanged() throws {
        let script = try ForgedWindow.journal()
        #expect(script.steps.last?.decision.kind == .admitted)
        try script.flush()
        #expect(try Verification.run(at: script.path).finding == nil)
    }

    @Test("a divergence that is kept tells both decisions when reader and kernel are gone")
    func keptDivergence() throws {
        var forged = ForgedJournal(try ForgedWindow.journal().finish())
        var records = forged.records
        let sound = records[7].decision
        records[7].decision[117] = 21
        forged.records = records
        let directory = try TemporaryDirectory.holding(forged.bytes)
        guard case .divergence(let divergence)? = Self.error(directory),
            case .decision(let expected, let found) = divergence.kind
        else {
            Issue.record("the changed byte is not found")
            return
        }
        #expect(expected.bytes == sound)
        #expect(found.bytes == records[7].decision)
        #expect(expected.withDecision(Self.keptTokens) == [10, 20, 0])
        #expect(found.withDecision(Self.keptTokens) == [10, 21, 0])
    }

    private static func error(_ directory: TemporaryDirectory) -> JournalError? {
        do throws(JournalError) {
            _ = try Journal.open(at: directory.journal, sync: .never)
            return nil
        } catch {
            return error
        }
    }

    private static func keptTokens(of decision: Decision) -> [UInt32] {
        guard case .assembled(let window) = decision else { return [] }
        return (0..<window.entryCount).map { window[$0].keptTokens }
    }
}
