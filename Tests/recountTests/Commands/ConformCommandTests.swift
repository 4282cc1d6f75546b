import Testing

@Suite struct ConformCommandTests {
    private static let vectors = DemoFiles.root + "Vectors"

    /// Holds a shell script to two levels.
    private static func conform(_ script: String, _ options: String...) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(
            ["conform", "--vectors", vectors, "--level", "digests", "--level", "locks", "--timeout", "2"] + options
                + ["--", "sh", "-c", script, CommandLineTool.path])
    }

    @Test("Our own kernel conforms, by the protocol")
    func ownKernel() throws {
        let outcome = try Self.conform(#"exec "$0" conform serve"#)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.text.contains("implementation: recount"))
        #expect(outcome.text.contains("passed"))
        #expect(!outcome.text.contains("failed"))
    }

    /// Hello, and then digests of zeros.
    private static let wrongDigest =
        #"printf '\004\0\0\0\0\001\0x'; printf '\101\0\0\0\0'; head -c 64 /dev/zero; cat >/dev/null"#

    @Test("A wrong digest is named with its case, as JSON too")
    func wrongDigest() throws {
        let outcome = try Self.conform(Self.wrongDigest)
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("digests: official-unkeyed/001"), "\(outcome.text)")
        #expect(outcome.text.contains("digest_hex: expected 786a02f742"))
        let json = try Self.conform(Self.wrongDigest, "--json")
        #expect(json.status == 1)
        #expect(json.text.contains(#""field": "digest_hex""#))
        #expect(json.text.contains(#""outcome": "failed""#))
    }

    @Test(
        "Programs that do not answer are told from each other",
        arguments: [
            ("exit 3", "ended with status 3"), ("kill -9 $$", "was ended by signal 9"),
            (#"printf '\377\377\377\377'; cat >/dev/null"#, "4294967295 bytes was announced"),
            ("cat >/dev/null", "no answer within 2 s"), ("exec <&-; sleep 30", "no answer within 2 s"),
            (#"printf '\001\0\0\0\011'; cat >/dev/null"#, "none of the protocol"),
            (#"printf '\003\0\0\0\0\002\0'; cat >/dev/null"#, "version 2 of the protocol"),
            (#"printf '\004\0\0\0\0'"#, "before it had answered"), ("exec >&-; sleep 30", "closed its standard output"),
        ])
    func badPrograms(script: String, message: String) throws {
        let outcome = try Self.conform(script)
        #expect(outcome.status == 1, "\(script): \(outcome.error)")
        #expect(outcome.error.contains(message), "\(script): \(outcome.error)")
    }

    @Test("A program that ends in the middle fails the level, and the next is asked of a new one")
    func crash() throws {
        // It reads one request, hello, answers it, and ends.
        let outcome = try Self.conform(#"head -c 5 >/dev/null; printf '\004\0\0\0\0\001\0x'; exit 0"#)
        #expect(outcome.status == 1)
        #expect(
            outcome.text.contains("digests: official-unkeyed/001: the program ended with status 0"), "\(outcome.text)")
        #expect(outcome.text.contains("locks: "))
    }

    @Test("What knows no request implements nothing, and that is no failure")
    func nothing() throws {
        let outcome = try Self.conform(
            #"printf '\004\0\0\0\0\001\0x'; while :; do printf '\001\0\0\0\377' || exit 0; done"#)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.text.contains("not implemented"))
    }

    @Test("A program that cannot be started is an error of its own")
    func notThere() throws {
        let outcome = try CommandLineTool.run(
            ["conform", "--vectors", Self.vectors, "--level", "digests", "--", "/nonexistent/program"])
        #expect(outcome.status == 3)
        #expect(outcome.error.contains("/nonexistent/program: cannot be started"))
        #expect(try CommandLineTool.run(["conform", "--vectors", Self.vectors]).status == 2)
        #expect(try CommandLineTool.run(["conform", "--vectors", "/nonexistent", "--", "true"]).status == 3)
    }
}
