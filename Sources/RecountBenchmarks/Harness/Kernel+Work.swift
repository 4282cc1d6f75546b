import RecountJournal
import RecountKernel

extension Kernel {
    /// Takes a command of a benchmark: it is well formed, and nothing is due before it.
    @inline(__always)
    mutating func take(_ command: Command) -> Step {
        do throws(StepError) {
            return try step(command)
        } catch {
            preconditionFailure("a benchmark's command cannot be taken: \(error)")
        }
    }

    /// Takes a command of a benchmark from its bytes, and writes the decision's.
    @inline(__always)
    mutating func take(
        _ bytes: UnsafeRawBufferPointer, into decision: UnsafeMutableRawBufferPointer
    ) -> EncodedStep {
        do throws(CommandStepError) {
            return try step(decoding: bytes, into: decision)
        } catch {
            preconditionFailure("a benchmark's command cannot be taken: \(error)")
        }
    }

    /// Takes commands that prepare the work, each of which must be accepted.
    mutating func prepare(_ command: Command) throws(BenchmarkError) {
        switch take(command).decision {
        case .accepted, .policyInstalled, .lockAcquired, .lockQueued: return
        case let decision: throw .preparation("a \(command.body.kind) was answered with \(decision)")
        }
    }
}

extension Command {
    /// A command of a benchmark, all of which are of one time unless they say otherwise.
    @inline(__always)
    init(_ tenant: TenantID, _ body: CommandBody, at time: Milliseconds = .benchmarkStart) {
        self.init(header: CommandHeader(tenant: tenant, time: time), body: body)
    }
}

extension Milliseconds {
    /// When the work begins.
    static var benchmarkStart: Milliseconds { Milliseconds(1_000_000) }

    /// Later than anything that a benchmark waits for.
    static var benchmarkEnd: Milliseconds { Milliseconds(1_000_000_000_000) }
}

extension KernelLimits {
    /// Limits of a benchmark: what is finished is forgotten with the next step, and no time is too far ahead.
    static func work(
        tenants: Int = 1, accounts: Int = 1, reservations: Int = 1, transfers: Int = 128, models: Int = 1,
        policies: Int = 1, locks: Int = 1, fragments: Int = 1, retention: UInt64 = 0
    ) throws(BenchmarkError) -> KernelLimits {
        let limits = KernelLimits(
            tenants: UInt32(tenants), accounts: UInt32(accounts), reservations: UInt32(reservations),
            transfers: UInt32(transfers), policies: UInt32(policies), models: UInt32(models),
            maximumAdvance: .maximum, retention: Milliseconds(retention), locks: UInt32(locks),
            fragments: UInt32(fragments), maximumLease: .maximum, maximumWait: .maximum)
        guard let limits else { throw .preparation("the kernel's limits are out of range") }
        return limits
    }
}

extension HostedKernel {
    /// A kernel for work without a journal.
    static func forWork(_ limits: KernelLimits) throws(BenchmarkError) -> HostedKernel {
        try journaling { () throws(JournalError) in
            try HostedKernel(limits: limits, initialTime: .benchmarkStart, identity: .benchmark)
        }
    }
}

extension JournalIdentity {
    /// The same in every run, so that the tables are probed in the same places.
    static var benchmark: JournalIdentity {
        JournalIdentity(
            journalID: Identifier128(1),
            hashSeed: HashSeed(first: 0x243f_6a88_85a3_08d3, second: 0x1319_8a2e_0370_7344), saltSecret: .zero)
    }
}

extension Amounts {
    /// An amount of a benchmark.
    ///
    /// - Precondition: each is at most 2^48 − 1.
    @inline(__always)
    static func work(calls: UInt64, tokens: UInt64, cost: UInt64) -> Amounts {
        guard let amounts = Amounts(calls: calls, tokens: tokens, cost: cost) else {
            preconditionFailure("an amount beyond the largest")
        }
        return amounts
    }
}
