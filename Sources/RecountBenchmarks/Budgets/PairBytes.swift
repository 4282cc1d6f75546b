import RecountKernel

/// The bytes of a reservation and of its settlement, for one pair after the other.
final class PairBytes {
    private let commands: EncodedCommands
    private let reserving: CommandTemplate
    private let settling: CommandTemplate

    init(_ target: BudgetForest.Target) throws(BenchmarkError) {
        commands = try EncodedCommands([.reserving(0, target), .settling(0, target)])
        reserving = CommandTemplate(commands.pool[0])
        settling = CommandTemplate(commands.pool[1])
    }

    /// Takes both steps of a pair, with the amounts of `Command.reserving` and `Command.settling`.
    ///
    /// - Returns: the settlement's step; nil if it was not accepted or not settled.
    @inline(__always)
    func take(_ pair: Int, _ target: BudgetForest.Target, _ kernel: inout Kernel) -> EncodedStep? {
        setReservation(pair, target)
        _ = kernel.take(reserving.bytes, into: commands.decision)
        guard commands.decision[0] == DecisionKind.accepted.rawValue else { return nil }
        setSettlement(pair, target)
        let settled = kernel.take(settling.bytes, into: commands.decision)
        return commands.decision[0] == DecisionKind.settled.rawValue ? settled : nil
    }

    /// Takes both steps of a pair, and gives them with their decisions.
    func steps(
        _ pair: Int, _ target: BudgetForest.Target, _ kernel: inout Kernel
    ) throws(BenchmarkError) -> [Step] {
        setReservation(pair, target)
        let reserved = try commands.decoded(kernel.take(reserving.bytes, into: commands.decision))
        setSettlement(pair, target)
        return [reserved, try commands.decoded(kernel.take(settling.bytes, into: commands.decision))]
    }

    /// docs/format.md: id, accounts behind their number, amounts, expiry.
    @inline(__always)
    private func setReservation(_ pair: Int, _ target: BudgetForest.Target) {
        let word = UInt64(truncatingIfNeeded: pair)
        let body = CommandTemplate.bodyOffset
        reserving.set(target.tenant.rawValue, at: CommandTemplate.tenantOffset)
        reserving.set(word, at: body)
        reserving.set(target.account.rawValue, at: body + 20)
        reserving.set(1_000 &+ (word & 1_023), at: body + 36)
        reserving.set(50_000 &+ (word & 65_535), at: body + 44)
    }

    /// docs/format.md: id, amounts.
    @inline(__always)
    private func setSettlement(_ pair: Int, _ target: BudgetForest.Target) {
        let word = UInt64(truncatingIfNeeded: pair)
        let body = CommandTemplate.bodyOffset
        settling.set(target.tenant.rawValue, at: CommandTemplate.tenantOffset)
        settling.set(word, at: body)
        settling.set(900 &+ (word & 1_023), at: body + 24)
        settling.set(40_000 &+ (word & 65_535), at: body + 32)
    }
}
