import Foundation

/// The checked-in inputs and dictionaries.
enum CorpusFiles {
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fuzz")

    /// The names of the directories with inputs.
    static func targets() throws -> [String] { try names(in: "Corpus") }

    /// The names of the dictionaries.
    static func dictionaries() throws -> [String] { try names(in: "Dictionaries") }

    /// All inputs of a target with their names.
    static func inputs(of target: String) throws -> [(name: String, bytes: [UInt8])] {
        try names(in: "Corpus/\(target)").map { name in
            (name, [UInt8](try Data(contentsOf: directory.appendingPathComponent("Corpus/\(target)/\(name)"))))
        }
    }

    private static func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.appendingPathComponent(path).path).sorted()
    }
}
