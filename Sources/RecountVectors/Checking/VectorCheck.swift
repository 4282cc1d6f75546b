import RecountDigest
import RecountJSON
import RecountKernel

/// Asks an implementation for the answers of a file, one case after another, until it diverges.
struct VectorCheck<Channel: ConformanceChannel> {
    private var channel: Channel
    private var report: VectorReport

    private init(_ channel: Channel, area: VectorArea) {
        self.channel = channel
        report = VectorReport(area: area)
    }

    /// What comes of a file.
    ///
    /// - Throws: if the implementation does not answer at all. With `case`, the id of the case it was asked for.
    static func run(_ file: VectorFile, _ channel: inout Channel) throws(CheckFailure) -> VectorReport {
        var check = VectorCheck(channel, area: file.area)
        defer { channel = check.channel }
        for group in file.groups {
            try check.run(group)
            if check.report.divergence != nil { break }
        }
        return check.report
    }

    private mutating func run(_ group: VectorGroup) throws(CheckFailure) {
        switch group.content {
        case .steps(let sequence): try run(sequence, in: group)
        case .digests(let cases): for entry in cases where isGoingOn { try run(entry) }
        case .journals(let cases): for entry in cases where isGoingOn { try run(entry) }
        }
    }

    private var isGoingOn: Bool { report.divergence == nil }

    // MARK: Steps

    private mutating func run(_ sequence: VectorSequence, in group: VectorGroup) throws(CheckFailure) {
        let created = try ask(
            .create(sequence.limits, initialTime: sequence.initialTime.rawValue, hashSeed: sequence.hashSeed),
            for: group.id)
        guard created != .notSupported else {
            report.unsupportedCount += group.caseCount
            return
        }
        let label = VectorLabel(id: group.id, comment: group.comment)
        guard created == .done([]) else { return diverge(label, "create", "a kernel", Self.text(created)) }
        for step in sequence.setup where isGoingOn { try prepare(step, label) }
        var position = 0
        while isGoingOn, position < sequence.entries.count {
            position = try take(sequence.entries, from: position, label)
        }
    }

    private mutating func prepare(_ step: SetupStep, _ label: VectorLabel) throws(CheckFailure) {
        guard let time = StepRecorder.time(of: step.command) else {
            return diverge(label, "setup", "a command", step.command.hexadecimal)
        }
        for _ in 0..<step.count where isGoingOn {
            var answer = try ask(.consequence(until: time), for: label.id)
            while case .done = answer { answer = try ask(.consequence(until: time), for: label.id) }
            guard answer == .nothingDue else {
                return diverge(label, "setup", "a consequence or none", Self.text(answer))
            }
            answer = try ask(.step(step.command), for: label.id)
            if case .done = answer { continue }
            diverge(label, "setup", "an answer to a command", Self.text(answer))
        }
    }

    /// Takes the consequences from a position on and the command that they stand before.
    ///
    /// - Returns: the position behind them.
    private mutating func take(
        _ entries: [StepCase], from start: Int, _ group: VectorLabel
    ) throws(CheckFailure) -> Int {
        guard let end = entries[start...].firstIndex(where: { $0.command != nil }), let command = entries[end].command
        else {
            diverge(entries[start].label, "command_hex", "a command after the consequences", "the end of the group")
            return entries.count
        }
        if let time = StepRecorder.time(of: command) {
            if end > start { try demandConsequencesFirst(command, entries[start].label) }
            for entry in entries[start..<end] where isGoingOn { try takeConsequence(entry, until: time) }
            if isGoingOn {
                let answer = try ask(.consequence(until: time), for: entries[end].label.id)
                if answer != .nothingDue {
                    diverge(entries[end].label, "consequence", "none is due", Self.text(answer))
                }
            }
        }
        if isGoingOn { try takeCommand(entries[end], command) }
        return end + 1
    }

    /// A command is not taken while something is due at its time.
    private mutating func demandConsequencesFirst(
        _ command: [UInt8], _ label: VectorLabel
    ) throws(CheckFailure) {
        let answer = try ask(.step(command), for: label.id)
        if answer != .consequencesDue { diverge(label, "result", "consequences are due first", Self.text(answer)) }
    }

    private mutating func takeConsequence(_ entry: StepCase, until time: UInt64) throws(CheckFailure) {
        let answer = try ask(.consequence(until: time), for: entry.label.id)
        try compare(entry, answer)
    }

    private mutating func takeCommand(_ entry: StepCase, _ command: [UInt8]) throws(CheckFailure) {
        try compare(entry, try ask(.step(command), for: entry.label.id))
    }

    private mutating func compare(_ entry: StepCase, _ answer: ConformanceAnswer) throws(CheckFailure) {
        switch (entry.result, answer) {
        case (.malformed(let expected), .malformed(let found)):
            if expected.code != found.code {
                return diverge(entry.label, "code", Self.text(expected.code), Self.text(found.code))
            }
            if expected.offset != found.offset {
                return diverge(entry.label, "offset", "\(expected.offset)", "\(found.offset)")
            }
        case (.decision(let expected), .done(let content)):
            guard let found = SteppedBytes(content) else {
                throw CheckFailure(id: entry.label.id, .garbage("a step of \(content.count) bytes"))
            }
            if let difference = StepDifference.first(expected: expected, found: found) {
                return diverge(entry.label, difference.field, difference.expected, difference.found)
            }
        case (.malformed(let expected), _):
            return diverge(entry.label, "result", "malformed: \(expected.code.name)", Self.text(answer))
        case (.decision, _): return diverge(entry.label, "result", "a decision", Self.text(answer))
        }
        try compareState(entry)
    }

    private mutating func compareState(_ entry: StepCase) throws(CheckFailure) {
        report.passedCount += 1
        guard let expected = entry.stateDigest else { return }
        let answer = try ask(.stateDigest, for: entry.label.id)
        guard answer != .notSupported else {
            report.undigestedCount += 1
            return
        }
        if answer != .done(expected.bytes) {
            report.passedCount -= 1
            diverge(entry.label, "state_digest_after", expected.hexadecimal, Self.text(answer))
        }
    }

    // MARK: Digests and journals

    private mutating func run(_ entry: DigestCase) throws(CheckFailure) {
        let answer =
            entry.digest.count == Digest.byteCount
            ? try ask(.digest(personal: entry.personal, key: entry.key, data: entry.data), for: entry.label.id)
            : try ask(
                .digestOfLength(
                    UInt8(entry.digest.count), personal: entry.personal, key: entry.key, data: entry.data),
                for: entry.label.id)
        switch answer {
        case .notSupported: report.unsupportedCount += 1
        case .done(entry.digest): report.passedCount += 1
        default: diverge(entry.label, "digest_hex", entry.digest.hexadecimal, Self.text(answer))
        }
    }

    private mutating func run(_ entry: JournalCase) throws(CheckFailure) {
        let answer = try ask(.segments(entry.segments), for: entry.label.id)
        switch (entry.result, answer) {
        case (_, .notSupported): report.unsupportedCount += 1
        case (.refused, .refused): report.passedCount += 1
        case (.refused, _): diverge(entry.label, "result", "refused", Self.text(answer))
        case (.valid(let recordCount, let chain), .done(let content)):
            var reader = MessageReader(content)
            guard let foundCount = reader.integer(UInt64.self), let foundChain = reader.digest(), reader.isAtEnd else {
                throw CheckFailure(id: entry.label.id, .garbage("\(content.count) bytes for a journal"))
            }
            if foundCount != recordCount {
                diverge(entry.label, "records", "\(recordCount)", "\(foundCount)")
            } else if foundChain != chain {
                diverge(entry.label, "chain", chain.hexadecimal, foundChain.hexadecimal)
            } else {
                report.passedCount += 1
            }
        case (.valid, _): diverge(entry.label, "result", "a valid journal", Self.text(answer))
        }
    }

    // MARK: Asking

    private mutating func ask(
        _ request: ConformanceRequest, for id: String
    ) throws(CheckFailure) -> ConformanceAnswer {
        let bytes: [UInt8]
        do throws(ChannelFailure) {
            bytes = try channel.exchange(request.bytes)
        } catch {
            throw CheckFailure(id: id, error)
        }
        guard let answer = ConformanceAnswer(bytes) else {
            throw CheckFailure(id: id, .garbage("\(bytes.count) bytes, \([UInt8](bytes.prefix(16)).hexadecimal)…"))
        }
        return answer
    }

    private mutating func diverge(_ label: VectorLabel, _ field: String, _ expected: String, _ found: String) {
        report.divergence = VectorDivergence(
            id: label.id, comment: label.comment, field: field, expected: expected, found: found)
    }

    private static func text(_ code: DecodingErrorCode) -> String { "\(code.rawValue) \(code.name)" }

    private static func text(_ answer: ConformanceAnswer) -> String {
        switch answer {
        case .done(let content):
            SteppedBytes(content).flatMap { ReadableFields.decision($0.decision) } ?? content.hexadecimal
        case .malformed(let error): "malformed: \(error.code.name) at \(error.offset)"
        case .consequencesDue: "consequences are due first"
        case .nothingDue: "nothing is due"
        case .refused: "refused"
        case .notSupported: "not supported"
        }
    }
}

/// An implementation that does not answer, and the case it was asked for.
public struct CheckFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The case or group.
    public var id: String
    /// Why there is no answer.
    public var failure: ChannelFailure

    init(id: String, _ failure: ChannelFailure) {
        self.id = id
        self.failure = failure
    }

    /// One line.
    public var description: String { "\(id): \(failure)" }
}

extension VectorFile {
    /// Compares every answer with this build's own kernel.
    public func checked() throws(CheckFailure) -> VectorReport {
        var channel = LocalChannel()
        return try VectorCheck.run(self, &channel)
    }
}
