import RecountJournal
import RecountKernel

/// Assembles the same window, over and over.
final class AssemblyWork: Workload {
    /// What an operation is.
    enum Counting: Sendable {
        /// A fragment, so that sizes compare.
        case fragments
        /// The whole step.
        case assemblies
    }

    private let hosted: HostedKernel
    private let bytes: OwnedBytes
    private let command: Command
    private let operationsPerStep: Int

    init(_ context: ContextInput, counting: Counting = .fragments) throws(BenchmarkError) {
        let fragmentCount = context.fragments.count
        operationsPerStep = counting == .fragments ? fragmentCount : 1
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

    /// The window, which lives until the next step.
    func window() throws(BenchmarkError) -> Window {
        guard case .assembled(let window) = hosted.kernel.take(command).decision else {
            throw .preparation("a context was not assembled")
        }
        return window
    }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        var rest = operationCount
        while rest > 0 {
            guard case .assembled(let window) = hosted.kernel.take(command).decision else { return tally }
            tally.sum &+= window.usedTokens.rawValue
            tally.doneCount += operationsPerStep
            rest -= operationsPerStep
        }
        return tally
    }
}
