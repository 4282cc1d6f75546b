import Glibc
import RecountVectors

/// A directory of vector files.
struct VectorDirectory {
    let path: String

    /// The files of levels, in the order of the levels, those made by hand first.
    func files(of levels: [VectorArea]) throws(Failure) -> [VectorFile] {
        let names = try names()
        var files: [VectorFile] = []
        for level in VectorArea.allCases where levels.contains(level) {
            let found = ["\(level.rawValue).json", "generated_\(level.rawValue).json"].filter(names.contains)
            guard !found.isEmpty else {
                throw .wrongInput(path, "has no \(level.rawValue).json; name the directory with --vectors")
            }
            for name in found { files.append(try LoadedVectors(path: "\(path)/\(name)").file) }
        }
        return files
    }

    private func names() throws(Failure) -> Set<String> {
        guard let stream = opendir(path) else {
            throw Failure(.inputOutput, "\(path): cannot open; name the directory of the vectors with --vectors")
        }
        defer { closedir(stream) }
        var names: Set<String> = []
        while let entry = readdir(stream) {
            names.insert(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }
}
