import RecountJSON
import RecountVectors

/// What came of holding a program to all files.
struct ConformanceRun {
    /// What came of one level.
    struct Level {
        let area: VectorArea
        var passedCount = 0
        var unsupportedCount = 0
        var undigestedCount = 0
        /// What is wrong first, if anything.
        var finding: Finding?

        /// The word for it all.
        var outcome: String {
            if finding != nil { return VectorReport.Outcome.failed.rawValue }
            return (passedCount == 0 ? VectorReport.Outcome.notImplemented : .passed).rawValue
        }
    }

    /// What is wrong.
    enum Finding {
        case divergence(VectorDivergence)
        case failure(CheckFailure)

        var text: String {
            switch self {
            case .divergence(let divergence): divergence.description
            case .failure(let failure): failure.description
            }
        }
    }

    /// What the program calls itself.
    let implementation: String
    private(set) var levels: [Level] = []

    /// How many levels failed.
    var failedCount: Int { levels.count { $0.finding != nil } }

    /// Starts the program and asks it everything. After a failure it is started anew for the next level.
    init(command: [String], timeoutSeconds: UInt32, files: [VectorFile]) throws(Failure) {
        var conformance: Conformance? = try Self.start(command, timeoutSeconds)
        implementation = conformance?.name ?? ""
        for file in files {
            if levels.last?.area != file.area { levels.append(Level(area: file.area)) }
            guard levels[levels.count - 1].finding == nil else { continue }
            if conformance == nil { conformance = try Self.start(command, timeoutSeconds) }
            do throws(CheckFailure) {
                if let report = try conformance?.check(file) { levels[levels.count - 1].add(report) }
            } catch {
                levels[levels.count - 1].finding = .failure(error)
                conformance = nil
            }
        }
    }

    private static func start(_ command: [String], _ timeoutSeconds: UInt32) throws(Failure) -> Conformance {
        do throws(ChannelFailure) {
            return try Conformance(command: command, patienceSeconds: timeoutSeconds)
        } catch {
            if case .notStarted = error { throw Failure(.inputOutput, "conform: \(error)") }
            throw Failure(.auditFailed, "conform: \(command.joined(separator: " ")): hello: \(error)")
        }
    }
}

extension ConformanceRun.Level {
    fileprivate mutating func add(_ report: VectorReport) {
        passedCount += report.passedCount
        unsupportedCount += report.unsupportedCount
        undigestedCount += report.undigestedCount
        finding = report.divergence.map { .divergence($0) }
    }
}

// MARK: Rendering

extension ConformanceRun {
    /// A table for people.
    var text: String {
        var table = TextTable([
            ("level", .left), ("cases as expected", .right), ("not supported", .right), ("outcome", .left),
        ])
        for level in levels {
            table.append([
                level.area.rawValue, level.passedCount.grouped, level.unsupportedCount.grouped,
                level.outcome == "not_implemented" ? "not implemented" : level.outcome,
            ])
        }
        var lines = ["implementation: \(implementation.printable)", "", table.text]
        for level in levels {
            if let finding = level.finding { lines.append("\(level.area.rawValue): \(finding.text.printable)") }
            if level.undigestedCount > 0 {
                lines.append("\(level.area.rawValue): \(level.undigestedCount.grouped) states were not compared")
            }
        }
        return lines.joined(separator: "\n") + (lines.count > 3 ? "\n" : "")
    }

    /// The same as JSON.
    var json: [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.text("implementation", implementation)
        fields.beginList("levels")
        for level in levels {
            fields.beginElement()
            fields.text("level", level.area.rawValue)
            fields.text("outcome", level.outcome)
            fields.unsigned("passed", UInt64(level.passedCount))
            fields.unsigned("not_supported", UInt64(level.unsupportedCount))
            fields.unsigned("states_not_compared", UInt64(level.undigestedCount))
            Self.write(level.finding, to: &fields)
            fields.endElement()
        }
        fields.endList()
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }

    private static func write(_ finding: Finding?, to fields: inout JSONFieldWriter) {
        switch finding {
        case nil: fields.absent("finding")
        case .divergence(let divergence):
            fields.beginGroup("finding")
            fields.text("case", divergence.id)
            fields.text("comment", divergence.comment)
            fields.text("field", divergence.field)
            fields.text("expected", divergence.expected)
            fields.text("found", divergence.found)
            fields.endGroup()
        case .failure(let failure):
            fields.beginGroup("finding")
            fields.text("case", failure.id)
            fields.text("error", failure.failure.description)
            fields.endGroup()
        }
    }
}
