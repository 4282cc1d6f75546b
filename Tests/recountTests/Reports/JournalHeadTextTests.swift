import RecountJournal
import RecountKernel
import Testing

@testable import recount

/// Heads as `verify` prints and `--expect` reads them.
@Suite struct JournalHeadTextTests {
    private static let chain = "00112233445566778899aabbccddeeff102030405060708090a0b0c0d0e0f0ff"

    @Test(arguments: ["0", "1", "18446744073709551615"])
    func textIsReadAgain(sequence: String) throws {
        let head = try #require(JournalHead(text: "\(sequence):\(Self.chain)"))
        #expect(String(head.sequence) == sequence)
        #expect(head.chain.hexadecimal == Self.chain)
        #expect(head.text == "\(sequence):\(Self.chain)")
    }

    @Test(arguments: [
        "", ":", "1", "1:", ":\(chain)", "1:\(chain)0", "1:\(chain.dropLast())", "1:\(chain):", "1::\(chain)",
        "-1:\(chain)", "18446744073709551616:\(chain)", " 1:\(chain)", "1: \(chain)", "1:\(chain.dropLast())g",
        "1:+\(chain.dropLast())", "1:\(String(repeating: "٣", count: 64))", "+1:\(chain)", "0x1:\(chain)",
    ])
    func whatIsNoHeadIsRefused(text: String) {
        #expect(JournalHead(text: text) == nil)
    }
}
