import RecountJSON

/// Checks what a record of calybris says against its own fields and against the kernel's decision.
struct CalybrisRecordCheck {
    private let decider: CalybrisDecider
    /// What to expect of a policy digest, in words if there are several policies.
    private let expectedPolicy: String

    /// Installs the policies.
    ///
    /// - Throws: a failure if they cannot be installed together.
    init(policies: [CalybrisPolicyFile]) throws(Failure) {
        decider = try CalybrisDecider(policies: policies)
        expectedPolicy =
            policies.count == 1 ? policies[0].policyDigest : "the digest of one of the \(policies.count) policies"
    }

    /// Checks a record into a report. O(bytes + models).
    func check(_ record: CalybrisRecord, line: Int, into report: inout CalybrisVerification) {
        let comparison = Comparison(line: line)
        let audit = record.audit
        report.count(record.decision.action)
        report.record(.policyDigest, policyDifferences(record, comparison))
        report.record(
            .inputDigest,
            comparison.differences(
                "audit.input_digest_hex", expected: CalybrisPolicyFile.digest(of: record.input.layout),
                found: audit.inputDigest))
        report.record(
            .decisionDigest,
            comparison.differences(
                "audit.decision_digest_hex", expected: CalybrisPolicyFile.digest(of: record.decision.layout),
                found: audit.decisionDigest))
        let ownVerdict = comparison.differences(
            "audit.replay_valid", expected: "true", found: audit.isReplayValid ? "true" : "false")
        if let decision = decider.decide(record.input, policyDigest: audit.policyDigest) {
            report.record(.decision, ownVerdict + comparison.differences(decision, found: record.decision))
        } else {
            // Without its policy the decision cannot be made again.
            report.append(ownVerdict)
        }
    }

    private func policyDifferences(_ record: CalybrisRecord, _ comparison: Comparison) -> [CalybrisDifference] {
        let digest = record.audit.policyDigest
        let expected = decider.hasPolicy(of: digest) ? digest : expectedPolicy
        let found = comparison.differences("audit.policy_digest_hex", expected: expected, found: digest)
        guard let preamble = record.audit.preamble else { return found }
        typealias Preamble = CalybrisAudit.Preamble
        return found
            + comparison.differences(
                "audit.schema_version", expected: Preamble.schemaVersion, found: preamble.schemaVersion)
            + comparison.differences(
                "audit.digest_algorithm", expected: Preamble.digestAlgorithm, found: preamble.digestAlgorithm)
            + comparison.differences(
                "audit.policy_epoch", expected: "\(record.decision.policyEpoch)", found: "\(preamble.policyEpoch)")
            + comparison.differences(
                "audit.catalog_epoch", expected: "\(record.decision.catalogEpoch)", found: "\(preamble.catalogEpoch)")
    }
}

/// Compares what stands in one line.
private struct Comparison {
    let line: Int

    func differences(_ field: String, expected: String, found: String) -> [CalybrisDifference] {
        guard expected != found else { return [] }
        return [CalybrisDifference(line: line, field: "data." + field, expected: expected, found: found)]
    }

    /// Field by field, for decisions that differ.
    func differences(_ expected: CalybrisDecision, found: CalybrisDecision) -> [CalybrisDifference] {
        guard expected != found else { return [] }
        return zip(expected.fieldTexts, found.fieldTexts).flatMap { expected, found in
            differences("decision.\(expected.name)", expected: expected.value, found: found.value)
        }
    }
}
