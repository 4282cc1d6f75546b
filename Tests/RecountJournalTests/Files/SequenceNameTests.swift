import Testing

@testable import RecountJournal

@Suite("Names of files that stand at a sequence")
struct SequenceNameTests {
    @Test("A name is what it is written as", arguments: [1, 10, 0x7fff_ffff_ffff_ffff] as [UInt64])
    func names(sequence: UInt64) {
        for kind in SequenceName.Kind.allCases {
            let name = SequenceName(kind, sequence)
            #expect(SequenceName(name.description) == name)
            #expect(name.description.utf8.count == 20 + kind.rawValue.utf8.count)
        }
    }

    @Test(
        "What has another form is no name, nor is a sequence that leaves no room for those after it",
        arguments: [
            "", "1.journal", "00000000000000000000.journal", "00000000000000000001", "00000000000000000001.journals",
            "0000000000000000000a.snapshot", "+0000000000000000001.journal", "09223372036854775808.snapshot",
            "18446744073709551615.journal", "18446744073709551616.journal", "000000000000000000001.journal",
        ])
    func others(name: String) {
        #expect(SequenceName(name) == nil)
    }
}
