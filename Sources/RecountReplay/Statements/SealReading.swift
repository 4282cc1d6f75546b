import RecountJournal
import RecountKernel

/// What a statement shows of a seal, taken while the journal is replayed.
struct SealReading {
    private let sequence: UInt64
    /// Takes every leaf of the tree.
    var proof: InclusionProofCollector?
    private var found: Found?

    private struct Found {
        let body: [UInt8]
        let global: Digest
        let path: [TenantSibling]
        let opening: TenantOpening
        let tenant: CommittedTenant
        let accounts: [CommittedAccount]
    }

    /// - Parameter prefix: the frontier of the records before the replay, all before the seal.
    init(_ sequence: UInt64, in treeSize: UInt64, after prefix: TreeFrontier) {
        self.sequence = sequence
        proof = try? InclusionProofCollector(record: sequence, treeSize: treeSize, after: prefix)
    }

    /// Takes a record and the kernel after it. O(tenants + accounts) at the seal, else O(1).
    ///
    /// - Throws: `notASeal`, `unknownTenant`.
    mutating func take(
        _ record: JournalRecord, _ kernel: borrowing Kernel, _ tenant: TenantID
    ) throws(StatementIssueError) {
        guard record.sequence == sequence else { return }
        do throws(StatementFinding.RecordProblem) { _ = try SealRecord(body: record.body) } catch {
            throw .notASeal(sequence)
        }
        let leaves = [TenantLeaf](unsafeUninitializedCapacity: kernel.tenantCount) { buffer, count in
            count = kernel.writeTenantLeaves(into: UnsafeMutableBufferPointer(rebasing: buffer[..<kernel.tenantCount]))
        }
        guard let index = leaves.firstIndex(where: { $0.tenant == tenant }) else {
            throw .unknownTenant(tenant, seal: sequence)
        }
        found = Self.read(tenant, of: kernel, record, TenantSibling.path(to: index, in: leaves))
    }

    /// What the statement shows; nil if the seal or records behind it have not passed.
    var seal: StatementSeal? {
        guard let found, let proof = proof?.proof else { return nil }
        return StatementSeal(
            body: found.body, inclusion: proof.hashes, global: found.global, path: found.path,
            salt: found.opening.salt, rest: found.opening.rest, spent: found.tenant.spent, accounts: found.accounts)
    }

    private static func read(
        _ tenant: TenantID, of kernel: borrowing Kernel, _ record: JournalRecord, _ path: [TenantSibling]
    ) -> Found {
        let room = Int(kernel.openingByteCount(of: tenant) ?? 0)
        return withUnsafeTemporaryAllocation(byteCount: room, alignment: 8) { bytes in
            guard let opening = try? kernel.writeOpening(of: tenant, into: bytes),
                var reader = try? CommittedTenantReader(UnsafeRawBufferPointer(bytes))
            else { preconditionFailure("a tenant that has a leaf has canonical bytes, of the measured length") }
            var accounts: [CommittedAccount] = []
            while let account = try? reader.nextAccount() { accounts.append(account) }
            return Found(
                body: Array(record.body), global: kernel.globalDigest(), path: path, opening: opening,
                tenant: reader.tenant, accounts: accounts)
        }
    }
}
