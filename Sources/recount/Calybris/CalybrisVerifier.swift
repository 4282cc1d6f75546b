import RecountDigest
import RecountJSON

/// Audits a journal of calybris line by line, in memory that does not grow with it.
struct CalybrisVerifier {
    /// A line that could not be read: cut off, if none follows.
    private struct BrokenLine {
        let number: Int
        let byteCount: Int
        let error: CalybrisRecordError
        let mayBeCutOff: Bool
    }

    private var chain: CalybrisChainCheck
    private let records: CalybrisRecordCheck
    private var report: CalybrisVerification
    private var brokenLine: BrokenLine?
    private var lastLine = 1

    /// Starts an audit.
    ///
    /// - Parameters:
    ///   - policies: those that the journal's decisions were made by.
    ///   - chain: how its entries are chained.
    ///   - expectedHead: a head that it must have passed.
    ///   - keptCount: how many differences are kept.
    /// - Throws: a failure if the policies cannot be installed together.
    init(
        policies: [CalybrisPolicyFile], chain: SHA256Chain, expectedHead: CalybrisVerification.Head?,
        keepingDifferences keptCount: Int
    ) throws(Failure) {
        records = try CalybrisRecordCheck(policies: policies)
        self.chain = CalybrisChainCheck(chain, expectedHead: expectedHead)
        report = CalybrisVerification(keepingDifferences: keptCount)
    }

    /// Checks the next line. O(bytes + models).
    mutating func check(_ line: UnsafeRawBufferPointer, number: Int) {
        begin(line: number)
        do throws(CalybrisRecordError) {
            let record = try CalybrisRecord(of: try followedEntry(line, number: number))
            report.record(.form, [])
            records.check(record, line: number, into: &report)
        } catch {
            let endsAsRecordsDo = line.last == UInt8(ascii: "}")
            brokenLine = BrokenLine(
                number: number, byteCount: line.count, error: error,
                mayBeCutOff: error.isUnexpectedEnd || !endsAsRecordsDo)
        }
    }

    /// Ends at a line that is too long to be read.
    mutating func stop(atLine number: Int, longerThan limit: Int) {
        begin(line: number)
        reportForm(line: number, expected: "at most \(limit) bytes", found: "longer, and nothing after it was read")
    }

    /// Ends the audit.
    mutating func finish() -> CalybrisVerification {
        if let broken = brokenLine, broken.mayBeCutOff {
            brokenLine = nil
            reportForm(
                line: broken.number, expected: "a whole record", found: "cut off after \(broken.byteCount) bytes")
        }
        reportBrokenLine()
        if report.recordCount == 0 {
            report.append([
                CalybrisDifference(line: 1, field: "line", expected: "the first record", found: "the end of the file")
            ])
        }
        if let difference = chain.headDifference(lastLine: lastLine) { report.append([difference]) }
        report.head = chain.head
        report.note = chain.note
        return report
    }

    private mutating func begin(line: Int) {
        reportBrokenLine()
        report.countRecord()
        lastLine = line
    }

    /// Reads what stands around the record, and follows the chain even where the record cannot be read.
    private mutating func followedEntry(
        _ line: UnsafeRawBufferPointer, number: Int
    ) throws(CalybrisRecordError) -> CalybrisEntry {
        let entry: CalybrisEntry
        do throws(CalybrisRecordError) {
            entry = try CalybrisEntry(parsing: line)
        } catch {
            chain.skip()
            throw error
        }
        report.record(.chain, chain.follow(entry, line: number))
        return entry
    }

    private mutating func reportBrokenLine() {
        guard let broken = brokenLine else { return }
        brokenLine = nil
        let field = broken.error.path.isEmpty ? "line" : broken.error.path
        reportForm(
            line: broken.number, field: field, expected: "as calybris writes it", found: broken.error.description)
    }

    private mutating func reportForm(line: Int, field: String = "line", expected: String, found: String) {
        report.record(.form, [CalybrisDifference(line: line, field: field, expected: expected, found: found)])
    }
}
