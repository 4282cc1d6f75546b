import RecountKernel

/// The cases about journals that were made by hand. Each is what a reader that changes nothing says: it checks headers,
/// frames, stamps and the chain. Every record of a valid journal is also what its command leads to, so that an
/// implementation that executes them as well says the same.
enum JournalVectors {
    static var groups: [VectorGroup] { [valid, torn, headers, frames, records, chains, segments] }

    /// The bodies of the records of a small history.
    static let bodies = history(.vectors())

    /// The same commands under other limits.
    static func history(_ limits: KernelLimits) -> [[UInt8]] {
        var recorder = StepRecorder(
            groupID: "history", limits: limits, initialTime: 0, hashSeed: HashSeed(first: 1, second: 2))
        let commands: [(VectorCommand, UInt64)] = [
            (.openTenant(), 1), (.open(1), 2), (.fund(1, 1, .of(calls: 9, tokens: 99)), 3),
            (.reserve(1, [1], .of(calls: 1), until: 9), 4), (.install(VectorPolicy([VectorModel(1)])), 5),
            (.route(), 6), (.tick, 20), (.settle(1, .of(calls: 1)), 21), (.close(7), 22), (.acquire(1, by: 1), 23),
        ]
        for (command, time) in commands {
            recorder.take(command.bytes(tenant: 1, time: time), comment: "history", flags: [])
        }
        return recorder.entries.compactMap { entry in
            guard case .decision(let step) = entry.result else { return nil }
            return .layout { writer in
                writer.integer(step.sequence)
                writer.integer(step.time)
                writer.integer(step.origin.rawValue)
                writer.count(entry.command?.count ?? 0)
                writer.raw(entry.command ?? [])
                writer.count(step.decision.count)
                writer.raw(step.decision)
            }
        }
    }

    /// A segment with one batch of the first records.
    static func segment(_ counts: Int..., change: (inout SegmentBytes.Header) -> Void = { _ in }) -> SegmentBytes {
        var segment = SegmentBytes(change)
        var start = 0
        for count in counts {
            segment.append(Array(bodies[start..<start + count]))
            start += count
        }
        return segment
    }

    /// A group whose results are the reader's.
    static func group(
        _ id: String, _ comment: String, _ cases: [(comment: String, segments: [[UInt8]], flags: [VectorFlag])]
    ) -> VectorGroup {
        let entries = cases.enumerated().map { position, entry in
            let result: JournalResult
            do {
                result = try JournalCase.read(entry.segments)
            } catch {
                preconditionFailure("\(id): no place for the files: \(error)")
            }
            let number = String(position + 1)
            let label = VectorLabel(
                id: id + "/" + String(repeating: "0", count: max(0, 3 - number.count)) + number,
                comment: entry.comment, flags: VectorFlag.allCases.filter(Set(entry.flags).contains))
            return JournalCase(label: label, segments: entry.segments, result: result)
        }
        return VectorGroup(id: id, comment: comment, content: .journals(entries))
    }
}
