import Foundation
import RecountJournal
import RecountKernel
import SystemPackage
import Testing

/// A journal that a test lets grow, with the keys that sign for it and the checkpoints that were made.
final class Ledger {
    static let name = "example.com/ledger"

    let scratch: ScratchDirectory
    let path: String
    let signingKey: String
    let publicKey: String
    private let journal: Journal
    private var time: UInt64 = 0

    /// Makes a journal without records, and keys.
    init() throws {
        scratch = try ScratchDirectory()
        path = scratch.path("journal")
        signingKey = scratch.path("ledger.key")
        publicKey = scratch.path("ledger.pub")
        let limits = try #require(
            KernelLimits(
                tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: 1,
                maximumAdvance: Milliseconds(1_000_000), retention: .zero))
        journal = try Journal.create(
            at: FilePath(path), settings: JournalSettings(limits: limits, initialTime: .zero), sync: .records(1_000_000)
        )
        let keygen = try run(["keygen", "--name", Self.name, "--private", signingKey, "--public", publicKey])
        #expect(keygen.status == 0, "\(keygen.error)")
    }

    /// Appends records in a batch of their own.
    func grow(by count: Int, milliseconds: UInt64 = 1) throws {
        for _ in 0..<count {
            time += milliseconds
            let header = CommandHeader(tenant: .none, time: Milliseconds(time))
            _ = try journal.submit(Command(header: header, body: .tick))
        }
        try journal.flush()
    }

    /// Keeps the journal as it is now elsewhere.
    ///
    /// - Returns: where.
    func copy(_ name: String) throws -> String {
        try FileManager.default.copyItem(atPath: path, toPath: scratch.path(name))
        return scratch.path(name)
    }

    /// Signs what is there now.
    ///
    /// - Returns: the checkpoint's file.
    @discardableResult
    func checkpoint(_ name: String, of journal: String? = nil, _ options: [String] = []) throws -> String {
        let file = scratch.path(name)
        let outcome = try run(
            ["checkpoint", journal ?? path, "--signing-key", signingKey, "--output", file] + options)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.output.isEmpty)
        return file
    }

    /// Another pair of keys.
    ///
    /// - Returns: the files of the private and the public half.
    func otherKeys(name: String = Ledger.name, file: String = "other") throws -> (signing: String, verifying: String) {
        let paths = (scratch.path(file + ".key"), scratch.path(file + ".pub"))
        #expect(try run(["keygen", "--name", name, "--private", paths.0, "--public", paths.1]).status == 0)
        return paths
    }

    func run(_ arguments: [String]) throws -> CommandLineTool.Outcome { try CommandLineTool.run(arguments) }

    /// The lines of a checkpoint.
    static func lines(_ checkpoint: String) throws -> [Substring] {
        try String(contentsOfFile: checkpoint, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
    }
}
