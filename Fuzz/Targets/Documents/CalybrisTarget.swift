import RecountDigest
import RecountJSON

extension FuzzTarget {
    /// Lines of a journal of calybris, or one of its policies.
    static let calybris = FuzzTarget("calybris") { input throws(PropertyViolation) in
        var verdict = Verdict.refused
        if let policy = try? CalybrisPolicy(parsing: Array(input)) {
            try requireImport(of: policy)
            verdict = .accepted
        }
        for line in input.split(separator: UInt8(ascii: "\n")) {
            let line = UnsafeRawBufferPointer(rebasing: line)
            guard let entry = try? CalybrisEntry(parsing: line) else { continue }
            try requireChain(of: entry, in: line)
            guard let record = try? CalybrisRecord(of: entry) else { continue }
            try require(
                record.input.layout.count == CalybrisInput().layout.count
                    && record.decision.layout.count == CalybrisDecision().layout.count,
                "a record whose digests are of layouts of another length: \(record)")
            verdict = .accepted
        }
        return verdict
    }

    /// Demands that a valid policy, if every capability has a name, is a policy of Recount.
    private static func requireImport(of policy: CalybrisPolicy) throws(PropertyViolation) {
        guard let made = try? CalybrisImport(policy, source: []) else { return }
        try requireSound(made.policy)
        do throws(PolicyViolation) {
            _ = try made.policy.canonicalBytes()
        } catch {
            throw PropertyViolation("a policy that calybris accepts is none: \(error): \(policy)")
        }
    }

    /// Demands that the record lies where it is said to, and that its hash is the only one.
    private static func requireChain(
        of entry: CalybrisEntry, in line: UnsafeRawBufferPointer
    ) throws(PropertyViolation) {
        let record = line[entry.recordOffset...].prefix(entry.recordBytes.count)
        try require(record.elementsEqual(entry.recordBytes), "the record is not at byte \(entry.recordOffset)")
        var previous = entry.previousHash
        let chain = SHA256Chain()
        let (isEqual, isValue) = previous.withUTF8 { bytes in
            let previous = UnsafeRawBufferPointer(bytes)
            return (
                chain.hexadecimal(previous, entry.recordBytes) == entry.entryHash,
                chain.isValue(entry.entryHash, of: previous, entry.recordBytes)
            )
        }
        try require(isEqual == isValue, "\(entry.entryHash) is taken for a hash and is none, or the other way")
    }
}
