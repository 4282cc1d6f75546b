import ArgumentParser
import RecountJSON

/// Where an imported policy goes, and how much is said about it.
struct ImportOutput: ParsableArguments {
    @Option(help: "The policy file to write; without it, the policy goes to standard output.")
    var output: String?

    @Flag(help: "Name every entry and key that is counted in the summary.")
    var list = false

    @Flag(help: "Print the summary as JSON.")
    var json = false

    /// Writes the policy, then the summary: on standard output if the policy is not there, else on
    /// standard error.
    ///
    /// - Parameters:
    ///   - file: what was imported.
    ///   - digest: its lowercase hexadecimal SHA-256.
    func write(
        _ policy: PolicyDocument, report: ImportReport, of file: String, digest: String
    ) throws(Failure) {
        let text = text(of: report, file: file, digest: digest)
        if let output {
            try Output.write(policy.json(), to: output)
            try Output.write(text)
        } else {
            try Output.write(policy.json())
            try Output.writeError(text)
        }
    }

    private func text(of report: ImportReport, file: String, digest: String) -> [UInt8] {
        let detail: ImportReport.Detail = list ? .everything : .counts
        if json { return report.json(detail: detail) }
        return Array("sha256 of \(file): \(digest)\n\(report.table(detail: detail))".utf8)
    }
}
