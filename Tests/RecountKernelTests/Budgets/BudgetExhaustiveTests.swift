import RecountKernel
import RecountTestSupport
import Testing

/// Every sequence of up to four commands of a small alphabet, after a short opening.
@Suite("Budgets against the reference model, exhaustively")
struct BudgetExhaustiveTests {
    private static let limits = KernelLimits.sized(
        tenants: 1, accounts: 2, reservations: 2, transfers: 3, maximumAdvance: 10, retention: 2)

    /// Parent 1 has two calls and child 2 has one, which may be reserved at once.
    private static let opening: [CommandBody] = [
        .openTenant(accounts: 2, reservations: 2, transfers: 3), .open(1), .open(2, under: 1, limit: .of(calls: 1)),
        .fund(1, 1, 2), .fund(2, 2, 1),
    ]

    private struct Letter: Sendable {
        let body: CommandBody
        var advance: UInt64 = 0
    }

    // Expiries are absolute: the opening takes no time.
    private static let alphabet: [Letter] = [
        Letter(body: .tick, advance: 1),
        Letter(body: .fund(3, 2, 1)),
        Letter(body: .withdraw(3, 2, 1)),
        Letter(body: .reserve(1, [2], 1, until: 1)),
        Letter(body: .reserve(1, [1, 2], 1, until: 2), advance: 1),
        Letter(body: .reserve(2, [1], 2, until: 1)),
        Letter(body: .draw(1, 1)),
        Letter(body: .extend(1, until: 2)),
        Letter(body: .settle(1, 0)),
        Letter(body: .settle(1, 2)),
        Letter(body: .settle(2, 1), advance: 1),
        Letter(body: .release(1)),
        Letter(body: .charge(2, [2], 2)),
        Letter(body: .close(2)),
    ]

    @Test("All sequences of up to four commands", arguments: alphabet.indices)
    func sequences(first: Int) throws {
        try Self.explore([first])
    }

    private static func explore(_ sequence: [Int]) throws {
        try replay(sequence)
        if sequence.count == 4 { return }
        for next in alphabet.indices { try explore(sequence + [next]) }
    }

    /// Only the last command is compared: shorter sequences have been on their own.
    private static func replay(_ sequence: [Int]) throws {
        let lockstep = BudgetLockstep(limits: limits)
        for body in opening { lockstep.prepare(command(body, at: 0)) }
        for (index, place) in sequence.enumerated() {
            let letter = alphabet[place]
            let command = command(letter.body, at: lockstep.harness.now + letter.advance)
            if index < sequence.count - 1 {
                lockstep.prepare(command)
                continue
            }
            do {
                try lockstep.run(command)
            } catch {
                Issue.record("\(sequence.map { alphabet[$0] }): \(error)")
                throw error
            }
        }
    }

    private static func command(_ body: CommandBody, at time: UInt64) -> Command {
        let tenant = body.concernsTenant ? TenantID(1) : .none
        return Command(header: CommandHeader(tenant: tenant, time: Milliseconds(time)), body: body)
    }
}
