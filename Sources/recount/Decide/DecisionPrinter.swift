import Dispatch
import RecountDigest
import RecountJSON
import RecountJournal
import RecountKernel
import Synchronization

/// Stamps, renders and writes answers in their order, on a queue of its own: that is half of the
/// work of `decide`, and it needs nothing of the kernel.
final class DecisionPrinter: Sendable {
    private struct State {
        var lines: AnswerLines
        var errorCount = 0
    }

    /// So many batches may wait for being printed.
    private static let waitingBatchCount = 4

    private let state: Mutex<State>
    /// The first failure of writing; nothing is printed after it.
    private let failure = Mutex<Failure?>(nil)
    private let queue = DispatchQueue(label: "recount.decisions")
    private let places = DispatchSemaphore(value: waitingBatchCount)

    init(names: RequestNames) {
        state = Mutex(State(lines: AnswerLines(names: names)))
    }

    /// Prints answers after those given before. Waits only if too many are waiting already.
    ///
    /// - Throws: the first failure of writing what was given before.
    func print(_ answers: [Answer]) throws(Failure) {
        try checkWritten()
        places.wait()
        queue.async { [self] in
            state.withLock { print(answers, &$0) }
            places.signal()
        }
    }

    /// Waits until everything is printed.
    ///
    /// - Returns: how many of all answers said that a line is no request.
    /// - Throws: the first failure of writing.
    @discardableResult
    func finish() throws(Failure) -> Int {
        queue.sync {}
        try checkWritten()
        return state.withLock { $0.errorCount }
    }

    private func checkWritten() throws(Failure) {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    private func print(_ answers: [Answer], _ state: inout State) {
        guard failure.withLock({ $0 == nil }) else { return }
        for answer in answers {
            switch answer.outcome {
            case .decided(let command, let step): state.lines.append(step, of: command)
            case .refused(let error):
                state.errorCount += 1
                state.lines.append(error, line: answer.line)
            }
        }
        do throws(Failure) {
            try Output.write(state.lines.take())
        } catch {
            failure.withLock { $0 = error }
        }
    }
}

/// Answers as JSON lines.
private struct AnswerLines {
    private let names: RequestNames
    private var fields = JSONFieldWriter(JSONWriter(.compact))
    private var body = [UInt8](repeating: 0, count: 1_024)

    init(names: RequestNames) {
        self.names = names
    }

    /// The lines since the last call.
    mutating func take() -> [UInt8] {
        defer { fields.writer.removeAll() }
        return fields.writer.bytes
    }

    /// Appends a decision with its stamp.
    mutating func append(_ step: Step, of command: Command) {
        fields.writer.beginObject()
        fields.unsigned("sequence", step.sequence)
        fields.identifier("request_id", command.header.requestID)
        step.decision.visit(&fields)
        appendModelName(step.decision)
        fields.digest("stamp", stamp(of: step, command))
        fields.writer.endObject()
        fields.writer.endLine()
    }

    /// Appends why a line is no request.
    mutating func append(_ error: RequestError, line: Int) {
        fields.writer.beginObject()
        fields.unsigned("line", UInt64(line))
        fields.text("error", error.description)
        fields.writer.endObject()
        fields.writer.endLine()
    }

    private mutating func appendModelName(_ decision: Decision) {
        guard case .routed(let route) = decision, let winner = route.winner else { return }
        if let name = names.name(of: winner.model) { fields.text("model_name", name) }
    }

    private mutating func stamp(of step: Step, _ command: Command) -> Digest {
        body.withUnsafeMutableBytes { buffer in
            guard let count = try? RecordBody.encode(step, command: command, into: buffer) else {
                preconditionFailure("no routing record is larger than the buffer")
            }
            return JournalDigest.digest(UnsafeRawBufferPointer(rebasing: buffer[..<count]), in: .record)
        }
    }
}
