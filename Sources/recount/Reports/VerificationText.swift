import RecountJSON
import RecountJournal
import RecountKernel
import RecountReplay

extension JournalHead {
    /// `sequence:chain`, as `--expect` reads it.
    var text: String { "\(sequence):\(chain.hexadecimal)" }

    /// Reads `sequence:chain`.
    init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].first != "+" else { return nil }
        guard let sequence = UInt64(parts[0]), let chain = Digest(hexadecimal: String(parts[1])) else { return nil }
        self.init(sequence: sequence, chain: chain)
    }
}

extension VerificationFinding {
    /// One line: where, what was expected, what was found.
    var text: String {
        switch self {
        case .journal(let error): "\(error)"
        case .decision(let difference):
            "record \(difference.sequence), \(difference.command?.name ?? "consequence") (\(difference.location)): "
                + "\(difference.field) is \(difference.found), but the replay gives \(difference.expected)"
        case .conservation(let sequence, let violation): "record \(sequence): \(violation.text)"
        case .locks(let sequence, let violation): "record \(sequence): \(violation.text)"
        case .snapshot(_, let violation):
            "\(violation.name): its \(violation.property.rawValue) is \(violation.found), but the replay gives "
                + "\(violation.expected); remove it, and the journal opens with the one before"
        case .head(let expected, let found):
            "the journal ends at \(found.text) and never was at \(expected.text); its tail was cut or replaced"
        case .checkpoint(let checkpoint, let standing): CheckpointReport(checkpoint, standing).text
        }
    }

    /// Where it is in the files, if it is in one place.
    var location: JournalLocation? {
        switch self {
        case .decision(let difference): difference.location
        case .journal(.corrupt(let corruption)): corruption.location
        case .journal(.divergence(let divergence)): divergence.location
        case .journal, .conservation, .locks, .snapshot, .head, .checkpoint: nil
        }
    }

    /// The record in which it is, if it is in one.
    var sequence: UInt64? {
        switch self {
        case .decision(let difference): difference.sequence
        case .conservation(let sequence, _), .locks(let sequence, _), .snapshot(let sequence, _): sequence
        case .journal(.divergence(let divergence)): divergence.sequence
        case .journal, .head, .checkpoint: nil
        }
    }
}

extension ConservationViolation {
    fileprivate var text: String {
        let place = account.map { "account \($0.rawValue)" } ?? "the tenant"
        return "\(property.rawValue) does not hold for \(place) of tenant \(tenant.rawValue), \(dimension.name): "
            + "the records add up to \(expected), the kernel has \(found)"
    }
}

extension LockViolation {
    fileprivate var text: String {
        "\(property.rawValue) does not hold for resource \(resource.hexadecimal) and agent \(agent.hexadecimal) of "
            + "tenant \(tenant.rawValue): the records before give \(expected), this one \(found)"
    }
}

extension JournalTail {
    /// What is left unfinished at the end, or nil. The bytes alone do not tell how that came.
    var note: String? {
        guard case .incomplete(let location, let byteCount) = self else { return nil }
        return
            "the last batch is incomplete, \(byteCount) bytes from \(location) on: writing it was interrupted, or its "
            + "end was cut off later; verify --expect HEAD, with a head seen before, tells which"
    }
}
