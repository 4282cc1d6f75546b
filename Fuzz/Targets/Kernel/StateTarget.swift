import RecountKernel

extension FuzzTarget {
    /// The canonical bytes of a state, of a kernel that took commands or as they stand in the script, then
    /// damaged: they are refused, or the state that they make is written as the same bytes, and goes on keeping
    /// its budgets.
    static let state = FuzzTarget(
        "state", .script(kindCount: StateRun.Kind.allCases.count)
    ) { input throws(PropertyViolation) in
        var run = try StateRun()
        for step in Script(input).steps(of: StateRun.Kind.self) { try run.take(step.kind, step.payload) }
        return try run.finish()
    }
}

private struct StateRun {
    enum Kind: UInt8, CaseIterable {
        /// A command: before any damage it makes the state, afterwards the restored kernel takes it.
        case command
        /// Bytes in the place of others, from an offset of 16 bits on.
        case replace
        /// Bytes that are added at an offset of 16 bits.
        case insert
        /// So many bytes, in 8 bits, that are removed at an offset of 16 bits.
        case remove
        /// The bytes of a whole state.
        case whole
    }

    private let source: FuzzedKernel
    private var state: [UInt8]?
    private var laterCommands: [ArraySlice<UInt8>] = []

    init() throws(PropertyViolation) {
        source = try FuzzedKernel()
    }

    mutating func take(_ kind: Kind, _ payload: ArraySlice<UInt8>) throws(PropertyViolation) {
        var payload = payload
        switch kind {
        case .command where state == nil: try source.take(payload)
        case .command: laterCommands.append(payload)
        case .whole: state = Array(payload)
        case .replace, .insert, .remove:
            var damaged = try bytes()
            let offset = Int(payload.takeInteger(UInt16.self)) % (damaged.count + 1)
            damaged.replaceSubrange(Self.range(kind, offset, payload, within: damaged.count), with: payload)
            state = damaged
        }
    }

    private static func range(_ kind: Kind, _ offset: Int, _ payload: ArraySlice<UInt8>, within count: Int) -> Range<
        Int
    > {
        let length =
            switch kind {
            case .replace: payload.count
            case .remove: Int(payload.integer(UInt8.self))
            default: 0
            }
        return offset..<min(count, offset + length)
    }

    private func bytes() throws(PropertyViolation) -> [UInt8] {
        if let state { state } else { try source.stateBytes }
    }

    func finish() throws(PropertyViolation) -> FuzzTarget.Verdict {
        let bytes = try bytes()
        guard let kernel = Self.restored(bytes) else {
            try require(state != nil, "a state that was written is none")
            return .refused
        }
        try require(
            try kernel.stateBytes == bytes, "a restored kernel writes another state than the one it was made of")
        try kernel.requireConservation()
        for command in laterCommands {
            try kernel.take(command)
            try kernel.requireConservation()
        }
        return .accepted
    }

    /// The kernel of a state; nil if the bytes are none, or one of limits that take more memory than an input may.
    private static func restored(_ bytes: [UInt8]) -> FuzzedKernel? {
        bytes.withUnsafeBytes { bytes in
            guard let limits = try? Kernel.limits(ofState: bytes), limits.areSmall else { return nil }
            return try? FuzzedKernel(restoring: bytes, limits: limits)
        }
    }
}

extension FuzzedKernel {
    /// Takes a command if the bytes are one, after what falls due before it.
    fileprivate func take(_ bytes: ArraySlice<UInt8>) throws(PropertyViolation) {
        try bytes.withCopiedBytes { (raw) throws(PropertyViolation) in
            guard let command = try? Command(decoding: raw) else { return }
            while try takeConsequence(until: command.header.time) != nil {}
            try require(try answer(to: command, bytes) != nil, "a consequence is due after all were taken")
        }
    }
}
