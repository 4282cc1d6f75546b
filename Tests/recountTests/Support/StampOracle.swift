import RecountJSON
import RecountJournal
import RecountKernel
import Testing

@testable import recount

/// The stamps that `decide` must give, by a kernel, an encoder and a digest of the test's own.
struct StampOracle {
    private let policy: LoadedPolicy

    init(policy path: String) throws {
        policy = try LoadedPolicy(path: path)
    }

    func stamps(of lines: [String]) throws -> [String] {
        let limits = KernelLimits(
            tenants: 5, accounts: 7, reservations: 9, transfers: 3, policies: 2, models: 64,
            maximumAdvance: Milliseconds(1), retention: Milliseconds(1))
        let host = try HostedKernel(
            limits: try #require(limits), initialTime: .zero,
            identity: JournalIdentity(
                journalID: .zero, hashSeed: HashSeed(first: 0x5eed, second: 77), saltSecret: .zero))
        try policy.withInstallation(at: .zero) { _ = try host.kernel.step($0) }
        let opening = CommandBody.openTenant(TenantQuotas(accounts: 1, reservations: 1, transfers: 1))
        _ = try host.kernel.step(Command(header: CommandHeader(tenant: TenantID(1), time: .zero), body: opening))
        return try lines.map { try stamp(of: $0, host) }
    }

    private func stamp(of line: String, _ host: HostedKernel) throws -> String {
        let request = try Array(line.utf8).withUnsafeBytes {
            try RouteLine(parsing: $0, policy: PolicyNumber(1), names: policy.names)
        }
        let header = CommandHeader(tenant: TenantID(1), time: .zero, requestID: request.requestID)
        let command = Command(header: header, body: .route(request.request))
        let step = try host.kernel.step(command)
        return try withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { buffer in
            let count = try RecordBody.encode(step, command: command, into: buffer)
            return Blake2b.digest(UnsafeRawBufferPointer(rebasing: buffer[..<count]), in: .record).hexadecimal
        }
    }
}
