import RecountJournal
import RecountKernel

/// What a record's explanation needs of the time before it.
struct RecordContext {
    /// The accounts that the record touches.
    private(set) var budgets = BudgetSnapshot()
    /// What the agent of a `cancelWait` waits for.
    private(set) var awaited: LockResource?

    /// Nothing.
    init() {}

    /// Reads a kernel that is to execute the record next.
    init(_ record: JournalRecord, in kernel: borrowing Kernel) {
        // Replay tells what is wrong with bytes that cannot be decoded.
        guard let body = try? RecordBody(decoding: record.body) else { return }
        if body.origin == .consequence {
            guard let decision = try? Decision(decoding: body.decision),
                case .reservationExpired(let expiry) = decision
            else { return }
            budgets = BudgetSnapshot(reservation: expiry.reservation, of: expiry.tenant, in: kernel)
        } else if let command = try? Command(decoding: body.command) {
            budgets = BudgetSnapshot(command, in: kernel)
            guard case .cancelWait(let agent) = command.body else { return }
            let standings = LockStanding.all(in: kernel, ofTenant: command.header.tenant)
            awaited = standings.first { $0.waiters.contains { $0.agent == agent } }?.resource
        }
    }
}
