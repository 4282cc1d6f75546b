import RecountKernel

/// A row of an Azure LLM inference trace of 2023: `TIMESTAMP,ContextTokens,GeneratedTokens`, such as
/// `2023-11-16 18:15:46.6805900,374,44` in UTC.
package struct AzureTraceRow {
    /// The first line of a trace.
    package static let heading = "TIMESTAMP,ContextTokens,GeneratedTokens"

    /// Since 1970, the fraction cut off after milliseconds.
    package let time: Milliseconds
    /// Tokens that went in.
    package let contextTokens: UInt64
    /// Tokens that came out.
    package let generatedTokens: UInt64

    /// Why a row cannot be read.
    package struct Problem: Error, CustomStringConvertible {
        /// What is wrong.
        package let description: String
    }

    /// Reads one row and nothing else. O(bytes).
    ///
    /// - Parameter line: without its line feed; borrowed for the call.
    package init(_ line: UnsafeRawBufferPointer) throws(Problem) {
        let columns = String(decoding: line, as: UTF8.self).split(separator: ",", omittingEmptySubsequences: false)
        guard columns.count == 3 else {
            throw Problem(description: "expected 3 columns, \(Self.heading), found \(columns.count)")
        }
        guard let time = Self.time(columns[0]) else {
            throw Problem(
                description: "\"\(columns[0])\" is no time such as 2023-11-16 18:15:46.6805900 from 1970 on")
        }
        self.time = time
        contextTokens = try Self.count(columns[1], "ContextTokens")
        generatedTokens = try Self.count(columns[2], "GeneratedTokens")
    }

    private static func count(_ text: Substring, _ column: String) throws(Problem) -> UInt64 {
        guard let count = number(text), count <= Tokens.maximum.rawValue else {
            throw Problem(description: "\(column) \"\(text)\" is no number from 0 to \(Tokens.maximum.rawValue)")
        }
        return count
    }

    private static func time(_ text: Substring) -> Milliseconds? {
        let halves = text.split(separator: " ", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-", omittingEmptySubsequences: false).map(number)
        let clock = halves[1].split(separator: ":", omittingEmptySubsequences: false)
        guard date.count == 3, clock.count == 3, let year = date[0], let month = date[1], let day = date[2],
            (1970...9999).contains(year), (1...12).contains(month), day >= 1, day <= daysInMonth(month, of: year),
            let hour = number(clock[0]), hour < 24, let minute = number(clock[1]), minute < 60,
            let milliseconds = milliseconds(clock[2])
        else { return nil }
        let days = daysSince1970(year: year, month: month, day: day)
        return Milliseconds(((days * 24 + hour) * 60 + minute) * 60_000 + milliseconds)
    }

    /// Seconds with a fraction of any length, as whole milliseconds.
    private static func milliseconds(_ text: Substring) -> UInt64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let seconds = number(parts[0]), seconds < 60 else { return nil }
        guard parts.count == 2 else { return seconds * 1_000 }
        guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        guard let fraction = number((String(parts[1]) + "00").prefix(3)) else { return nil }
        return seconds * 1_000 + fraction
    }

    /// Decimal digits and nothing else.
    private static func number(_ text: Substring) -> UInt64? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return UInt64(text)
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar, counting years from March on so that
    /// the leap day comes last (Howard Hinnant, "chrono-compatible low-level date algorithms").
    private static func daysSince1970(year: UInt64, month: UInt64, day: UInt64) -> UInt64 {
        let shifted = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }

    private static func daysInMonth(_ month: UInt64, of year: UInt64) -> UInt64 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        switch month {
        case 2: return isLeap ? 29 : 28
        case 4, 6, 9, 11: return 30
        default: return 31
        }
    }
}
