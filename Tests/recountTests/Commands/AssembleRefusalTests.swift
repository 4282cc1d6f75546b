import Foundation
import RecountJSON
import SystemPackage
import Testing

@testable import recount

/// Context files that no window can be made of.
@Suite struct AssembleRefusalTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func refuse(
        _ text: String, status: Int32 = 2, says parts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let file = try scratch.write(text, to: "context.json")
        for part in parts + [file] {
            try RefusalCheck.expect(
                ["assemble", file], status: status, says: part, in: scratch, sourceLocation: sourceLocation)
        }
    }

    @Test func requiredBeyondTheWindowSaysWhatToDo() throws {
        try refuse(
            #"{"token_limit": 10, "output_tokens": 3, "tokens": "bytes", "fragments": "#
                + #"[{"text": "abcd", "required": true}, {"text": "efgh", "required": true}]}"#,
            status: 4,
            says: "the required fragments need 10 tokens, separators included, and 7 are available; raise the limit")
        try refuse(
            #"{"token_limit": 10, "tokens": "bytes", "fragments": "#
                + #"[{"text": "abcdefgh ijkl", "required": true, "truncatable": true, "tokens": 30, "#
                + #""cut_points": [{"tokens": 11, "bytes": 8}]}]}"#,
            status: 4,
            says: "the required fragments need 11 tokens in their smallest forms, separators included, and 10")
    }

    @Test func requiredBeyondACapNamesTheSection() throws {
        try refuse(
            #"{"token_limit": 100, "tokens": "bytes", "sections": [{"name": "tools", "cap": 3}], "fragments": "#
                + #"[{"text": "abcd", "required": true}]}"#,
            status: 4,
            says: "the required fragments of section tools need 4 tokens, and its cap is 3; raise the cap")
    }

    /// A program gets the refusal as JSON, and people the line.
    @Test func refusalIsAnObjectWithJSON() throws {
        let text =
            #"{"token_limit": 10, "output_tokens": 4, "tokens": "bytes", "sections": [{"id": 7, "cap": 3}], "#
            + #""fragments": [{"text": "abcd", "required": true}]}"#
        let capped = try CommandLineTool.run(["assemble", "-", "--json"], input: text)
        #expect(capped.status == 4)
        RefusalCheck.expectOneLine(capped.error)
        let object = try JSONObject(parsing: capped.output)
        #expect(object["decision"] == "refused" && object["reason"] == "required_does_not_fit")
        #expect(object.integer("available_tokens") == 6 && object.integer("section") == 7)
        #expect(object.integer("needed") == 4 && object.integer("limit") == 3)
        let whole = try CommandLineTool.run(
            ["assemble", "-", "--json", "--limit", "7"], input: text.replacing("3", with: "9"))
        #expect(whole.status == 4)
        let refusal = try JSONObject(parsing: whole.output)
        #expect(refusal.integer("section") == -1, "null")
        #expect(refusal.integer("needed") == 4 && refusal.integer("limit") == 3)
    }

    @Test func outputBeyondTheLimitIsAMistake() throws {
        try refuse(
            #"{"token_limit": 5, "output_tokens": 6, "fragments": []}"#,
            says: "6 tokens for the output are more than the token limit of 5; raise the limit or keep fewer")
    }

    @Test func mistakesHaveTheirPlace() throws {
        try refuse(#"{"token_limit": 5, "fragments": [{}]}"#, says: "\"text\" or \"file\" is missing")
        try refuse(
            #"{"token_limit": 5, "fragments": [{"text": "", "section": 7}]}"#, says: "7 is not in \"sections\"")
        try refuse("\u{FEFF}{}", says: "a UTF-8 byte order mark stands before the JSON; save it without one")
        try refuse(
            "{\"token_limit\": 5,\n \"fragments\": [{]}", says: "fragments[0] (line 2, column 17): expected a key")
        try refuse(#"{"token_limit": 5, "fragment": []}"#, says: "fragment (line 1, column 20): no such key here")
        try refuse(
            #"{"token_limit": 5, "fragments": [{"id": 7, "text": "a"}, {"id": 7, "text": "b"}]}"#,
            says: "fragments[1] (line 1, column 58): the fragment id 7 is there already")
        try refuse(
            #"{"token_limit": 5, "fragments": [{"text": "é", "truncatable": true, "tokens": 5, "#
                + #""cut_points": [{"tokens": 1, "bytes": 1}]}]}"#,
            says: "fragment 1: cut point 0 is inside a character's bytes")
        try refuse(
            #"{"token_limit": 5, "tokens": {"numerator": 4294967295, "denominator": 1}, "fragments": [{"text": "ab"}]}"#,
            says: "fragment 1: 2 bytes are estimated at more than 4294967295 tokens; split the text")
    }

    @Test func filesThatAreNoneAreRefused() throws {
        try refuse("", says: "the file is empty")
        try RefusalCheck.expect(["assemble", "-"], status: 2, says: "standard input: there is nothing", in: scratch)
        let missing = scratch.path("missing.json")
        try RefusalCheck.expect(["assemble", missing], status: 3, says: missing, "No such file", in: scratch)
        let directory = try scratch.makeDirectory("directory")
        try RefusalCheck.expect(["assemble", directory], status: 3, says: directory, "directory", in: scratch)
        let binary = try scratch.write([0x7B, 0x22, 0xFF], to: "binary.json")
        try RefusalCheck.expect(["assemble", binary], status: 2, says: "line 1, column 3: not UTF-8", in: scratch)
        try RefusalCheck.expect(
            ["assemble", "-"], input: "[]", status: 2, says: "standard input: line 1, column 1: must be an object",
            in: scratch)
    }

    /// A file that is called `-` is read, and standard input is not.
    @Test func textFilesAreNeverStandardInput() throws {
        let context = try scratch.write(#"{"token_limit": 50, "fragments": [{"file": "-"}]}"#, to: "context.json")
        try RefusalCheck.expect(["assemble", context], input: "input", status: 3, says: "No such file", in: scratch)
        try scratch.write("from the file", to: "-")
        #expect(try CommandLineTool.run(["assemble", context], input: "input").text == "from the file")
        let zero = #"{"token_limit": 50, "fragments": [{"file": "-\u0000"}]}"#
        try RefusalCheck.expect(["assemble", "-"], input: zero, status: 2, says: "zero character", in: scratch)
    }

    /// All texts together are bounded, each as often as it stands there; a file is read once.
    @Test func textsTogetherAreBounded() throws {
        try scratch.write([UInt8](repeating: 0x61, count: 3_000_000), to: "text")
        let fragments = [String](repeating: #"{"file": "text"}"#, count: 89).joined(separator: ",")
        let file = try scratch.write(#"{"token_limit": 1, "fragments": [\#(fragments)]}"#, to: "fits.json")
        var texts = TextFiles(label: file, directory: FilePath(file).removingLastComponent())
        let document = try texts.document(of: ContextFile(parsing: ScratchDirectory.bytes(of: file)))
        #expect(document.fragments.count == 89 && document.fragments.allSatisfy { $0.text.utf8.count == 3_000_000 })
        try refuse(
            #"{"token_limit": 1, "fragments": [\#(fragments), {"file": "text"}]}"#,
            says: "have more than 268435456 bytes; leave some out")
        let separator = String(repeating: "-", count: 3_000_000)
        try refuse(
            #"{"token_limit": 1, "separator": "\#(separator)", "fragments": [\#(fragments)]}"#,
            says: "and the separators between them have more than 268435456 bytes")
    }

    @Test func filesOfTextsAreNamed() throws {
        let text = #"{"token_limit": 50, "fragments": [{"file": "texts/one.txt"}]}"#
        let file = try scratch.write(text, to: "context.json")
        try scratch.makeDirectory("texts")
        let path = scratch.path("texts/one.txt")
        try RefusalCheck.expect(["assemble", file], status: 3, says: path, "No such file", in: scratch)
        try scratch.write([0x61, 0xC3], to: "texts/one.txt")
        try RefusalCheck.expect(["assemble", file], status: 2, says: path, "not UTF-8", in: scratch)
        try scratch.write([], to: "texts/one.txt")
        try RefusalCheck.expect(["assemble", file], status: 2, says: path, "the file is empty", in: scratch)
        try scratch.write("text", to: "texts/one.txt")
        #expect(try CommandLineTool.run(["assemble", file]).text == "text")
        // An absolute path is taken as it is.
        let other = try scratch.write(
            #"{"token_limit": 50, "fragments": [{"file": "\#(path)"}]}"#, to: "texts/context.json")
        #expect(try CommandLineTool.run(["assemble", other]).text == "text")
    }
}
