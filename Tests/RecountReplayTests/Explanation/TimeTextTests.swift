import RecountKernel
import RecountReplay
import Testing

@Suite("Times as people write them")
struct TimeTextTests {
    @Test(
        "known moments",
        arguments: [
            (0, "1970-01-01 00:00:00.000"), (1, "1970-01-01 00:00:00.001"), (999, "1970-01-01 00:00:00.999"),
            (1_000, "1970-01-01 00:00:01.000"), (86_399_999, "1970-01-01 23:59:59.999"),
            (86_400_000, "1970-01-02 00:00:00.000"), (68_169_600_000, "1972-02-29 00:00:00.000"),
            (946_684_799_999, "1999-12-31 23:59:59.999"), (946_684_800_000, "2000-01-01 00:00:00.000"),
            (951_782_400_000, "2000-02-29 00:00:00.000"), (951_868_800_000, "2000-03-01 00:00:00.000"),
            (978_307_199_999, "2000-12-31 23:59:59.999"), (1_700_158_546_680, "2023-11-16 18:15:46.680"),
            (1_709_164_800_000, "2024-02-29 00:00:00.000"), (4_107_456_000_000, "2100-02-28 00:00:00.000"),
            (4_107_542_400_000, "2100-03-01 00:00:00.000"), (253_402_300_799_999, "9999-12-31 23:59:59.999"),
            (0x0020_0000_0000_0000, "287396-10-12 08:59:00.992"), (.max, "584556019-04-03 14:25:51.615"),
        ] as [(UInt64, String)])
    func knownMoments(milliseconds: UInt64, text: String) {
        #expect(Milliseconds(milliseconds).utcText == text)
    }

    @Test("the first and last millisecond of every month until 2500")
    func months() {
        var start: UInt64 = 0
        for year in 1970..<2500 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths: [UInt64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (index, length) in lengths.enumerated() {
                let month = "\(year)-\(index < 9 ? "0" : "")\(index + 1)"
                #expect(Milliseconds(start).utcText == "\(month)-01 00:00:00.000")
                start += length * 86_400_000
                #expect(Milliseconds(start - 1).utcText == "\(month)-\(length) 23:59:59.999")
            }
        }
    }
}
