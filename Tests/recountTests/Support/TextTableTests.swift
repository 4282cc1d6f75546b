import Testing

@testable import recount

/// Tables, numbers and messages for people.
@Suite struct TextTableTests {
    @Test func columnsAreAsWideAsTheirWidestCell() {
        var table = TextTable([("name", .left), ("n", .right), ("note", .left)])
        table.append(["a", "1", ""])
        table.append(["größer", "1 000", "x"])
        #expect(
            table.text == """
                name        n  note
                ──────  ─────  ────
                a           1
                größer  1 000  x

                """)
    }

    @Test func headingAloneIsATable() {
        #expect(TextTable([("a", .right)]).text == "a\n─\n")
    }

    @Test func digitsAreGroupedByThree() {
        let space = "\u{202F}"
        #expect(0.grouped == "0")
        #expect(999.grouped == "999")
        #expect(1_000.grouped == "1\(space)000")
        #expect(123_456.grouped == "123\(space)456")
        #expect((-1_000).grouped == "-1\(space)000")
        #expect(UInt64.max.grouped.replacing(space, with: "") == "18446744073709551615")
        #expect(Int64.min.grouped.replacing(space, with: "") == "-9223372036854775808")
        #expect(UInt128.max.grouped.filter { $0 == "\u{202F}" }.count == 12)
    }

    @Test func failuresAreOneHarmlessLine() {
        #expect(Failure(.wrongInput, "größer – \"x\" \\n").description == "größer – \"x\" \\n")
        #expect(Failure(.wrongInput, "a\nb\r\u{1B}[31m\u{7F}\u{9B}").description == #"a\nb\r\u{1B}[31m\u{7F}\u{009B}"#)
    }
}
