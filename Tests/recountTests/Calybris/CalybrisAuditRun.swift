import RecountDigest
import RecountJSON
import RecountTestSupport

@testable import recount

/// Journals of calybris made of the sample's cases, and their audit without a process.
struct CalybrisAuditRun {
    static let key = Array("a key of thirty-two bytes, or so".utf8)

    let cases: [CalybrisCase]
    let scratch: ScratchDirectory
    /// A policy file for each digest among the cases.
    let policyPaths: [String]

    init(_ cases: [CalybrisCase]) throws {
        self.cases = cases
        scratch = try ScratchDirectory()
        var paths: [String: String] = [:]
        for sample in cases where paths[sample.policyDigest] == nil {
            paths[sample.policyDigest] = try scratch.write(
                sample.document.value(at: ["policy"]).compactBytes, to: "policy-\(paths.count).json")
        }
        policyPaths = paths.values.sorted()
    }

    /// All cases of the sample that have a valid policy.
    static func ofWholeSample() throws -> CalybrisAuditRun {
        try CalybrisAuditRun(try CalybrisCase.sample().filter(\.isPolicyValid))
    }

    /// A few cases: each action, and several policies.
    static func ofSomeCases() throws -> CalybrisAuditRun {
        let valid = try CalybrisCase.sample().filter(\.isPolicyValid)
        var picked: [CalybrisCase] = []
        for action in UInt8(1)...3 { picked += valid.filter { $0.actionCode == action }.prefix(2) }
        return try CalybrisAuditRun(picked)
    }

    var policyArguments: [String] { policyPaths.flatMap { ["--policy", $0] } }

    func journal(_ chain: SHA256Chain = SHA256Chain()) -> CalybrisJournal {
        CalybrisJournal(cases) { previous, record in
            Array(previous.utf8).withUnsafeBytes { previous in
                record.withUnsafeBytes { chain.hexadecimal(previous, $0) }
            }
        }
    }

    /// Audits the bytes of a file, a line at a time.
    func verify(
        _ bytes: [UInt8], _ chain: SHA256Chain = SHA256Chain(), expect head: String? = nil
    ) throws -> CalybrisVerification {
        let policies = try policyPaths.map { try CalybrisPolicyFile(path: $0) }
        let expectedHead = head.flatMap { CalybrisVerification.Head(text: $0) }
        var verifier = try CalybrisVerifier(
            policies: policies, chain: chain, expectedHead: expectedHead, keepingDifferences: 1_000)
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            Array(line).withUnsafeBytes { verifier.check($0, number: index + 1) }
        }
        return verifier.finish()
    }

    func verify(_ lines: [JSONValue]) throws -> CalybrisVerification {
        try verify(CalybrisJournal.bytes(of: lines))
    }
}

extension CalybrisVerification {
    /// Line and field of every difference.
    var places: [String] { differences.map { "\($0.line) \($0.field)" } }
}
