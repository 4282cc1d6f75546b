import Foundation

/// A directory of a test's own that goes away with this object.
final class ScratchDirectory {
    let root: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("recount-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        root = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func path(_ name: String) -> String { root + "/" + name }

    /// Writes a file.
    ///
    /// - Returns: its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try write(Array(text.utf8), to: name)
    }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        return path(name)
    }

    @discardableResult
    func makeDirectory(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: false)
        return path(name)
    }

    /// Every file and directory in it with its content.
    func content() throws -> [String: [UInt8]] {
        var content: [String: [UInt8]] = [:]
        for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
            content[name] = (try? Self.bytes(of: path(name))) ?? []
        }
        return content
    }

    static func bytes(of path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// The one segment of a short journal.
    static func segment(of journal: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: journal).sorted()
        guard let name = names.first, names.count == 1 else { throw CocoaError(.fileReadUnknown) }
        return journal + "/" + name
    }
}
