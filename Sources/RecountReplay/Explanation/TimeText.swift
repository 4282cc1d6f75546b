import RecountKernel

extension Milliseconds {
    /// The moment as people write it, in UTC, if it is taken as milliseconds since 1970:
    /// `2023-11-16 18:15:46.680`.
    public var utcText: String {
        let milliseconds = rawValue % 1_000
        let seconds = rawValue / 1_000
        let date = Self.date(daysSince1970: seconds / 86_400)
        let clock = [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].map { Self.padded($0, 2) }
        return "\(date) \(clock.joined(separator: ":")).\(Self.padded(milliseconds, 3))"
    }

    /// The span as people write it: `90 s`, `1500 ms`.
    var spanText: String { rawValue > 0 && rawValue % 1_000 == 0 ? "\(rawValue / 1_000) s" : "\(rawValue) ms" }

    /// Years counted from March on, so that the leap day comes last (Howard Hinnant,
    /// "chrono-compatible low-level date algorithms").
    private static func date(daysSince1970: UInt64) -> String {
        let days = daysSince1970 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    private static func padded(_ number: UInt64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
