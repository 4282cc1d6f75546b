import RecountJournal
import RecountKernel
import SystemPackage

/// Who holds and who waits for what, at one moment of a journal.
public struct LockReport: Sendable {
    /// The last record before that moment; 0 if the journal has none.
    public let sequence: UInt64
    /// The kernel's time then.
    public let time: Milliseconds
    /// Every resource that is held or waited for, by tenant and resource.
    public let standings: [LockStanding]
    /// How the journal ends; nil if its end was not reached.
    public let tail: JournalTail?

    private let names: NameBook

    /// Replays a journal up to a record. O(records).
    ///
    /// - Parameters:
    ///   - sequence: the last record that counts; nil for all.
    ///   - tenant: whose locks; nil for those of all tenants.
    ///   - access: the journal's keys, and its archive if the beginning was moved there.
    ///   - progress: is given, after every batch, how much was read.
    /// - Throws: `ExplanationError` if the journal cannot be read that far, or has no such record.
    public init(
        ofTenant tenant: TenantID? = nil, afterRecord sequence: UInt64? = nil, inJournalAt path: FilePath,
        access: JournalAccess = JournalAccess(),
        progress: (VerificationProgress) -> Void = { _ in }
    ) throws(ExplanationError) {
        let playback: LockPlayback
        do throws(JournalError) {
            playback = try LockPlayback(path, access)
            // There is no record 0, and the error names the last one.
            try playback.run(until: sequence == 0 ? .max : sequence ?? .max, progress)
        } catch {
            throw .journal(error)
        }
        let last = playback.hosted.kernel.sequence
        if let sequence, sequence != last || sequence == 0 { throw .noSuchRecord(sequence: sequence, last: last) }
        self.sequence = last
        time = playback.hosted.kernel.time
        standings = LockStanding.all(in: playback.hosted.kernel, ofTenant: tenant)
        tail = playback.reader.tail
        names = playback.names
    }

    /// The name that the journal gave to a tenant, or nil.
    public func name(ofTenant tenant: TenantID) -> String? { names.name(of: .tenant, .zero, tenant) }

    /// The name that the journal gave to a resource, or nil.
    public func name(of resource: LockResource, ofTenant tenant: TenantID) -> String? {
        names.name(of: .resource, resource, tenant)
    }

    /// The name that the journal gave to an agent, or nil.
    public func name(ofAgent agent: LockAgent, ofTenant tenant: TenantID) -> String? {
        names.name(of: .actor, agent, tenant)
    }
}

/// A replay that only takes the names on its way.
private final class LockPlayback {
    let reader: JournalReader
    let hosted: HostedKernel
    private(set) var names: NameBook

    init(_ path: FilePath, _ access: JournalAccess) throws(JournalError) {
        let start = try JournalReplay(at: path, access: access, from: .genesis)
        reader = start.reader
        hosted = start.hosted
        names = NameBook(limits: reader.header.settings.limits)
    }

    func run(until sequence: UInt64, _ progress: (VerificationProgress) -> Void) throws(JournalError) {
        let replay = Replay(hosted)
        while hosted.kernel.sequence < sequence, let batch = try reader.nextBatch() {
            for position in 0..<batch.count where hosted.kernel.sequence < sequence {
                let replayed = try replay.execute(batch[position], in: batch.segment)
                if let command = replayed.command, replayed.step.decision == .accepted { names.take(command) }
            }
            progress(VerificationProgress(readByteCount: reader.readByteCount, byteCount: reader.byteCount))
        }
    }
}
