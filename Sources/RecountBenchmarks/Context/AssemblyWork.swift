import RecountJournal
import RecountKernel

/// Assembles the same window, over and over. An operation is a fragment, so that sizes compare.
final class AssemblyWork: Workload {
    private let hosted: HostedKernel
    private let bytes: OwnedBytes
    private let command: Command
    private let fragmentCount: Int

    init(_ context: ContextInput) throws(BenchmarkError) {
        fragmentCount = context.fragments.count
        hosted = try .forWork(.work(fragments: fragmentCount))
        bytes = try context.requestBytes()
        do throws(DecodingError) {
            command = Command(TenantID(1), .assemble(try AssemblyRequest(validating: bytes.bytes)))
        } catch {
            throw .preparation("a context of \(fragmentCount) fragments: \(error)")
        }
        try hosted.kernel.prepare(Command(TenantID(1), .openTenant(.zero)))
    }

    func check(_ results: inout ResultDigest) { results.add(hosted.kernel.take(command)) }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        var rest = operationCount
        while rest > 0 {
            guard case .assembled(let window) = hosted.kernel.take(command).decision else { return tally }
            tally.sum &+= window.usedTokens.rawValue
            tally.doneCount += fragmentCount
            rest -= fragmentCount
        }
        return tally
    }
}
