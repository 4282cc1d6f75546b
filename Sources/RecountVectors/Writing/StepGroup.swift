import RecountKernel

/// A group of steps in the making.
struct StepGroup {
    private let id: String
    private let comment: String
    private var flags: [VectorFlag]
    private var recorder: StepRecorder

    /// Starts a group with a fresh kernel and calls `build` to fill it.
    static func make(
        _ id: String, _ comment: String, limits: KernelLimits = .vectors(), initialTime: UInt64 = 0,
        flags: [VectorFlag] = [], _ build: (inout StepGroup) -> Void
    ) -> VectorGroup {
        // Any seed will do, and no two groups should share one: it must not show in any answer.
        let seed = HashSeed(first: id.utf8.reduce(5381) { $0 &* 33 ^ UInt64($1) }, second: UInt64(id.utf8.count))
        var group = StepGroup(
            id: id, comment: comment, flags: flags,
            recorder: StepRecorder(groupID: id, limits: limits, initialTime: initialTime, hashSeed: seed))
        build(&group)
        return VectorGroup(id: id, comment: comment, content: .steps(group.recorder.sequence))
    }

    /// The kernel's time.
    var now: UInt64 { recorder.time }

    /// Takes commands whose answers are not listed, at the kernel's time.
    mutating func setup(_ commands: VectorCommand..., tenant: UInt64 = 1) {
        for command in commands { recorder.prepare(command.bytes(tenant: tenant, time: now), count: 1) }
    }

    /// Takes a command again and again, at the kernel's time.
    mutating func setup(times count: UInt32, _ command: VectorCommand, tenant: UInt64 = 1) {
        recorder.prepare(command.bytes(tenant: tenant, time: now), count: count)
    }

    /// Adds a case. Without a time, it is the kernel's.
    ///
    /// - Returns: the answer.
    @discardableResult
    mutating func add(
        _ comment: String, _ command: VectorCommand, at time: UInt64? = nil, tenant: UInt64 = 1,
        _ flags: VectorFlag...
    ) -> StepResult {
        recorder.take(
            command.bytes(tenant: tenant, time: time ?? now), comment: comment, flags: self.flags + flags)
    }

    /// Adds a case at the kernel's time.
    mutating func add(_ comment: String, _ command: VectorCommand, flags: [VectorFlag]) {
        recorder.take(command.bytes(tenant: 1, time: now), comment: comment, flags: self.flags + flags)
    }

    /// Adds a case of any bytes.
    @discardableResult
    mutating func add(_ comment: String, bytes: [UInt8], _ flags: VectorFlag...) -> StepResult {
        recorder.take(bytes, comment: comment, flags: self.flags + flags)
    }
}

extension KernelLimits {
    /// A small kernel: time advances by up to 1 000 ms, finished things stay for 100 ms, leases and waits
    /// last up to 500 ms.
    static func vectors(
        tenants: UInt32 = 3, accounts: UInt32 = 24, reservations: UInt32 = 24, transfers: UInt32 = 24,
        policies: UInt32 = 4, models: UInt32 = 16, locks: UInt32 = 24, fragments: UInt32 = 16,
        maximumAdvance: UInt64 = 1_000, retention: UInt64 = 100, maximumLease: UInt64 = 500,
        maximumWait: UInt64 = 500
    ) -> KernelLimits {
        let limits = KernelLimits(
            tenants: tenants, accounts: accounts, reservations: reservations, transfers: transfers,
            policies: policies, models: models, maximumAdvance: Milliseconds(maximumAdvance),
            retention: Milliseconds(retention), locks: locks, fragments: fragments,
            maximumLease: Milliseconds(maximumLease), maximumWait: Milliseconds(maximumWait))
        guard let limits else { preconditionFailure("limits that no kernel has") }
        return limits
    }
}
