import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Errors")
struct JournalErrorTests {
    private static let location = JournalLocation(segment: "00000000000000000001.journal", offset: 812)

    private static let errors: [(JournalError, String)] = [
        (.missingDirectory(path: "/j"), "/j: no such directory"),
        (.notADirectory(path: "/j"), "/j: not a directory"),
        (.emptyDirectory(path: "/j"), "/j: empty"),
        (.directoryNotEmpty(path: "/j", found: "x"), "/j: not empty, it holds x"),
        (.unexpectedFile(path: "/j", name: "x"), "/j: x is no part"),
        (.locked(path: "/j"), "/j: another writer"),
        (.notAJournal(location), "byte 812"),
        (.newerFormat(location, .semantics, found: 2, supported: 1), "semantics version 2 is newer than 1"),
        (.unfinishedCreation(location, byteCount: 9), "9 bytes without a header"),
        (
            .corrupt(JournalCorruption(.stamp, at: location, expected: "aa", found: "bb")),
            "byte 812: damaged stamp, expected aa, found bb"
        ),
        (
            .divergence(
                JournalDivergence(
                    sequence: 5, location: location,
                    kind: .decision(
                        expected: OwnedDecision(.accepted), found: OwnedDecision(.settled(.settled))))),
            "record 5"
        ),
        (.kernelUnavailable(.memory(neededByteCount: 77)), "77 bytes"),
        (.kernelUnavailable(.refused(.timeOutOfRange)), "timeOutOfRange"),
        (.system(SystemFailure(operation: "write", path: "/j/x", errno: .noSpace)), "/j/x: cannot write: No space"),
        (.malformedCommand(.tenantRequired), "tenantRequired"),
        (.commandTooLarge(byteCount: 9, maximumByteCount: 8), "9 bytes exceeds the limit of 8"),
        (.poisoned, "reopen"),
        (.closed, "closed"),
    ]

    @Test("are one line that says what and where")
    func descriptions() {
        for (error, expected) in Self.errors {
            #expect(error.description.contains(expected))
            #expect(!error.description.contains("\n"))
            #expect("\(error)" == error.description)
        }
    }

    @Test("show digests in the order of their bytes")
    func digests() {
        let digest = Digest(words: [0x0807_0605_0403_0201, 0, 0, 0xff00_0000_0000_0000])
        #expect(hexadecimal(digest) == "0102030405060708" + String(repeating: "0", count: 46) + "ff")
    }
}
