import RecountContext
import RecountJSON
import RecountKernel
import Testing

@Suite("Context files")
struct ContextFileTests {
    @Test("the least that a file may say, and what stands for the rest")
    func defaults() throws {
        let file = try Self.read(#"{"token_limit": 100, "fragments": [{"text": "one"}, {"text": "two"}]}"#)
        let expected = ContextDocument(
            tokenLimit: Tokens(100), outputTokens: .zero, mode: .cutoff, estimate: TokenProfile.english.estimate,
            separator: .emptyLine, sections: [SectionDocument(id: SectionID(1), name: "context", renderOrder: 1)],
            fragments: [
                FragmentDocument(id: FragmentID(1), section: SectionID(1), text: "one"),
                FragmentDocument(id: FragmentID(2), section: SectionID(1), text: "two"),
            ])
        #expect(file.document == expected)
        #expect(file.textFiles.isEmpty)
    }

    @Test("every key")
    func everyKey() throws {
        let file = try Self.read(
            """
            {"fragments": [{"id": 18446744073709551615, "section": "tools", "text": "abc", "priority": 4, "order": 5,
            "required": true, "truncatable": true, "stable": true, "group": 6, "tokens": 7,
            "cut_points": [{"bytes": 1, "tokens": 2}, {"tokens": 3, "bytes": 2}]},
            {"section": 9, "file": "a/b.txt"}],
            "sections": [{"id": 9, "name": "system", "priority": 1, "render_order": 2, "cap": 3}, {"name": "tools"}],
            "separator": {"text": "--", "tokens": 2}, "mode": "greedy", "output_tokens": 20, "token_limit": 30,
            "tokens": {"numerator": 2, "denominator": 7}}
            """)
        let counted = FragmentDocument.Count.counted(
            tokens: 7, cutPoints: [CutPoint(tokens: 2, byteOffset: 1), CutPoint(tokens: 3, byteOffset: 2)])
        let expected = ContextDocument(
            tokenLimit: Tokens(30), outputTokens: Tokens(20), mode: .greedy,
            estimate: try #require(TokenEstimate(numerator: 2, denominator: 7)),
            separator: ContextDocument.Separator(text: "--", countedTokens: 2),
            sections: [
                SectionDocument(id: SectionID(9), name: "system", priority: 1, renderOrder: 2, cap: Tokens(3)),
                SectionDocument(id: SectionID(2), name: "tools", renderOrder: 2),
            ],
            fragments: [
                FragmentDocument(
                    id: FragmentID(.max), section: SectionID(2), text: "abc", count: counted, priority: 4, order: 5,
                    necessity: .required, divisibility: .truncatable, stability: .stable, group: GroupID(6)),
                FragmentDocument(id: FragmentID(2), section: SectionID(9), text: ""),
            ])
        #expect(file.document == expected)
        #expect(file.textFiles == [ContextFile.TextFile(position: 1, path: "a/b.txt")])
        let document = file.document { path in "text of \(path)" }
        #expect(document.fragments.map(\.text) == ["abc", "text of a/b.txt"])
    }

    @Test("what is given from outside stands in the place of the file's")
    func overrides() throws {
        let text = #"{"tokens": "bytes", "output_tokens": 5, "fragments": []}"#
        let overrides = ContextFile.Overrides(
            tokenLimit: Tokens(7), outputTokens: Tokens(2), estimate: TokenProfile.code.estimate)
        let document = try ContextFile(parsing: Array(text.utf8), overrides: overrides).document
        #expect(document.tokenLimit == Tokens(7) && document.outputTokens == Tokens(2))
        #expect(document.estimate == TokenProfile.code.estimate)
    }

    @Test("profiles by name", arguments: TokenProfile.allCases)
    func profiles(profile: TokenProfile) throws {
        let file = try Self.read(#"{"token_limit": 1, "fragments": [], "tokens": "\#(profile.rawValue)"}"#)
        #expect(file.document.estimate == profile.estimate)
    }

    /// A valid file, a thing a line.
    static let text = """
        {"token_limit": 100,
        "output_tokens": 10,
        "mode": "cutoff",
        "separator": "+",
        "tokens": "english",
        "sections": [{"id": 1, "name": "a"},
        {"id": 2, "name": "b"}],
        "fragments": [{"id": 1, "section": "a", "text": "x"},
        {"id": 2, "section": 2, "text": "yy", "truncatable": true, "tokens": 3, "cut_points": [{"tokens": 1, "bytes": 1}]}
        ]}
        """

    static let mistakes: [(original: String, replacement: String, says: String)] = [
        ("{\"token_limit\": 100,", "{", "line 1, column 1: the key \"token_limit\" is missing"),
        ("100", "-1", "token_limit (line 1, column 17): must be an integer from 0 to 281474976710655, is too low"),
        ("100", "281474976710656", "is too large"),
        ("\"output_tokens\"", "\"output\"", "output (line 2, column 1): no such key here; check its spelling"),
        ("10,\n", "10, \"output_tokens\": 1,\n", "the key \"output_tokens\" is there twice"),
        ("cutoff", "strict", "mode (line 3, column 9): \"strict\" is not in \"cutoff\", \"greedy\""),
        ("\"+\"", "1", "separator (line 4, column 14): must be an object, is a number"),
        ("\"+\"", "{}", "separator (line 4, column 14): the key \"text\" is missing"),
        ("\"+\"", "{\"text\": \"\", \"cost\": 1}", "separator.cost (line 4, column 27): no such key"),
        (
            "\"english\"", "\"german\"",
            "tokens (line 5, column 11): \"german\" is not in \"english\", \"code\", \"multilingual\", \"bytes\""
        ),
        ("\"english\"", "4", "tokens (line 5, column 11): must be an object, is a number"),
        ("\"english\"", "{\"numerator\": 1}", "tokens (line 5, column 11): the key \"denominator\" is missing"),
        (
            "\"english\"", "{\"numerator\": 0, \"denominator\": 4}",
            "tokens.numerator (line 5, column 25): must be an integer from 1 to 4294967295, is too low"
        ),
        (
            "{\"id\": 2, \"name\"", "{\"id\": 1, \"name\"",
            "sections[1] (line 7, column 1): the section id 1 is there already; it must be unique"
        ),
        ("\"b\"", "\"a\"", "sections[1] (line 7, column 1): the section \"a\" is there already; it must be unique"),
        ("\"b\"", "\"\"", "sections[1].name (line 7, column 19): must not be empty"),
        ("\"name\": \"b\"", "\"cap\": null", "sections[1].cap (line 7, column 18): must be a number, is null"),
        (
            "{\"id\": 2, \"section\"", "{\"id\": 1, \"section\"",
            "fragments[1] (line 9, column 1): the fragment id 1 is there already; it must be unique"
        ),
        (
            "\"section\": \"a\"", "\"section\": \"c\"",
            "fragments[0].section (line 8, column 36): \"c\" is not in \"sections\""
        ),
        ("\"section\": 2", "\"section\": 3", "fragments[1].section (line 9, column 22): 3 is not in \"sections\""),
        ("\"section\": \"a\", ", "", "fragments[0] (line 8, column 15): the key \"section\" is missing"),
        (", \"text\": \"x\"", "", "fragments[0] (line 8, column 15): \"text\" or \"file\" is missing"),
        (
            "{\"token_limit\"", "\u{FEFF}{\"token_limit\"",
            "line 1, column 1: a UTF-8 byte order mark stands before the JSON"
        ),
        ("100", "\"1x\"", "token_limit (line 1, column 17): must be an integer from 0 to 281474976710655"),
        (
            "\"text\": \"x\"", "\"text\": \"x\", \"file\": \"x\"",
            "fragments[0] (line 8, column 15): \"text\" and \"file\" exclude each other; keep one"
        ),
        ("true", "1", "fragments[1].truncatable (line 9, column 54): must be true or false, is a number"),
        ("\"tokens\": 3, ", "", "fragments[1] (line 9, column 1): the key \"tokens\" is missing beside \"cut_points\""),
        (
            ", \"cut_points\": [{\"tokens\": 1, \"bytes\": 1}]", "",
            "fragments[1] (line 9, column 1): the key \"cut_points\" is missing beside \"tokens\""
        ),
        (
            ", \"bytes\": 1", "",
            "fragments[1].cut_points[0] (line 9, column 88): the key \"bytes\" is missing"
        ),
        ("\"bytes\": 1}", "\"at\": 1}", "fragments[1].cut_points[0].at"),
        ("]}\n]}", "]}\n]", "line 10, column 2: the text ends too early"),
        ("]}\n]}", "]}\n]} x", "line 10, column 4: text follows the JSON value"),
    ]

    @Test("mistakes are refused with their place", arguments: mistakes)
    func refused(original: String, replacement: String, says: String) throws {
        _ = try Self.read(Self.text)
        let parts = Self.text.split(separator: original, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(original)")
        let text = parts.joined(separator: replacement)
        let error = #expect(throws: DocumentError.self) { try Self.read(text) }
        let message = try #require(error).description
        #expect(message.contains(says), "\(message)")
    }

    @Test("numbers that may have 64 bits may be strings of decimal digits")
    func decimalStrings() throws {
        let text =
            #"{"token_limit": "100", "output_tokens": "10", "sections": [{"cap": "18446744073709551615"}], "#
            + #""fragments": [{"id": "9007199254740993", "order": "7", "text": "x"}]}"#
        let document = try Self.read(text).document
        #expect(document.tokenLimit == Tokens(100) && document.outputTokens == Tokens(10))
        #expect(document.sections[0].cap == Tokens(.max))
        #expect(document.fragments[0].id == FragmentID(9_007_199_254_740_993) && document.fragments[0].order == 7)
    }

    @Test("longer lists than a kernel takes are refused where they pass it")
    func longLists() throws {
        let fragments = [String](repeating: #"{"text": ""}"#, count: 32_769)
        let sections = (1...257).map { #"{"name": "\#($0)"}"# }
        let cuts = (1...9).map { #"{"tokens": \#($0), "bytes": \#($0)}"# }
        let texts = [
            #"{"token_limit": 1, "fragments": [\#(fragments.joined(separator: ","))]}"#,
            #"{"token_limit": 1, "sections": [\#(sections.joined(separator: ","))], "fragments": []}"#,
            #"{"token_limit": 1, "fragments": [{"text": "x", "cut_points": [\#(cuts.joined(separator: ","))]}]}"#,
        ]
        let places = [
            ("fragments[32768]", 32_768), ("sections[256]", 256), ("fragments[0].cut_points[8]", 8),
        ]
        for (text, (path, limit)) in zip(texts, places) {
            let error = #expect(throws: DocumentError.self) { try Self.read(text) }
            #expect(error?.path == path && error?.problem == .tooMany(limit: limit))
            #expect(try #require(error).description.hasSuffix(": there may be \(limit) here at most; leave some out"))
        }
        _ = try Self.read(#"{"token_limit": 1, "fragments": [\#(fragments.dropLast().joined(separator: ","))]}"#)
    }

    private static func read(_ text: String) throws -> ContextFile {
        try ContextFile(parsing: Array(text.utf8))
    }
}
