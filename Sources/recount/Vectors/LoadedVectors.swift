import RecountVectors

/// A file of vectors, read and checked for its form.
struct LoadedVectors {
    let file: VectorFile

    /// Reads a file.
    init(path: String) throws(Failure) {
        let text = try InputFile.bytes(of: path)
        do throws(VectorFileError) {
            file = try VectorFile(parsing: text)
        } catch {
            throw .wrongInput(path, error)
        }
    }

    /// Whether a file stands beside the vectors and is none of them.
    static func isCompanion(_ path: String) -> Bool {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return name == "schema.json" || name == "registry.json"
    }
}
