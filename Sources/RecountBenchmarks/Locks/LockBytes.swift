import RecountKernel

/// The bytes of the commands that acquire a resource and release it, for one resource after the other.
final class LockBytes {
    private let commands: EncodedCommands
    private let acquiring: CommandTemplate
    private let releasing: CommandTemplate

    init() throws(BenchmarkError) {
        let resource = LockScene.resource(0)
        commands = try EncodedCommands([
            .acquiring(resource, LockScene.agent), .releasing(resource, LockScene.agent, token: 0),
        ])
        acquiring = CommandTemplate(commands.pool[0])
        releasing = CommandTemplate(commands.pool[1])
    }

    /// Takes both steps.
    ///
    /// - Returns: the lease's token; nil if it was not granted, or was not over then.
    @inline(__always)
    func take(_ resource: LockResource, _ kernel: inout Kernel) -> UInt64? {
        setAcquisition(resource)
        _ = kernel.take(acquiring.bytes, into: commands.decision)
        guard commands.decision[0] == DecisionKind.lockAcquired.rawValue else { return nil }
        // docs/format.md: the token, and how many holds are left.
        let token = UInt64(littleEndian: commands.decision.loadUnaligned(fromByteOffset: 1, as: UInt64.self))
        setRelease(resource, token: token)
        _ = kernel.take(releasing.bytes, into: commands.decision)
        guard commands.decision[0] == DecisionKind.lockReleased.rawValue,
            commands.decision.loadUnaligned(fromByteOffset: 1, as: UInt32.self) == 0
        else { return nil }
        return token
    }

    /// Takes both steps, and gives them with their decisions.
    func steps(_ resource: LockResource, _ kernel: inout Kernel) throws(BenchmarkError) -> [Step] {
        setAcquisition(resource)
        let acquired = try commands.decoded(kernel.take(acquiring.bytes, into: commands.decision))
        setRelease(resource, token: acquired.sequence)
        return [acquired, try commands.decoded(kernel.take(releasing.bytes, into: commands.decision))]
    }

    @inline(__always)
    private func setAcquisition(_ resource: LockResource) {
        acquiring.set(resource.low, at: CommandTemplate.bodyOffset)
        acquiring.set(resource.high, at: CommandTemplate.bodyOffset + 8)
    }

    /// docs/format.md: resource, agent, token.
    @inline(__always)
    private func setRelease(_ resource: LockResource, token: UInt64) {
        releasing.set(resource.low, at: CommandTemplate.bodyOffset)
        releasing.set(resource.high, at: CommandTemplate.bodyOffset + 8)
        releasing.set(token, at: CommandTemplate.bodyOffset + 32)
    }
}
