import ArgumentParser
import RecountDigest
import RecountJSON
import RecountJournal
import RecountKernel

/// `recount decide`: routing requests in, decisions out, a line each.
struct DecideCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide",
        abstract: "Decide routing requests: JSON lines on standard input, one decision a line on standard output.",
        discussion: """
            The fields of requests and decisions are in docs/requests.md. A line that is no request gives \
            {"line": …, "error": …} in its place; the exit status is 2 then.

            Example: echo '{"requested_model": "gpt-4o", "value_microcents": 2000000}' | \\
              recount decide --policy docs/data/policy.json
            """
    )

    @Option(help: "The policy file.")
    var policy: String

    func run() throws {
        let decider = try Decider(policy: try LoadedPolicy(path: policy))
        var reader = try LineReader(path: "-")
        var errorCount = 0
        do throws(Failure) {
            while let error = try reader.next({ line throws(Failure) in decider.answer(line) }) {
                if let error {
                    errorCount += 1
                    decider.report(error, line: reader.lineNumber)
                }
                if decider.isBufferFull || !reader.hasLineAtHand { try Output.write(decider.takeOutput()) }
            }
        } catch {
            // The lines before the one that cannot be read have their answers.
            try Output.write(decider.takeOutput())
            throw error
        }
        try Output.write(decider.takeOutput())
        guard errorCount == 0 else {
            throw Failure(.wrongInput, "standard input: \(errorCount) lines are no requests; see their \"error\"")
        }
    }
}

/// A kernel without a journal that answers routing requests for tenant 1 at time 0, after step 1
/// has installed the policy and step 2 has opened the tenant; so the first request is sequence 3.
final class Decider {
    private static let tenant = TenantID(1)
    private static let bufferByteCount = 1 << 16

    private let host: HostedKernel
    private let names: RequestNames
    private var fields = JSONFieldWriter(JSONWriter(.compact))
    private var body = [UInt8](repeating: 0, count: 1024)

    init(policy: LoadedPolicy) throws(Failure) {
        let modelCount = UInt32(clamping: policy.document.models.count)
        guard
            let limits = KernelLimits(
                tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: modelCount,
                maximumAdvance: .zero, retention: .zero)
        else { throw Failure(.wrongInput, "the policy has more than \(KernelLimits.maximumCount) models") }
        do throws(JournalError) {
            host = try HostedKernel(
                limits: limits, initialTime: .zero, hashSeed: HashSeed(first: 0, second: 0))
        } catch {
            throw Failure(error)
        }
        names = policy.names
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        policy.withInstallation(at: .zero) { _ = step($0) }
        _ = step(
            Command(header: CommandHeader(tenant: Self.tenant, time: .zero), body: .openTenant(quotas)))
    }

    /// Whether the output is long enough to be written.
    var isBufferFull: Bool { fields.writer.bytes.count >= Self.bufferByteCount }

    /// The lines since the last call.
    func takeOutput() -> [UInt8] {
        defer { fields.writer.removeAll() }
        return fields.writer.bytes
    }

    /// Answers one request with a line, or says why it is none.
    func answer(_ line: UnsafeRawBufferPointer) -> RequestError? {
        do throws(RequestError) {
            try decide(line)
            return nil
        } catch {
            return error
        }
    }

    private func decide(_ line: UnsafeRawBufferPointer) throws(RequestError) {
        let request = try RouteLine(parsing: line, policy: PolicyNumber(1), names: names)
        let header = CommandHeader(tenant: Self.tenant, time: .zero, requestID: request.requestID)
        let command = Command(header: header, body: .route(request.request))
        let step = step(command)
        fields.writer.beginObject()
        fields.unsigned("sequence", step.sequence)
        fields.identifier("request_id", request.requestID)
        step.decision.visit(&fields)
        writeModelNames(step.decision)
        fields.digest("stamp", stamp(of: step, command))
        fields.writer.endObject()
        fields.writer.endLine()
    }

    /// Answers a line that is no request.
    func report(_ error: RequestError, line: Int) {
        fields.writer.beginObject()
        fields.unsigned("line", UInt64(line))
        fields.text("error", error.description)
        fields.writer.endObject()
        fields.writer.endLine()
    }

    private func step(_ command: Command) -> Step {
        do {
            return try host.kernel.step(command)
        } catch {
            preconditionFailure("nothing falls due without reservations, and the command is well formed")
        }
    }

    private func writeModelNames(_ decision: Decision) {
        guard case .routed(let route) = decision, let winner = route.winner else { return }
        if let name = names.name(of: winner.model) { fields.text("model_name", name) }
    }

    private func stamp(of step: Step, _ command: Command) -> Digest {
        body.withUnsafeMutableBytes { buffer in
            guard let count = try? RecordBody.encode(step, command: command, into: buffer) else {
                preconditionFailure("no routing record is larger than the buffer")
            }
            return JournalDigest.digest(UnsafeRawBufferPointer(rebasing: buffer[..<count]), in: .record)
        }
    }
}
