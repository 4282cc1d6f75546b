import Foundation
import RecountJSON
import RecountKernel
import Testing

/// Rows of Azure traces.
@Suite struct AzureTraceRowTests {
    @Test func rowsHaveTimeAndTokens() throws {
        let row = try row("2023-11-16 18:15:46.6805900,374,44")
        #expect(row.time.rawValue == 1_700_158_546_680)
        #expect(row.contextTokens == 374)
        #expect(row.generatedTokens == 44)
        #expect(try self.row("1970-01-01 00:00:00,0,281474976710655").generatedTokens == Tokens.maximum.rawValue)
    }

    @Test(arguments: [("", 0), (".0", 0), (".9", 900), (".98", 980), (".987", 987), (".9879999999999999999999", 987)])
    func fractionIsCutOff(fraction: String, milliseconds: UInt64) throws {
        #expect(try row("1970-01-01 00:00:01\(fraction),1,1").time.rawValue == 1_000 + milliseconds)
    }

    /// Every day of 430 years, against Foundation's calendar.
    @Test func daysAreThoseOfTheCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for day in stride(from: 0, to: 157_000, by: 1) {
            let date = Date(timeIntervalSince1970: TimeInterval(day * 86_400))
            let parts = calendar.dateComponents([.year, .month, .day], from: date)
            guard let year = parts.year, let month = parts.month, let number = parts.day else { continue }
            let text = "\(year)-\(month)-\(number) 00:00:00,1,1"
            guard try row(text).time.rawValue == UInt64(day) * 86_400_000 else {
                Issue.record("\(text)")
                return
            }
        }
    }

    @Test(arguments: [
        "", ",", ",,", "2023-11-16 18:15:46.68,374", "2023-11-16 18:15:46.68,374,44,1", "2023-11-16 18:15:46.68,374,",
        "2023-11-16 18:15:46.68, 374,44", "2023-11-16 18:15:46.68,+374,44", "2023-11-16 18:15:46.68,3e2,44",
        "2023-11-16 18:15:46.68,374,281474976710656", "2023-11-16 18:15:46.68,374,99999999999999999999",
        "2023-11-16T18:15:46.68,1,1", "2023-11-16 18:15:46.,1,1", "2023-11-16 18:15:46.6.8,1,1",
        "2023-11-16 18:15:60,1,1", "2023-11-16 18:60:00,1,1", "2023-11-16 24:00:00,1,1", "2023-11-16 18:15,1,1",
        "2023-11-31 00:00:00,1,1", "2023-02-29 00:00:00,1,1", "1900-02-29 00:00:00,1,1", "2100-02-29 00:00:00,1,1",
        "2200-02-29 00:00:00,1,1", "2300-02-29 00:00:00,1,1",
        "2023-13-01 00:00:00,1,1", "2023-00-01 00:00:00,1,1", "2023-11-00 00:00:00,1,1", "1969-12-31 00:00:00,1,1",
        "10000-01-01 00:00:00,1,1", "-2023-11-16 00:00:00,1,1", "٢023-11-16 00:00:00,1,1", "2023-11-16 00:00:00.٢,1,1",
    ])
    func whatIsNoRowIsRefused(text: String) {
        #expect(throws: AzureTraceRow.Problem.self) { try row(text) }
    }

    private func row(_ text: String) throws -> AzureTraceRow {
        try Array(text.utf8).withUnsafeBytes { try AzureTraceRow($0) }
    }
}
